"""In: the lines of a Markdown body as Python-Markdown reads them, cards and definition lists included.

Out: Pieces, one for each paragraph, item, heading, cell, term, definition, quote, caption, proof line and footnote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rules.lines import (
    CARD,
    CODE,
    DEFINITION,
    DIVIDER,
    FENCE,
    FOOTNOTE,
    HEADING,
    HIDDEN,
    ITEM,
    PICTURE,
    QUOTE,
    REFERENCE,
    RULE,
    UNDERLINE,
    Line,
    cells,
    contained,
    cut,
    indented,
    paragraph_end,
    quoted,
)

DEEPEST = 12  # containers in one another


@dataclass(eq=False)
class Piece:
    """label: of a footnote. lead: what introduces it, for an item or a definition."""

    kind: str
    card: str
    lines: Sequence[Line]
    level: int = 0
    label: str = ""
    lead: Piece | None = None


def pieces(body: str, first: int) -> Iterator[Piece]:
    """first: the line of the file that the body begins on."""
    if "<" in body:
        body = HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)
    lines = [
        Line(number, 1, text.expandtabs(4) if "\t" in text else text)
        for number, text in enumerate(body.split("\n"), first)
    ]
    return _Container(lines, "", "paragraph").pieces()


class _Container:
    """The lines of a text, a card, an item, a quote or a definition. at: the line in hand.

    before: the paragraph that a list after it belongs to. lead: what introduces the first paragraph in here.
    """

    def __init__(
        self, lines: Sequence[Line], card: str, kind: str, lead: Piece | None = None, depth: int = 0
    ):
        self.lines, self.card, self.kind, self.lead, self.depth = lines, card, kind, lead, depth
        self.at = 0
        self.before: Piece | None = None

    def pieces(self) -> Iterator[Piece]:
        while self.at < len(self.lines):
            text = self.lines[self.at].text
            if not text or text.isspace():
                self.at += 1
            elif "|" in text and self._is_table():
                yield from self._table()
            elif text[0].isalpha():
                yield from self._paragraph()
            else:
                yield from self._marked(text)

    def _inside(
        self, lines: Sequence[Line], card: str, kind: str, lead: Piece | None = None
    ) -> Iterator[Piece]:
        """What stands in a container; deeper than anyone writes, it is left out."""
        if self.depth < DEEPEST:
            yield from _Container(lines, card, kind, lead, self.depth + 1).pieces()

    def _marked(self, text: str) -> Iterator[Piece]:
        for pattern, read in READERS:
            if found := pattern.match(text):
                return read(self, found)
        return self._paragraph()

    def _skip(self, found: re.Match[str]) -> Iterator[Piece]:
        self.at += 1
        return iter(())

    def _code(self, found: re.Match[str]) -> Iterator[Piece]:
        self.at += 1
        while self.at < len(self.lines) and not self.lines[self.at].text.strip().startswith(found[1]):
            self.at += 1
        self.at += 1
        return iter(())

    def _card(self, found: re.Match[str]) -> Iterator[Piece]:
        title = self.lines[self.at]
        inner, self.at = indented(self.lines, self.at + 1)
        if found[2]:
            yield Piece("caption", found[1], [cut(title, found.start(2), found.end(2))])
        yield from self._inside(inner, found[1], self.kind)
        self.before = None

    def _heading(self, found: re.Match[str]) -> Iterator[Piece]:
        line = cut(self.lines[self.at], found.start(2), found.end(2))
        self.at, self.before = self.at + 1, None
        yield Piece("heading", self.card, [line], len(found[1]))

    def _footnote(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = contained(self.lines, self.at, found.end(), FOOTNOTE)
        yield Piece("footnote", self.card, [line for line in inner if line.text.strip()], label=found[1])

    def _quote(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = quoted(self.lines, self.at)
        yield from self._inside(inner, self.card, "quote")
        self.before = None

    def _item(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = contained(self.lines, self.at, found.end(), ITEM)
        kind = self.kind if self.kind == "quote" else "item"
        yield from self._inside(inner, self.card, kind, self.before)

    def _definition(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = contained(self.lines, self.at, found.end(), DEFINITION)
        kind = "proof" if inner[0].text.startswith("Proof:") else "definition"
        yield from self._inside(inner, self.card, kind, self.before)

    def _picture(self, found: re.Match[str]) -> Iterator[Piece]:
        if found[1].strip():
            yield Piece("caption", self.card, [cut(self.lines[self.at], found.start(1), found.end(1))])
        self.at += 1

    def _is_table(self) -> bool:
        following = self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""
        return "|" in following and DIVIDER.match(following) is not None

    def _table(self) -> Iterator[Piece]:
        found, self.at = cells(self.lines, self.at)
        self.before = None
        return (Piece("cell", self.card, [cell]) for cell in found)

    def _paragraph(self) -> Iterator[Piece]:
        start, stop = self.at, paragraph_end(self.lines, self.at)
        own = self.lines[start:stop]
        following = next((line.text for line in self.lines[stop : stop + 2] if line.text.strip()), "")
        self.at = stop
        if stop < len(self.lines) and (under := UNDERLINE.match(self.lines[stop].text)):
            self.at, self.before = stop + 1, None
            yield Piece("heading", self.card, own, 1 if under[1][0] == "=" else 2)
        elif DEFINITION.match(following):
            terms = [Piece("term", self.card, [line]) for line in own]
            self.before = terms[-1]
            yield from terms
        else:
            self.before = Piece(self.kind, self.card, own, lead=self.lead)
            if self.kind not in ("definition", "proof"):
                self.lead = None
            yield self.before


Reader = Callable[[_Container, re.Match[str]], Iterator[Piece]]
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (CODE, _Container._skip),
    (RULE, _Container._skip),
    (REFERENCE, _Container._skip),
    (FENCE, _Container._code),
    (CARD, _Container._card),
    (HEADING, _Container._heading),
    (FOOTNOTE, _Container._footnote),
    (QUOTE, _Container._quote),
    (ITEM, _Container._item),
    (DEFINITION, _Container._definition),
    (PICTURE, _Container._picture),
)
