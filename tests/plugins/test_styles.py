from __future__ import annotations

from pathlib import Path

import pytest

from plugins import styles
from rules.site import Site
from tests.sites import MakeSite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the CSS of the theme lies."""
    tmp_path = tmp_path / "theme/static/css"
    tmp_path.mkdir(parents=True)
    (tmp_path / "base.css").write_text("body { margin: 0; }\n")
    (tmp_path / "card.css").write_text(".card { color: red; }\n.card--urgent { color: blue; }\n")
    (tmp_path / "table.css").write_text(
        "table, figure { width: 100%; }\n.prose > * + dl { margin: calc(1em + 1px); }\n"
    )
    (tmp_path / "order.txt").write_text("base.css\ntable.css\ncard.css\n")
    return tmp_path


@pytest.fixture
def site(folder: Path, make_site: MakeSite) -> Site:
    site = make_site({})
    site.settings["THEME"] = str(folder.parent.parent)
    return site


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ("<p>", "body{margin:0}"),
        ('<p class="card">', "body{margin:0}.card{color:red}"),
        ("<figure>", "body{margin:0}figure{width:100%}"),
        ('<dl class="prose">', "body{margin:0}.prose>*+dl{margin:calc(1em + 1px)}"),
        (
            '<table class="x card--urgent">',
            "body{margin:0}table{width:100%}.card--urgent{color:blue}",
        ),
    ],
)
def test_a_page_gets_the_css_of_what_it_shows(site: Site, body: str, css: str) -> None:
    assert styles.inline(f"<style>/*css*/</style>{body}", site) == f"<style>{css}</style>{body}"


def test_what_print_alone_needs_is_left_to_its_own_sheet(folder: Path, site: Site) -> None:
    (folder / "card.css").write_text(
        ".card { color: red; }\n@media print { @page { margin: 1cm; } .card, .plan { color: #000; } }\n"
    )
    assert (
        styles.inline('<style>/*css*/</style><p class="card">', site)
        == '<style>body{margin:0}.card{color:red}</style><p class="card">'
    )
    assert styles.for_print(site) == "@page{margin:1cm}.card,.plan{color:#000}"


def test_a_token_that_nothing_on_the_page_asks_for_stays_away(folder: Path, site: Site) -> None:
    (folder / "base.css").write_text(":root { --ink: #000; --sore: red; }\nbody { color: var(--ink); }\n")
    assert (
        styles.inline("<style>/*css*/</style>", site)
        == "<style>:root{--ink:#000;}body{color:var(--ink)}</style>"
    )


def test_another_build_sees_what_was_changed_in_the_theme(
    folder: Path, site: Site, make_site: MakeSite
) -> None:
    page = "<style>/*css*/</style><p>"
    assert styles.inline(page, site) == "<style>body{margin:0}</style><p>"
    (folder / "base.css").write_text("p { margin: 1px; }\n")
    other = make_site({})
    other.settings["THEME"] = site.settings["THEME"]
    assert styles.inline(page, other) == "<style>p{margin:1px}</style><p>"
