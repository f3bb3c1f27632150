"""In: the lines of a Markdown body as Python-Markdown reads them, cards and definition lists included.

Out: Pieces, one for each paragraph, item, heading, cell, term, definition, quote, caption, proof line and footnote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """text: what is left of a source line inside its container. number and column: of its first letter, in the file."""

    number: int
    column: int
    text: str


@dataclass(eq=False)
class Piece:
    """label: of a footnote. lead: what introduces it, for an item or a definition."""

    kind: str
    card: str
    lines: Sequence[Line]
    level: int = 0
    label: str = ""
    lead: Piece | None = None


CODE = re.compile(r" {4}")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CARD = re.compile(r'!!! ?([\w-]+(?: +[\w-]+)*)(?: +"(.*?)")? *$')
HEADING = re.compile(r"(#{1,6})[ \t]*([^#].*?)[ \t]*#*[ \t]*$")
UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
BULLET = re.compile(
    r" {0,3}(?:[-*+]|1[.)])[ \t]+(?=\S)"
)  # a wrapped line may begin with another number, and a dot
QUOTE = re.compile(r" {0,3}> ?")
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]]+)\]:[ \t]*")
REFERENCE = re.compile(r" {0,3}(?:\[[^\]^][^\]]*\]:\s*\S|\*\[[^\]]+\]:)")
DEFINITION = re.compile(r" {0,3}:[ \t]{1,3}(?=\S)")
DIVIDER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
CELL = re.compile(r"(?:[^|\\`]|\\.|`[^`]*`|`)+")
PICTURE = re.compile(r"!\[([^\]]*)\](?:\(([^()]|\([^()]*\))*\)|\[[^\]]*\])[ \t]*$")
HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
STARTS = ("#", "!", ">", "`", "~", "[", "*", "-", "+", "1", "|", ":", " ")


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

    def __init__(self, lines: Sequence[Line], card: str, kind: str, lead: Piece | None = None):
        self.lines, self.card, self.kind, self.lead = lines, card, kind, lead
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
        inner, self.at = _indented(self.lines, self.at + 1)
        if found[2]:
            yield Piece("caption", found[1], [_cut(title, found.start(2), found.end(2))])
        yield from _Container(inner, found[1], self.kind).pieces()
        self.before = None

    def _heading(self, found: re.Match[str]) -> Iterator[Piece]:
        line = _cut(self.lines[self.at], found.start(2), found.end(2))
        self.at, self.before = self.at + 1, None
        yield Piece("heading", self.card, [line], len(found[1]))

    def _footnote(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = _contained(self.lines, self.at, found.end(), FOOTNOTE)
        yield Piece("footnote", self.card, [line for line in inner if line.text.strip()], label=found[1])

    def _quote(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = _quoted(self.lines, self.at)
        yield from _Container(inner, self.card, "quote").pieces()
        self.before = None

    def _item(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = _contained(self.lines, self.at, found.end(), ITEM)
        kind = self.kind if self.kind == "quote" else "item"
        yield from _Container(inner, self.card, kind, self.before).pieces()

    def _definition(self, found: re.Match[str]) -> Iterator[Piece]:
        inner, self.at = _contained(self.lines, self.at, found.end(), DEFINITION)
        kind = "proof" if inner[0].text.startswith("Proof:") else "definition"
        yield from _Container(inner, self.card, kind, self.before).pieces()

    def _picture(self, found: re.Match[str]) -> Iterator[Piece]:
        if found[1].strip():
            yield Piece("caption", self.card, [_cut(self.lines[self.at], found.start(1), found.end(1))])
        self.at += 1

    def _is_table(self) -> bool:
        following = self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""
        return "|" in following and DIVIDER.match(following) is not None

    def _table(self) -> Iterator[Piece]:
        cells, self.at = _table(self.lines, self.at)
        self.before = None
        return (Piece("cell", self.card, [cell]) for cell in cells)

    def _paragraph(self) -> Iterator[Piece]:
        start, stop = self.at, _paragraph_end(self.lines, self.at)
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


def _paragraph_end(lines: Sequence[Line], at: int) -> int:
    for number in range(at + 1, len(lines)):
        text = lines[number].text
        if not text or text.isspace():
            return number
        if text[0] in STARTS or text[0] == "=":
            starts = (CARD, FENCE, QUOTE, FOOTNOTE, REFERENCE, BULLET, DEFINITION, HEADING)
            if any(pattern.match(text) for pattern in starts):
                return number
            if UNDERLINE.match(text) and number == at + 1:
                return number
    return len(lines)


def _cut(line: Line, start: int, stop: int | None = None) -> Line:
    return Line(line.number, line.column + start, line.text[start:stop])


def _dedent(line: Line, most: int = 4) -> Line:
    spaces = len(line.text) - len(line.text.lstrip(" "))
    return _cut(line, min(spaces, most))


def _indented(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """The lines that stand four spaces in, without these spaces, and where they end."""
    inner: list[Line] = []
    while at < len(lines) and (lines[at].text.startswith("    ") or not lines[at].text.strip()):
        inner.append(_dedent(lines[at]))
        at += 1
    return inner, at


def _contained(
    lines: Sequence[Line], at: int, offset: int, sibling: re.Pattern[str]
) -> tuple[list[Line], int]:
    """What belongs to an item, a definition or a footnote: its line, wrapped lines, and what is indented after a gap."""
    inner = [_cut(lines[at], offset)]
    least = 2 if sibling is ITEM else 4
    gap = False
    for number in range(at + 1, len(lines)):
        line = lines[number]
        text = line.text
        if not text or text.isspace():
            gap = True
        elif text.startswith(" " * least):
            gap = False
        elif gap or sibling.match(text) or (text[0] in STARTS and _paragraph_end((inner[0], line), 0) == 1):
            return inner, number
        inner.append(_dedent(line))
    return inner, len(lines)


def _quoted(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    inner: list[Line] = []
    while at < len(lines) and lines[at].text.strip():
        found = QUOTE.match(lines[at].text)
        inner.append(_cut(lines[at], found.end() if found else 0))
        at += 1
    return inner, at


def _table(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    cells: list[Line] = []
    first = at
    while at < len(lines) and "|" in lines[at].text:
        if at != first + 1:
            for found in CELL.finditer(lines[at].text):
                words = found[0].strip()
                if words:
                    start = found.start() + found[0].index(words)
                    cells.append(_cut(lines[at], start, start + len(words)))
        at += 1
    return cells, at
