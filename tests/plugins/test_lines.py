"""In: the HTML of a text. Out: its elements, each with the line it was written in."""

from __future__ import annotations

from plugins.lines import elements, pieces
from rules.prose import prose
from tests.sites import ARTICLE, MakeSite

TEXT = """\
A first paragraph with *slanted* words
on two lines.

## Heading

- an item with a [link](a.md)
- a second one

    a paragraph of it

!!! risk "Tell us first"
    Before you start:

    - a clot

Term
:   What it means.[^one]

Call {{ clinic.phone }} today.

A first paragraph again.

A first paragraph again.

[^one]: A source. 2024. <https://www.example.org/x>
"""


def lines(make_site: MakeSite, text: str) -> list[tuple[str, int]]:
    document = make_site({"articles/a.md": ARTICLE + text}).documents[0]
    first = document.body_line
    return [(each.name, each.line - first + 1) for each in elements(pieces(document.html), prose(document))]


def test_every_element_knows_its_line(make_site: MakeSite) -> None:
    assert lines(make_site, TEXT) == [
        ("p", 1), ("h2", 4), ("li", 6), ("p", 7), ("p", 9), ("h3", 11), ("p", 12), ("li", 14), ("dt", 16), ("dd", 17),
        ("p", 19), ("p", 21), ("p", 23), ("p", 25),
    ]  # fmt: skip


def test_the_pieces_are_the_page(make_site: MakeSite) -> None:
    html = make_site({"articles/a.md": ARTICLE + TEXT}).documents[0].html
    assert "".join(pieces(html)) == html


def test_an_element_ends_where_the_next_one_begins(make_site: MakeSite) -> None:
    document = make_site({"articles/a.md": ARTICLE + "- one\n    - two\n"}).documents[0]
    parts = pieces(document.html)
    outer, inner = elements(parts, prose(document))
    assert (parts[outer.opens], parts[outer.ends], parts[inner.ends]) == ("<li>", "<ul>", "</li>")
