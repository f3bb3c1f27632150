from __future__ import annotations

import pytest

from rules.sources import published
from tests.sites import ARTICLE, MakeSite, lines

GOOD = "Lee K. Back pain in adults. J Pain. 2022;1(2):3-4. <https://doi.org/10.1000/a>"


def said(make_site: MakeSite, source: str, *rules: str, body: str = "Backs hurt.[^a]") -> list[str]:
    site = make_site({"articles/a.md": f"{ARTICLE}{body}\n\n[^a]: {source}\n"})
    return [line.removeprefix("articles/a.md:") for line in lines(site, *rules)]


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("World Health Organization.", "its title, its year (or the year you read it) and where to find it"),
        ("<https://who.int/backs>", "who wrote it, its title and its year (or the year you read it)"),
        ("WHO. Guideline for backs. <https://who.int/backs>", "its year (or the year you read it)"),
        ("Lee K. Back pain in adults. J Pain. 2022;1(2):3-4.", "where to find it"),
        ("CDC. 2024. <https://www.cdc.gov/backs/2024/>", "its title"),
        ("CDC. Read 2026. <https://www.cdc.gov/>", "its title"),
    ],
)
def test_what_a_source_lacks_is_named(make_site: MakeSite, source: str, missing: str) -> None:
    assert said(make_site, source, "src.form") == [
        f"8: src.form: The source `[^a]` does not say {missing}. Write: `[^a]: Who. Title. Year. <address or DOI>`."
    ]


@pytest.mark.parametrize(
    "source",
    [
        GOOD,
        "Lee K, Roe J, et al. Does it hurt? A trial. J Pain. 2022:101. doi:10.1000/a",
        "CDC. Adult Activity: An Overview. Read 2026. <https://cdc.gov/activity>",
        "WHO, Guideline for backs, 2023, [on its site](https://who.int/backs)",
        "World Health Organization. Guideline for backs. Geneva: WHO; 2023. ISBN 978-92-4-008178-9.",
        "US Department of Health. Section 1557 rule, 45 CFR Part 92; 2024.",
        "Evaluation of a rare thing. Am J Emerg Med. 2020. <https://ajemjournal.com/article/S0735-6757(19)30535-2/fulltext>",
        'Lee K. "Back pain in adults" 2022. https://doi.org/10.1000/a',
    ],
)
def test_a_source_that_can_be_found_again_passes(make_site: MakeSite, source: str) -> None:
    assert said(make_site, source, "src.form", "src.quality") == []


def test_a_mark_without_a_source_is_named_at_its_place(make_site: MakeSite) -> None:
    body = "Backs hurt.[^a]\nThey bend.[^lee] They turn.[^zzzz]"
    assert said(make_site, GOOD, "src.form", body=body) == [
        "7:11: src.form: There is no source `[^lee]` in this file. "
        "Add at the end of the file: `[^lee]: Who. Title. Year. <address>`.",
        "7:28: src.form: There is no source `[^zzzz]` in this file. "
        "Add at the end of the file: `[^zzzz]: Who. Title. Year. <address>`.",
    ]


def test_a_misspelt_mark_gets_the_nearest(make_site: MakeSite) -> None:
    body = "Backs hurt.[^a]\n\nThey bend.[^feldmann]\n\n[^feldman]: " + GOOD
    assert said(make_site, GOOD, "src.form", body=body) == [
        "8:11: src.form: There is no source `[^feldmann]` in this file. Did you mean `feldman`?",
        "10: src.form: Nothing in the text refers to the source `[^feldman]`. "
        "Put `[^feldman]` behind the words it stands for, or take it out.",
    ]


def test_a_source_that_stands_twice_is_named(make_site: MakeSite) -> None:
    assert said(make_site, f"{GOOD}\n[^a]: {GOOD}", "src.form") == [
        "9: src.form: The source `[^a]` stands here twice. Give each source its own name."
    ]


@pytest.mark.parametrize(
    ("source", "what", "name"),
    [
        (
            "Jo Roe. My back. 2024. <https://jo.wordpress.com/back>",
            "a blog or a social network",
            "jo.wordpress.com",
        ),
        (
            "A Clinic. Backs. 2024. <https://aclinic.example/blog/backs>",
            "a blog or a social network",
            "aclinic.example",
        ),
        ("Roller Shop. Why to roll. 2024. <https://shop.roller.example/>", "a shop", "shop.roller.example"),
        ("Roller. Why to roll. 2024. <https://www.amazon.com/dp/1>", "a shop", "amazon.com"),
        ("Bed Maker. Sponsored content: beds. 2024. <https://bed.example/>", "an advertisement", "Sponsored"),
    ],
)
def test_who_has_something_to_sell_is_named(make_site: MakeSite, source: str, what: str, name: str) -> None:
    assert said(make_site, source, "src.quality") == [
        f'8: src.quality: The source `[^a]` looks like {what}: "{name}". '
        "Cite what it rests on: the study itself, a guideline, or a health agency."
    ]


@pytest.mark.parametrize(
    ("source", "year"),
    [
        (GOOD, 2022),
        ("Pain. 2008;137:202-207. <https://doi.org/10.1016/j.pain.2008.01.025>", 2008),
        ("J Pain. 2011;1:1998-2004.", 2011),
        ("A review of 1990 to 2020. J Pain. 2021:101.", 2021),
        ("CDC. Backs. Read 2026.", 0),
        ("OSHA. Desks (archived; content reviewed 2008).", 2008),
        ("NHS. Backs. February 2025.", 2025),
    ],
)
def test_the_year_a_source_came_out(source: str, year: int) -> None:
    assert published(source) == year
