from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite, lines

SOURCE = "\n\n[^a]: Lee K. Back pain in adults. J Pain. 2022;1(2):3-4. <https://doi.org/10.1000/a>\n"
BEHIND = "Put one behind it, `[^name]`, and at the end of the file `[^name]: Who. Title. Year. <address>`; or leave {} out."


def said(make_site: MakeSite, body: str, *rules: str, head: str = ARTICLE) -> list[str]:
    site = make_site({"articles/a.md": head + body})
    return [line.removeprefix("articles/a.md:") for line in lines(site, *rules)]


def test_a_figure_without_a_source_is_named_with_line_and_column(make_site: MakeSite) -> None:
    body = "Backs hurt.\n\nIn the end,\nabout **1 in 12** adults has it.\n"
    assert said(make_site, body, "src.stat") == [
        '9:9: src.stat: "1 in 12" has no source. ' + BEHIND.format("the figure")
    ]


def test_studies_without_a_source_are_named(make_site: MakeSite) -> None:
    assert said(make_site, "It is new. Studies show that heat may help.\n", "src.study") == [
        '6:12: src.study: "Studies show" does not say which study. ' + BEHIND.format("it")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "About 1 in 12 adults has it.[^a]",
        "About 1 in 12[^a] adults has it.",
        "Studies show that heat may help.[^a]",
        "Among them:[^a]\n\n- 1 in 12 adults\n- half of all women",
        "In one trial, 401 people took part. At 10 weeks, half of them slept better.[^a]",
        "A trial found this: Cherkin (2011) tells of 401 people.[^a]",
        '!!! fact "1 in 12"\n    US adults live with it.[^a]',
        "| who | share |\n|---|---|\n| adults[^a] | 1 in 12 |",
        "These are the shares.[^a]\n\n| who | share |\n|---|---|\n| adults | 1 in 12 |",
        "Pain\n:   It was less in 1 in 12 adults.[^a]",
    ],
)
def test_a_source_in_the_sentence_or_before_its_list_will_do(make_site: MakeSite, body: str) -> None:
    assert said(make_site, body + SOURCE, "src.stat", "src.study") == []


@pytest.mark.parametrize(
    "body",
    [
        "About 1 in 12 adults has it. It lasts long.[^a]",
        "It lasts long.[^a] About 1 in 12 adults has it.",
        "It lasts long.[^a]\n\n- About 1 in 12 adults has it.",
        '!!! fact "1 in 12"\n    US adults live with it.\n\nIt lasts long.[^a]',
        "| who | share |\n|---|---|\n| women[^a] | some |\n| adults | 1 in 12 |",
        "Did you know that 1 in 12 adults has it? It lasts long.[^a]",
        "Are you one of the 16 million adults with back pain? It lasts long.[^a]",
    ],
)
def test_a_source_of_another_sentence_will_not(make_site: MakeSite, body: str) -> None:
    assert len(said(make_site, body + SOURCE, "src.stat")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Is it true that 1 in 12 adults has it?",
        "Do studies show that it helps?",
        "Myth: 9 in 10 people need a scan.",
        "It is a myth that 9 in 10 people need a scan.",
        "Some sites claim that massage cuts pain by 80 percent.",
        "We do not know how many: 1 in 10 people, or more.",
    ],
)
def test_questions_and_myths_pass(make_site: MakeSite, body: str) -> None:
    assert said(make_site, body, "src.stat", "src.study") == []


def test_a_title_or_summary_may_repeat_a_figure_that_has_its_source_below(make_site: MakeSite) -> None:
    head = ARTICLE.replace("What may help", "About 1 in 12 adults has it. What may help")
    assert said(make_site, "It is true of 1 in 12 adults.[^a]" + SOURCE, "src.stat", head=head) == []


def test_a_title_or_summary_with_a_figure_of_its_own_is_named(make_site: MakeSite) -> None:
    head = ARTICLE.replace("What may help", "About 1 in 12 adults has it. What may help")
    assert said(make_site, "Text.", "src.stat", head=head) == [
        '3:16: src.stat: "1 in 12" has no source. Say it in the text too, with its source; or leave the figure out here.'
    ]


def test_an_author_and_a_year_say_which_study(make_site: MakeSite) -> None:
    assert said(make_site, "A trial by Daniel Cherkin in 2011 found a small gain.", "src.study") == []


def test_an_old_source_of_a_figure_is_said(make_site: MakeSite) -> None:
    body = "About 1 in 12 adults has it.[^a]" + SOURCE.replace("2022", "2009")
    assert said(make_site, body, "src.age") == [
        '6:7: src.age: The source of "1 in 12" is from 2009. '
        "Look for a newer one; if there is none, say the year in the sentence."
    ]


@pytest.mark.parametrize(
    "body",
    [
        "About 1 in 12 adults has it.[^a]" + SOURCE,
        "In 2009, about 1 in 12 adults had it.[^a]" + SOURCE.replace("2022", "2009"),
        "Backs hurt.[^a]" + SOURCE.replace("2022", "2009"),
        "About 1 in 12 adults has it.[^b][^a]"
        + SOURCE
        + "[^b]: Roe J. Backs. J Pain. 1999;1(2):3-4. <https://doi.org/10.1000/b>",
        "About 1 in 12 adults has it.[^a]\n\n[^a]: CDC. Backs in 2009. Read 2026. <https://www.cdc.gov/backs/2009/>".replace(
            " in 2009", ""
        ),
    ],
)
def test_a_new_source_or_the_year_in_the_sentence_will_do(make_site: MakeSite, body: str) -> None:
    assert said(make_site, body, "src.age") == []


@pytest.mark.parametrize("name", ["src.stat", "src.study"])
def test_both_can_be_allowed_with_a_reason(make_site: MakeSite, name: str) -> None:
    head = f"Allow: {name} -- quoted from a leaflet\n{ARTICLE}"
    body = "Studies show that 1 in 12 adults has it."
    assert said(make_site, body, name, head=head) == []
