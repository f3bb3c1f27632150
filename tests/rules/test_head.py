from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.fields import parse_date, split
from rules.head import _begins_with
from tests.sites import ARTICLE, MakeSite, lines

PAGE = "Title: Costs\nSummary: What a visit costs here, and how you get a written estimate first.\n\nText.\n"


def article(head: str) -> str:
    """The article with a line more, or another value of a line it has."""
    key = head.partition(":")[0]
    kept = [line for line in ARTICLE.strip().split("\n") if not line.startswith(f"{key}:")]
    return "\n".join([head, *kept]) + "\n\nText.\n"


def said(make_site: MakeSite, text: str, *rules: str, name: str = "articles/a.md") -> list[str]:
    return [line.removeprefix(f"{name}:") for line in lines(make_site({name: text}), *rules)]


def test_a_good_head_gives_no_problem(make_site: MakeSite) -> None:
    assert (
        lines(
            make_site({"articles/a.md": ARTICLE + "Text.\n"}),
            *(f"meta.{k}" for k in ("title", "date", "key", "value", "slug", "summary")),
        )
        == []
    )


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("Title:", "1: meta.title: This page has no title. Begin the file with a line `Title: ...`."),
        ("Title: !?*", "1: meta.title: The title `!?*` has no word in it. Say what the page is about."),
        ("Date:", "1: meta.date: This article has no date. Add a line `Date: {today}` to its head."),
        ("Date: 31/02/2026", "1: meta.date: `31/02/2026` is no date that everybody reads alike, or no day at all. "
                             "Write year-month-day, such as `Date: 2026-02-28`."),
        ("Date: 2026-02-31", "1: meta.date: `2026-02-31` is no date that everybody reads alike, or no day at all. "
                             "Write year-month-day, such as `Date: 2026-02-28`."),
        ("Date: 03/04/2026", "1: meta.date: `03/04/2026` is no date that everybody reads alike, or no day at all. "
                             "Write year-month-day, such as `Date: {today}`."),
        ("Modified: 2025-12-01", "1: meta.date: This page was changed before it was written. Put the later day into `Modified:`."),
        ("Catagory: sleep", "1: meta.key: `Catagory` is no key that this site knows. Did you mean `Category`?"),
        ("Status: publishd", "1: meta.value: `Status: publishd` is not known. Did you mean `published`?"),
        ("Category: slep", "1: meta.value: `Category: slep` is not known. Did you mean `sleep`?"),
        ("Template: artcle", "1: meta.value: `Template: artcle` is not known. Did you mean `article`?"),
        ("Lang: xx", "1: meta.value: `Lang: xx` is not known. Use one of: en."),
        ("Kind: treatment, symptons", "1: meta.value: `Kind: symptons` is not known. Did you mean `symptom`?"),
        ("Services: massage", "1: meta.value: `Services: massage` is not known. There is none yet: leave this line out."),
        ("Art: massge", "1: meta.value: `Art: massge` is not known. Did you mean `massage`?"),
        ("Slug: My Page", "1: meta.slug: The slug `My Page` cannot stand in an address. "
                          "Use small letters, digits and hyphens, at most 80, such as `sore-back`."),
        (f"Slug: {'a' * 300}", f"1: meta.slug: The slug `{'a' * 37}...` cannot stand in an address. "
                               "Use small letters, digits and hyphens, at most 80, such as `sore-back`."),
        ("Summary: Too short.", "1: meta.summary: The summary is too short: 10 characters. Give the answer in 50 to 160 characters."),
        (f"Summary: {'long ' * 40}", "1: meta.summary: The summary is too long: 199 characters. Give the answer in 50 to 160 characters."),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_with_its_remedy(make_site: MakeSite, head: str, says: str) -> None:
    site = make_site({"articles/a.md": article(head)})
    found = [line.removeprefix("articles/a.md:") for line in lines(site) if ": meta." in line]
    assert found == [says.format(today=site.today)]


