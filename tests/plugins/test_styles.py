from __future__ import annotations

from pathlib import Path

import pytest

from plugins import styles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.css").write_text("/* always */\nbody { margin: 0; }\n")
    (tmp_path / "card.css").write_text(".card { color: red; }\n.card--urgent { color: blue; }\n")
    (tmp_path / "table.css").write_text("/* with: table, figure */\ntable { width: 100%; }\n")
    (tmp_path / "order.txt").write_text("base.css\ntable.css\ncard.css\n")
    return tmp_path


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ("<p>", "body{margin:0}"),
        ('<p class="card">', "body{margin:0}.card{color:red}.card--urgent{color:blue}"),
        ("<figure>", "body{margin:0}table{width:100%}"),
        (
            '<table class="x card--urgent">',
            "body{margin:0}table{width:100%}.card{color:red}.card--urgent{color:blue}",
        ),
    ],
)
def test_a_page_gets_the_css_of_what_it_shows(folder: Path, body: str, css: str) -> None:
    assert styles.inline(f"<style>/*css*/</style>{body}", folder) == f"<style>{css}</style>{body}"
