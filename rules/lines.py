"""In: the source lines of a Markdown text. Out: what begins a block, and which lines belong to one container."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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
BLOCK_TAG = re.compile(
    r" {0,3}</?(?:table|t[hbf]\w+|t[rdh]|div|p|[uo]l|li|d[ltd]|details|summary|section|h[1-6]|br|hr)\b", re.I
)
STARTS = ("<", "#", "!", ">", "`", "~", "[", "*", "-", "+", "1", "|", ":", " ")


class Line(NamedTuple):
    """text: what is left of a source line inside its container. number and column: of its first letter, in the file."""

    number: int
    column: int
    text: str


def paragraph_end(lines: Sequence[Line], at: int) -> int:
    for number in range(at + 1, len(lines)):
        text = lines[number].text
        if not text or text.isspace():
            return number
        if text[0] in STARTS or text[0] == "=":
            starts = (CARD, FENCE, QUOTE, FOOTNOTE, REFERENCE, BULLET, DEFINITION, HEADING, BLOCK_TAG)
            if any(pattern.match(text) for pattern in starts):
                return number
            if UNDERLINE.match(text) and number == at + 1:
                return number
    return len(lines)


def cut(line: Line, start: int, stop: int | None = None) -> Line:
    return Line(line.number, line.column + start, line.text[start:stop])


def _dedent(line: Line, most: int = 4) -> Line:
    spaces = len(line.text) - len(line.text.lstrip(" "))
    return cut(line, min(spaces, most))


def indented(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """The lines that stand four spaces in, without these spaces, and where they end."""
    inner: list[Line] = []
    while at < len(lines) and (lines[at].text.startswith("    ") or not lines[at].text.strip()):
        inner.append(_dedent(lines[at]))
        at += 1
    return inner, at


def contained(
    lines: Sequence[Line], at: int, offset: int, sibling: re.Pattern[str]
) -> tuple[list[Line], int]:
    """What belongs to an item, a definition or a footnote: its line, wrapped lines, and what is indented after a gap."""
    inner = [cut(lines[at], offset)]
    least = 2 if sibling is ITEM else 4
    gap = False
    for number in range(at + 1, len(lines)):
        line = lines[number]
        text = line.text
        if not text or text.isspace():
            gap = True
        elif text.startswith(" " * least):
            gap = False
        elif gap or sibling.match(text) or (text[0] in STARTS and paragraph_end((inner[0], line), 0) == 1):
            return inner, number
        inner.append(_dedent(line))
    return inner, len(lines)


def quoted(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    inner: list[Line] = []
    while at < len(lines) and lines[at].text.strip():
        found = QUOTE.match(lines[at].text)
        inner.append(cut(lines[at], found.end() if found else 0))
        at += 1
    return inner, at


def cells(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """The cells of a table, and where it ends."""
    inner: list[Line] = []
    first = at
    while at < len(lines) and "|" in lines[at].text:
        for found in CELL.finditer(lines[at].text) if at != first + 1 else ():
            if words := found[0].strip():
                start = found.start() + found[0].index(words)
                inner.append(cut(lines[at], start, start + len(words)))
        at += 1
    return inner, at