def test_an_article_without_topic_is_told_which_there_are(make_site: MakeSite) -> None:
    assert said(make_site, article("Category:"), "meta.value") == [
        "1: meta.value: This article has no topic. Add a line `Category: ...`. Use one of: back-pain, sleep, moving, getting-care."
    ]


def test_a_page_needs_no_date(make_site: MakeSite) -> None:
    assert said(make_site, PAGE, "meta.date", "meta.value", name="pages/costs.md") == []


def test_a_future_date_says_until_when_the_page_waits(make_site: MakeSite) -> None:
    assert said(make_site, article("Date: 2099-01-05"), "meta.future") == [
        "1: meta.future: This page will appear on 2099-01-05. Until then it is left out of the public site."
    ]


def test_two_pages_with_one_title_name_each_other(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE, "articles/b.md": ARTICLE})
    assert lines(site, "meta.title") == [
        f"articles/a.md:1: meta.title: {site.shown}/articles/b.md has the same title. Say in the title what is different here.",
        f"articles/b.md:1: meta.title: {site.shown}/articles/a.md has the same title. Say in the title what is different here.",
    ]


def test_two_pages_with_one_address_name_each_other(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE, "articles/b.md": article("Slug: a")})
    assert lines(site, "meta.slug") == [
        f"articles/a.md:1: meta.slug: {site.shown}/articles/b.md has the same address, /health/a/. "
        "Rename one of the two files, or give it another `Slug:`.",
        f"articles/b.md:1: meta.slug: {site.shown}/articles/a.md has the same address, /health/a/. "
        "Rename one of the two files, or give it another `Slug:`.",
    ]


def test_an_address_of_the_site_s_own_lists_is_refused(make_site: MakeSite) -> None:
    assert said(make_site, PAGE, "meta.slug", name="pages/search.md") == [
        "1: meta.slug: The address /search/ belongs to a list that this site makes. Rename the file, or give it another `Slug:`."
    ]


def test_a_summary_that_says_the_first_sentence_again_is_named(make_site: MakeSite) -> None:
    text = ARTICLE + "What may help with back pain, and when a doctor should look at it first. More.\n"
    assert said(make_site, text, "meta.summary") == [
        "3: meta.summary: The summary is the first sentence again. Take that sentence out of the text, or say something else here."
    ]


def test_a_key_used_twice_is_named_at_its_second_line(make_site: MakeSite) -> None:
    assert said(make_site, "Title: One\n" + ARTICLE, "meta.key") == [
        "2: meta.key: `Title` stands in this head twice. Take one of them out."
    ]


def test_a_head_may_stand_between_lines_and_go_on_indented() -> None:
    head, body, line = split("---\nTitle: A\nSummary: one\n  two\n---\n\nBody.\n")
    assert {key: (field.value, field.line) for key, field in head.items()} == {
        "Title": ("A", 2),
        "Summary": ("one\ntwo", 3),
    }
    assert (body, line) == ("Body.\n", 7)


def test_keys_are_found_whatever_their_case() -> None:
    assert list(split("title: A\nALSO-KNOWN-AS: b\n\nText.")[0]) == ["Title", "Also-Known-As"]


def test_a_text_without_head_is_all_body() -> None:
    assert split("Sore backs are common.\n")[1:] == ("Sore backs are common.\n", 1)


@given(st.text())
def test_no_text_breaks_the_head(text: str) -> None:
    head, body, line = split(text)
    assert line >= 1
    assert text.removeprefix("\ufeff").endswith(body)
    assert all(field.line >= 1 for field in head.values())


@given(st.dates())
def test_every_iso_date_is_read(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.text("ab. *_\n\u00a0!", max_size=12), st.text("ab. *_!", min_size=1, max_size=6).filter(str.strip))
def test_a_body_that_is_not_taken_apart_begins_otherwise(body: str, summary: str) -> None:
    first = re.split(r"(?<=[.!?])\s", " ".join(body.split()), maxsplit=1)[0]
    assert _begins_with(body, summary) == (first.strip(" *_") == summary)
