"""In: a table of HTML. Out: a table in Markdown; as plain text what is none, such as words put side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tools.importing.html_tree import HEADINGS, Node
from tools.importing.old_text import Piece

Read = Callable[[Node], Iterator[Piece]]
NO_WORDS = ("picture", "comment")  # pieces that cannot stand in a cell: they follow the table
LONG_CELL = 60
WIDEST = 50


def table(node: Node, read: Read) -> Iterator[Piece]:
    """read gives the pieces of what is below a node. The first row becomes the head, as Markdown has no other table."""
    rows = [cells for row in _rows(node) if (cells := [c for c in row.children if c.tag in ("td", "th")])]
    captions = list(node.find("caption"))
    if _is_layout(node, rows, captions):
        yield from read(node)
        return
    for caption in captions:
        yield from read(caption)
    after: list[Piece] = []
    lines = [[text for cell in row for text in _cell(cell, read, after)] for row in rows]
    wide = max(map(len, lines))
    drawn = ["| " + " | ".join(row + [""] * (wide - len(row))) + " |" for row in lines]
    drawn.insert(1, "| " + " | ".join(["---"] * wide) + " |")
    yield Piece("table", "\n".join(drawn))
    yield from after


def _rows(node: Node) -> Iterator[Node]:
    """The rows of a table, without those of tables in its cells."""
    for child in node.children:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _is_layout(node: Node, rows: list[list[Node]], captions: list[Node]) -> bool:
    """A table that only puts things side by side, holds another, or words beside its cells."""
    cells = [cell for row in rows for cell in row]
    held = sum(len("".join(each.text.split())) for each in (*cells, *captions))
    return (
        not cells
        or max(map(len, rows)) == 1
        or held != len("".join(node.text.split()))
        or any(True for _ in node.find("table"))
        or any(
            any(True for _ in cell.find(*HEADINGS)) or len(cell.text.split()) > LONG_CELL for cell in cells
        )
    )


def _cell(cell: Node, read: Read, after: list[Piece]) -> Iterator[str]:
    """The text of a cell on one line, then an empty one for each further column that it spans."""
    texts: list[str] = []
    for piece in read(cell):
        if piece.kind in NO_WORDS:
            after.append(piece)
        elif piece.kind == "list":
            texts += [re.sub(r"^ *- ", "\u2022 ", line) for line in piece.text.split("\n")]
        else:
            texts.append(piece.text.replace("  \n", "<br>").replace("\n", " "))
    yield "<br>".join(texts).replace("|", "\\|")
    span = cell.get("colspan")
    yield from [""] * (min(int(span), WIDEST) - 1 if span.isdecimal() and int(span) else 0)
