from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite, lines


def html(make_site: MakeSite, body: str) -> str:
    return make_site({"articles/a.md": ARTICLE + body}).documents[0].html


def test_an_emergency_card_says_so_in_words_and_offers_the_call(make_site: MakeSite) -> None:
    shown = html(make_site, "!!! emergency\n    Go now.\n")
    assert '<h2 class="card__title" id="card-1"><span class="vh">Emergency: </span>' in shown
    assert '<p><a class="btn btn--urgent" href="tel:911">Call' in shown


def test_a_card_below_a_heading_stands_one_level_lower(make_site: MakeSite) -> None:
    shown = html(make_site, '## Risks\n\n!!! risk "Tell us first"\n    If you are pregnant.\n')
    assert (
        '<section aria-labelledby="card-1" class="card card--risk"><h3 class="card__title" id="card-1">'
        in shown
    )
    assert "Tell us&nbsp;first</h3>" in shown


def test_an_unknown_card_is_named_with_a_suggestion(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "Text.\n\n!!! emergancy\n    Go.\n"})
    assert lines(site, "card.type") == [
        "articles/a.md:8: card.type: `emergancy` is no kind of card. Did you mean `emergency`?"
    ]


def test_a_figure_of_people_is_drawn_as_stones(make_site: MakeSite) -> None:
    shown = html(make_site, '!!! fact "2 in 5"\n    adults.\n')
    assert '<p class="fact__figure">2 in&nbsp;5</p>' in shown
    assert '<i></i><i></i><i></i><i class="is-counted"></i><i class="is-counted"></i></span>' in shown


def test_a_figure_that_is_no_share_has_no_stones(make_site: MakeSite) -> None:
    assert "fact__stones" not in html(make_site, '!!! fact "7 hours"\n    of sleep.\n')


def test_proof_becomes_bones_with_words(make_site: MakeSite) -> None:
    shown = html(
        make_site,
        "Less pain\n:   It may ease.\n:   Proof: weak -- one trial\n\nBest style\n:   None.\n:   Proof: unknown\n",
    )
    assert shown.count('<div class="found__row">') == 2
    assert (
        '<dd class="found__proof found__proof--weak"><span aria-hidden="true" class="bones"><i></i><i></i><i></i></span>One&nbsp;trial</dd>'
        in shown
    )
    assert "</span>Not&nbsp;known</dd>" in shown


def test_an_unknown_level_of_proof_is_named(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "Pain\n:   Less.\n:   Proof: week\n"})
    assert lines(site, "proof.type") == [
        "articles/a.md:8: proof.type: `week` is no kind of proof. Did you mean `weak`?"
    ]


def test_footnotes_become_sources(make_site: MakeSite) -> None:
    shown = html(make_site, "One.[^a]\n\n[^a]: Who. What. 2020. <https://doi.org/x>\n")
    assert '<a class="note-ref" href="#source1" id="ref1"><span class="vh">Source </span>1</a>' in shown
    assert '<section aria-labelledby="sources" class="sources"><h2 id="sources">Sources</h2><ol>' in shown


def test_a_wide_table_scrolls_by_itself(make_site: MakeSite) -> None:
    assert '<div aria-label="Table" class="scroll" role="region" tabindex="0"><table>' in html(
        make_site, "a|b|c|d\n-|-|-|-\n1|2|3|4\n"
    )


@pytest.mark.parametrize("columns", [2, 3])
def test_a_narrow_table_does_not(make_site: MakeSite, columns: int) -> None:
    row = "|".join("a" * columns)
    assert "scroll" not in html(make_site, f"{row}\n{'|'.join('-' * columns)}\n{row}\n")
