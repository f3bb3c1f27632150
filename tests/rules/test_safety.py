from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite, lines

URGENT = "!!! urgent\n    See a doctor if you have a fever.\n\n"
RISKS = "## Risks\n\nYou may feel sore. Tell us first if you take a blood thinner.\n\n"
OPTIONS = "## Other options\n\nYou can walk.\n"


def said(make_site: MakeSite, head: str, body: str, file: str = "articles/a.md") -> list[str]:
    site = make_site({file: head + body})
    return [line.removeprefix(f"{file}:") for line in lines(site) if " safety." in line]


def about(kind: str) -> str:
    return ARTICLE.replace("Category", f"Kind: {kind}\nCategory")


def test_a_symptom_needs_its_urgent_care_card(make_site: MakeSite) -> None:
    assert said(make_site, about("symptom"), "Rest a bit.") == [
        "4: safety.red-flag: This page is about a symptom (`Kind: symptom`), but has no urgent-care card. "
        'Put one near its top: `!!! urgent "See a doctor today"`, and below it, four spaces in, '
        "the signs that cannot wait."
    ]


@pytest.mark.parametrize("card", ["urgent", "emergency"])
def test_either_card_will_do(make_site: MakeSite, card: str) -> None:
    assert said(make_site, about("symptom"), URGENT.replace("urgent", card)) == []


@pytest.mark.parametrize("body", ["!!! routine\n    Call us.\n", '!!! urgent "See a doctor"\n\nText.\n'])
def test_another_or_an_empty_card_will_not(make_site: MakeSite, body: str) -> None:
    assert len(said(make_site, about("symptom"), body)) == 1


def test_a_treatment_needs_its_risks_and_other_options(make_site: MakeSite) -> None:
    assert said(make_site, about("treatment"), "It may help.") == [
        "4: safety.options: This page is about a treatment (`Kind: treatment`), but names no other. "
        "Add a part `## Other options`: what else people can do, and what happens if they do nothing.",
        "4: safety.risks: This page is about a treatment (`Kind: treatment`), but does not say its risks or "
        "who should not have it. Add a part `## Risks` with what may happen, and a card `!!! risk` with who "
        "should tell you first.",
    ]


@pytest.mark.parametrize(
    ("body", "lacks"),
    [
        ("You may feel sore.", "who should not have it"),
        ("Tell us first if you take a blood thinner.", "its risks"),
        ("There is no risk. It is free of side effects.", "its risks or who should not have it"),
        ("## Risks\n\nThere are none.", "who should not have it"),
    ],
)
def test_half_of_it_is_not_enough(make_site: MakeSite, body: str, lacks: str) -> None:
    (line,) = said(make_site, about("treatment"), f"{body}\n\n{OPTIONS}")
    assert f"but does not say {lacks}." in line


@pytest.mark.parametrize(
    "body",
    [
        RISKS + OPTIONS,
        "!!! risk\n    Tell us if you take a blood thinner.\n\n" + OPTIONS,
        "You may feel a bit sore. It is not right for everyone. Exercise is another choice.",
        "Side effects are rare. Ask your doctor first. A walk is one option among others, not the only one.",
    ],
)
def test_risks_and_options_may_stand_anywhere(make_site: MakeSite, body: str) -> None:
    assert said(make_site, about("treatment"), body) == []


@pytest.mark.parametrize(
    ("file", "rule"),
    [("pages/services/a.md", "safety.risks"), ("pages/conditions/a.md", "safety.red-flag")],
)
def test_without_a_kind_the_folder_says_what_a_page_is_about(
    make_site: MakeSite, file: str, rule: str
) -> None:
    head = ARTICLE.replace("Category: back-pain\n", "").replace("Back pain", "Our page")
    assert any(rule in line and "it lies in pages/" in line for line in said(make_site, head, "Text.", file))


def test_without_both_the_title_says_it(make_site: MakeSite) -> None:
    assert said(make_site, ARTICLE, "Text.")[0].startswith(
        '1: safety.red-flag: This page is about a symptom (its title says "pain"), but has no urgent-care card.'
    )


@pytest.mark.parametrize("kind", ["self-care", "visit", "news", "about"])
def test_a_kind_stands_above_the_title(make_site: MakeSite, kind: str) -> None:
    assert said(make_site, about(kind), "Text.") == []


@pytest.mark.parametrize("title", ["Sleep well", "How to sit at your desk", "Meet us at the market"])
def test_a_title_without_such_words_asks_for_nothing(make_site: MakeSite, title: str) -> None:
    assert said(make_site, ARTICLE.replace("Back pain", title), "Text.") == []


def test_a_single_page_is_not_judged_by_its_title(make_site: MakeSite) -> None:
    head = ARTICLE.replace("Category: back-pain\n", "").replace("Back pain", "Massage gift cards")
    assert said(make_site, head, "Text.", "pages/gifts.md") == []
