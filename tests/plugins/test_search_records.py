from __future__ import annotations

import pytest

from plugins.search_records import Record, records
from tests.sites import ARTICLE, MakeSite


def page(site_url: str, found: list[Record]) -> str:
    return next(record.html for record in found if record.url == site_url)


def test_each_word_stands_once_without_common_ones_and_sources(make_site: MakeSite) -> None:
    text = "Walk and walk again.[^1] The walk is short.\n\n[^1]: Somebody. [A study](https://example.org/)."
    site = make_site({"articles/back.md": ARTICLE + text})
    assert "<p>again short walk</p>" in page("health/back/", records(site))


def test_words_in_another_order_are_the_same_record(make_site: MakeSite) -> None:
    one, other = (
        records(make_site({"articles/back.md": ARTICLE + text}))
        for text in ("Walk a way.\n\nRest.", "Rest. Rest.\n\nA way to walk.")
    )
    assert one == other


def test_other_names_and_search_words_are_found(make_site: MakeSite) -> None:
    head = ARTICLE.replace("Category", "Also-Known-As: lumbago\nSearch-Words: hurts at night\nCategory")
    site = make_site({"articles/back.md": head + "Text."})
    assert "lumbago, hurts at night" in page("health/back/", records(site))


def test_the_topic_is_what_one_can_narrow_to(make_site: MakeSite) -> None:
    site = make_site({"articles/back.md": ARTICLE + "Text."})
    assert ">Back pain</p><h1" in page("health/back/", records(site))


@pytest.mark.parametrize("line", ["Status: draft", "Date: 2099-01-01"])
def test_what_is_not_public_yet_is_not_found(make_site: MakeSite, line: str) -> None:
    key = line.partition(":")[0]
    head = "\n".join(each for each in ARTICLE.split("\n") if not each.startswith(key))
    site = make_site({"articles/back.md": f"{line}\n{head}Text."})
    assert not [record for record in records(site) if record.url == "health/back/"]


def test_warnings_lead_to_the_pages_that_are_about_them(make_site: MakeSite) -> None:
    card = "!!! emergency\n    Go now if you are numb.\n\nText."
    site = make_site(
        {"articles/back.md": ARTICLE + card, "pages/help.md": "Title: Help\nSummary: Now.\n\n" + card}
    )
    found = records(site)
    assert "numb" not in page("health/back/", found)
    assert "numb" in page("help/", found)
