"""In: the lines of a Markdown body as Python-Markdown reads them, cards and definition lists included.

Out: Pieces, one for each paragraph, item, heading, cell, term, definition, quote, caption, proof line and footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
PROOF = re.compile(r"Proof:")
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
    return _scan(lines, "", "paragraph", None)


def _scan(lines: Sequence[Line], card: str, kind: str, lead: Piece | None) -> Iterator[Piece]:
    at, end = 0, len(lines)
    before: Piece | None = None  # the paragraph that a list after it belongs to
    while at < end:
        line = lines[at]
        text = line.text
        if not text or text.isspace() or RULE.match(text) or REFERENCE.match(text):
            at += 1
        elif found := FENCE.match(text):
            at = _after_fence(lines, at, found[1])
        elif text.startswith("    "):
            at += 1  # code
        elif found := CARD.match(text):
            inner, at = _indented(lines, at + 1)
            if found[2]:
                yield Piece("caption", found[1], [_cut(line, found.start(2), found.end(2))])
            yield from _scan(inner, found[1], kind, None)
            before = None
        elif found := HEADING.match(text):
            yield Piece("heading", card, [_cut(line, found.start(2), found.end(2))], len(found[1]))
            at, before = at + 1, None
        elif found := FOOTNOTE.match(text):
            inner, at = _contained(lines, at, found.end(), FOOTNOTE)
            yield Piece("footnote", card, [each for each in inner if each.text.strip()], label=found[1])
        elif found := QUOTE.match(text):
            inner, at = _quoted(lines, at)
            yield from _scan(inner, card, "quote", None)
            before = None
        elif found := ITEM.match(text):
            inner, at = _contained(lines, at, found.end(), ITEM)
            yield from _scan(inner, card, kind if kind == "quote" else "item", before)
        elif found := DEFINITION.match(text):
            inner, at = _contained(lines, at, found.end(), DEFINITION)
            yield from _scan(inner, card, "proof" if PROOF.match(inner[0].text) else "definition", before)
        elif "|" in text and at + 1 < end and "|" in lines[at + 1].text and DIVIDER.match(lines[at + 1].text):
            cells, at = _table(lines, at)
            yield from (Piece("cell", card, [cell]) for cell in cells)
            before = None
        elif found := PICTURE.match(text):
            if found[1].strip():
                yield Piece("caption", card, [_cut(line, found.start(1), found.end(1))])
            at += 1
        else:
            stop = _paragraph_end(lines, at)
            if stop < end and UNDERLINE.match(lines[stop].text):
                yield Piece("heading", card, lines[at:stop], 1 if "=" in lines[stop].text else 2)
                at, before = stop + 1, None
                continue
            following = next((each.text for each in lines[stop : stop + 2] if each.text.strip()), "")
            if DEFINITION.match(following):
                terms = [Piece("term", card, [each]) for each in lines[at:stop]]
                yield from terms
                at, before = stop, terms[-1]
                continue
            before = Piece(kind, card, lines[at:stop], lead=lead)
            lead = lead if kind == "definition" else None
            yield before
            at = stop


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


def _after_fence(lines: Sequence[Line], at: int, fence: str) -> int:
    for number in range(at + 1, len(lines)):
        if lines[number].text.strip().startswith(fence):
            return number + 1
    return len(lines)
