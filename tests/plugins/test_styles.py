from __future__ import annotations

from pathlib import Path

import pytest

from plugins import styles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.css").write_text("body { margin: 0; }\n")
    (tmp_path / "card.css").write_text(".card { color: red; }\n.card--urgent { color: blue; }\n")
    (tmp_path / "table.css").write_text(
        "table, figure { width: 100%; }\n.prose > * + dl { margin: calc(1em + 1px); }\n"
    )
    (tmp_path / "order.txt").write_text("base.css\ntable.css\ncard.css\n")
    return tmp_path


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
def test_a_page_gets_the_css_of_what_it_shows(folder: Path, body: str, css: str) -> None:
    assert styles.inline(f"<style>/*css*/</style>{body}", folder) == f"<style>{css}</style>{body}"


def test_what_print_alone_needs_is_left_to_its_own_sheet(folder: Path) -> None:
    (folder / "card.css").write_text(
        ".card { color: red; }\n@media print { @page { margin: 1cm; } .card, .plan { color: #000; } }\n"
    )
    assert (
        styles.inline('<style>/*css*/</style><p class="card">', folder)
        == '<style>body{margin:0}.card{color:red}</style><p class="card">'
    )
    assert styles.for_print(folder) == "@page{margin:1cm}.card,.plan{color:#000}"


def test_a_token_that_nothing_on_the_page_asks_for_stays_away(folder: Path) -> None:
    (folder / "base.css").write_text(":root { --ink: #000; --sore: red; }\nbody { color: var(--ink); }\n")
    assert (
        styles.inline("<style>/*css*/</style>", folder)
        == "<style>:root{--ink:#000;}body{color:var(--ink)}</style>"
    )
