"""In: words copied out of a page, a mail or a PDF. Out: an OldText: headings, lists and captions found by how they stand.

Headings of a pasted text have lost their size; a heading is a short line by itself without the end of a sentence, with
more text below it. What already is Markdown (#, **, underlines) is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tools.importing.captions import CAPTION, FILE_LINE
from tools.importing.html_inline import escaped, guarded
from tools.importing.old_text import OldText, Piece
from tools.importing.typography import clean

BULLETS = "•·▪◦●○■□➢✓✔❖►▶\uf0b7"
POINT = re.compile(
    rf"(?P<space>[ \t]*)(?:(?P<bullet>[{BULLETS}*–—-])(?:[ \t]+|(?<=[{BULLETS}]))|(?P<number>\d{{1,2}})[.)][ \t]+)(?P<words>\S.*)"
)
MARKED = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*$")
UNDERLINE = re.compile(r"(={3,}|-{3,})\s*$")
RULE = re.compile(r"\s*(?:[-*_=~•·.]\s*){3,}$")
SENTENCE_END = re.compile(r"[.!?…][\"')\]]*$")
MAX_HEADING_WORDS, MAX_HEADING = 12, 90
WRAPPED = (55, 100)  # lines of a mail or a PDF break within these columns


def read(text: str, key: str) -> OldText:
    """The whole text; every line of it becomes a piece."""
    old = OldText(key, source=text)
    lines = [clean(line).rstrip() for line in text.replace("\f", "\n").split("\n")]
    blocks = list(_blocks(lines))
    for place, block in enumerate(blocks):
        following = blocks[place + 1 :]
        for piece in _pieces(block, following, first=place == 0):
            before = old.pieces[-1] if old.pieces else None
            if piece.kind == "list" and before and before.kind == "list" and _goes_on(before, piece):
                before.text += "\n" + piece.text
            else:
                old.pieces.append(piece)
    return old


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Lines between empty ones. Where no line is empty, or lines are not cut at a width, each line is a block."""
    wrapped = _is_wrapped(lines)
    block: list[str] = []
    for line in [*lines, ""]:
        is_point = bool(POINT.match(line)) and bool(block) and bool(POINT.match(block[0]))
        alone = not wrapped and block and not is_point and not UNDERLINE.match(line)
        if not line.strip() or (RULE.match(line) and not UNDERLINE.match(line)) or alone:
            if block:
                yield block
            block = []
        if line.strip() and not (RULE.match(line) and not (UNDERLINE.match(line) and block)):
            block.append(line)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines that are followed by another break in the middle of a sentence, near one width."""
    followed = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(followed) < 2 or not any(not line.strip() for line in lines):
        return False
    broken = [
        line for line in followed if WRAPPED[0] <= len(line) <= WRAPPED[1] and not SENTENCE_END.search(line)
    ]
    return 2 * len(broken) >= len([line for line in followed if not POINT.match(line)])


def _pieces(block: list[str], following: list[list[str]], first: bool) -> Iterator[Piece]:
    start = block[0].strip()
    if marked := MARKED.fullmatch(start):
        yield Piece("heading", _line(marked[2].strip("*")), len(marked[1]))
        yield from _pieces(block[1:], following, False) if block[1:] else ()
    elif len(block) > 1 and UNDERLINE.match(block[1]):
        yield Piece("heading", _line(start), 1 if "=" in block[1] else 2)
        yield from _pieces(block[2:], following, False) if block[2:] else ()
    elif POINT.match(block[0]) and not _is_numbered_heading(block, following):
        yield Piece("list", _list(block))
    else:
        points = next((i for i, line in enumerate(block) if i and POINT.match(line)), 0)
        if points and len(block) - points > 1:  # "Tell us if you:" with its points right below
            yield from _pieces(block[:points], [block[points:], *following], first)
            yield from _pieces(block[points:], following, False)
            return
        words = _line(" ".join(line.strip() for line in block))
        if _is_heading(" ".join(block).strip(), len(block), following):
            yield Piece("heading", words, 3 if POINT.match(words) else 2)
        else:
            yield Piece("paragraph", guarded(words))


def _is_heading(line: str, lines: int, following: list[list[str]]) -> bool:
    """Short, by itself, begins large, no end of a sentence; and longer text or points follow."""
    if lines > 1 or len(line) > MAX_HEADING or len(line.split()) > MAX_HEADING_WORDS or not following:
        return False
    if CAPTION.fullmatch(line) or FILE_LINE.fullmatch(line):
        return False
    if (
        re.search(r"[.!,;:]$|\|", line)
        or line[:1].islower()
        or not re.search(r"[A-Za-z]{2}", line)
        or line.startswith(("(", "[", '"'))
    ):
        return False
    after = following[0]
    if POINT.match(after[0]):
        return True
    longer = len(" ".join(after)) > 1.2 * len(line) + 20 or SENTENCE_END.search(after[-1].strip()) is not None
    deeper = len(following) > 1 and len(" ".join(following[1])) > 100
    return longer or deeper


def _is_numbered_heading(block: list[str], following: list[list[str]]) -> bool:
    """ "2. Better sleep" with a paragraph of its own below it, and not the next point."""
    found = POINT.match(block[0])
    if not found or not found["number"] or len(block) > 1 or not following or POINT.match(following[0][0]):
        return False
    words = found["words"]
    return len(words.split()) <= 8 and not SENTENCE_END.search(words) and len(" ".join(following[0])) > 80


def _list(block: list[str]) -> str:
    """The points with their depth; lines that begin without a sign go on with the point above."""
    points: list[tuple[int, str, str]] = []
    for line in block:
        found = POINT.match(line)
        if found:
            space = len(found["space"].replace("\t", "    "))
            points.append((space, f"{found['number']}." if found["number"] else "-", found["words"]))
        else:
            space, sign, words = points[-1]
            points[-1] = space, sign, f"{words} {line.strip()}"
    depths = sorted({space for space, _, _ in points})
    return "\n".join(
        f"{'    ' * min(depths.index(space), 3)}{sign} {guarded(_line(words))}"
        for space, sign, words in points
    )


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Points with an empty line between them are still one list."""
    last = re.search(r"^(\d+|-)\.?", before.text.rpartition("\n")[2])
    first = re.match(r"(\d+|-)\.?", piece.text)
    if not last or not first:
        return False
    return last[1] == first[1] == "-" or (
        last[1].isdecimal() and first[1].isdecimal() and int(first[1]) == int(last[1]) + 1
    )


def _line(text: str) -> str:
    """One line of words as Markdown. Bold words and links that are written as Markdown stay so."""
    text = " ".join(text.split())
    kept = re.split(
        r"(\*\*[^*\n]+\*\*|(?<![*\w])\*[^*\s](?:[^*\n]*[^*\s])?\*(?![*\w])|\[[^\]\n]+\]\(https?://[^\s)]+\))",
        text,
    )
    return "".join(part if number % 2 else escaped(part) for number, part in enumerate(kept))
