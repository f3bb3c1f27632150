from __future__ import annotations

from plugins.listings import Entry, letters
from tests.sites import ARTICLE, MakeSite


def test_other_names_stand_in_the_a_to_z_and_say_where_they_lead(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": "Also-Known-As: lumbago, slipped disc\n" + ARTICLE})
    shelves = dict(letters(site))
    assert shelves["B"] == [Entry("Back pain", "health/a/")]
    assert shelves["L"] == [Entry("Lumbago", "health/a/", "Back pain")]
    assert shelves["S"] == [Entry("Slipped disc", "health/a/", "Back pain")]


def test_every_letter_is_there_and_titles_in_figures_have_a_shelf(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE.replace("Back pain", "5 exercises")})
    shelves = dict(letters(site))
    assert len(shelves) == 27
    assert [entry.title for entry in shelves["0-9"]] == ["5 exercises"]
