"""In: the lines of a pasted text. Out: the same as groups of whole lines: those that a mail or a PDF cut are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tools.importing.captions import CAPTION

BULLETS = "•·▪◦●○■□➢✓✔❖►▶\uf0b7"
SIGN = rf"(?P<bullet>[{BULLETS}*–—-]|o(?= +\S))(?:[ \t]+|(?<=[{BULLETS}]))|(?P<number>\d{{1,2}})[.)][ \t]+"
POINT = re.compile(rf"(?P<space>[ \t]*)(?:{SIGN})(?P<words>\S.*)")
MARKED = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*$")
UNDERLINE = re.compile(r"(={3,}|-{3,})\s*$")
RULE = re.compile(r"\s*(?:[-*_=~•·.]\s*){3,}$")
SENTENCE_END = re.compile(r"[.!?…:][\"')\]]*$")
WIDEST = 110  # no mail and no PDF has longer lines; a text whose lines are paragraphs has
SHORT = 30
FULL = 0.72  # of the width: the next word would not have fitted


def groups(lines: Sequence[str]) -> list[list[str]]:
    """Lines between empty ones, each group with its cut lines joined. Lines of stars or dashes part groups."""
    width = _width(lines)
    found: list[list[str]] = [[]]
    for line in lines:
        is_rule = RULE.match(line) and not (UNDERLINE.match(line) and found[-1])
        if not line.strip() or is_rule:
            found.append([])
        else:
            found[-1].append(line)
    return [list(_joined(group, width)) for group in found if group]


def _width(lines: Sequence[str]) -> int:
    """Where the lines were cut; 0 when they are whole: then few go on with a small letter."""
    longest = max(map(len, lines), default=0)
    if not 40 <= longest <= WIDEST:
        return 0
    cut = [line for line, after in pairwise(lines) if len(line) >= 0.6 * longest and _goes_on(line, after)]
    return longest if len(cut) >= 2 else 0


def _goes_on(line: str, after: str) -> bool:
    """A long line without an end, and small letters below it; "by Ann Lee" below a title does not go on with it."""
    return (
        len(line) > SHORT
        and after.strip()[:1].islower()
        and not POINT.match(after)
        and not SENTENCE_END.search(line)
    )


def _joined(group: Sequence[str], width: int) -> Iterator[str]:
    whole, last = group[0], group[0]
    for line in group[1:]:
        begins = (
            POINT.match(line)
            or CAPTION.match(line.strip())
            or MARKED.match(line)
            or UNDERLINE.match(line)
            or UNDERLINE.match(last)
        )
        indented = POINT.match(whole) and line[:1] in " \t"
        full = width and len(last) >= FULL * width and not last.isupper()
        if not begins and (indented or full or _goes_on(last, line)):
            whole = f"{whole} {line.strip()}"
        else:
            yield whole
            whole = line
        last = line
    yield whole
