"""In: words copied out of a page, a mail or a PDF. Out: an OldText: headings, lists and captions found by how they stand.

Headings of a pasted text have lost their size; a heading is a short line by itself without the end of a sentence, with
more text below it. What already is Markdown (#, **, underlines) is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tools.importing.captions import CAPTION, FILE_LINE
from tools.importing.html_inline import escaped, guarded
from tools.importing.lines import MARKED, POINT, SENTENCE_END, UNDERLINE, groups
from tools.importing.old_text import OldText, Piece
from tools.importing.typography import clean

MAX_HEADING_WORDS, MAX_HEADING = 12, 90
SHORT_LINE = 60  # lines that are parted on purpose, as in an address or a list of prices
LOOSE = 6  # lines a group: above that empty lines do not part paragraphs
KEPT = re.compile(
    r"(?P<mark>\*\*|(?<![*\w])\*)(?P<inside>[^*\s](?:[^*\n]*[^*\s])?)(?P=mark)(?![*\w])"
    r"|\[(?P<words>[^\]\n]+)\]\((?P<address>https?://[^\s()<>]+)\)"
)


def read(text: str, key: str) -> OldText:
    """The whole text; every line of it becomes a piece, or a part of one."""
    old = OldText(key, source=re.sub(r"(?m)^[ \t]*o(?= +\S)", "", text))  # a round bullet, as Word pastes it
    lines = [clean(line).rstrip() for line in text.replace("\f", "\n\n").split("\n")]
    found = groups(lines)
    is_loose = sum(map(len, found)) > LOOSE * len(found)
    for place, group in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else []
        for piece in _pieces(group, following, is_loose):
            before = old.pieces[-1] if old.pieces else None
            if piece.kind == "list" and before and before.kind == "list" and _goes_on(before, piece):
                before.text += "\n" + piece.text
            else:
                old.pieces.append(piece)
    return old


def join_short_lines(old: OldText) -> None:
    """Lines right below each other stay one paragraph, once navigation and sales are gone."""
    pieces: list[Piece] = []
    for piece in old.pieces:
        if piece.below and pieces and pieces[-1].kind == piece.kind == "paragraph":
            pieces[-1].text += "  \n" + piece.text
        else:
            pieces.append(piece)
    old.pieces[:] = pieces


def _pieces(group: Sequence[str], following: Sequence[str], is_loose: bool) -> Iterator[Piece]:
    place, was_short = 0, False
    while place < len(group):
        line, after = group[place].strip(), group[place + 1 :]
        is_first = place == 0 or is_loose
        place += 1
        if marked := MARKED.fullmatch(line):
            yield Piece("heading", _line(marked[2].replace("**", "")), len(marked[1]))
        elif after and UNDERLINE.match(after[0]):
            yield Piece("heading", _line(line), 1 if "=" in after[0] else 2)
            place += 1
        elif POINT.match(group[place - 1]) and not _is_numbered_heading(line, after, following):
            points = [group[place - 1]]
            while place < len(group) and POINT.match(group[place]) and _same_list(points[0], group[place]):
                points.append(group[place])
                place += 1
            yield Piece("list", _list(points))
        elif is_first and _is_heading(line, after, following, is_loose):
            yield Piece("heading", _line(line.replace("**", "")), 3 if POINT.match(line) else 2)
        else:
            is_short = len(line) <= SHORT_LINE and not is_loose
            yield Piece("paragraph", guarded(_line(line)), below=is_short and was_short)
            was_short = is_short
            continue
        was_short = False


def _is_heading(line: str, after: Sequence[str], following: Sequence[str], is_loose: bool) -> bool:
    """Short, begins large, no end of a sentence; and longer text or points follow."""
    below = after[:1] if is_loose and after else after or following
    if len(line) > MAX_HEADING or len(line.split()) > MAX_HEADING_WORDS or not below:
        return False
    if CAPTION.fullmatch(line) or FILE_LINE.fullmatch(line) or re.search(r"[.!,;:]$|\||:\s*\S*\d", line):
        return False
    if line[:1].islower() or line.startswith(("(", "[", '"')) or not re.search(r"[A-Za-z]{2}", line):
        return False
    if POINT.match(below[0]):
        return True
    return len(" ".join(below)) > 1.2 * len(line) + 20 or bool(SENTENCE_END.search(below[-1].strip()))


def _is_numbered_heading(line: str, after: Sequence[str], following: Sequence[str]) -> bool:
    """ "2. Better sleep" with a paragraph of its own below it, and not the next point."""
    found, below = POINT.match(line), after or following
    if not found or not found["number"] or not below or POINT.match(below[0]):
        return False
    words = found["words"]
    return len(words.split()) <= 8 and not SENTENCE_END.search(words) and len(" ".join(below)) > 80


def _list(points: Sequence[str]) -> str:
    """The points with their depth: how far they stand in; a point with "o" is a part of the one with a dot above."""
    read = [found for line in points if (found := POINT.match(line))]
    spaces = [_depth(found) for found in read]
    depths = sorted(set(spaces))
    written: list[str] = []
    depth = -1
    for space, found in zip(spaces, read, strict=True):
        depth = min(depths.index(space), depth + 1)
        sign = f"{found['number']}." if found["number"] else "-"
        written.append(f"{'    ' * depth}{sign} {guarded(_line(found['words']))}")
    return "\n".join(written)


def _depth(found: re.Match[str]) -> int:
    return len(found["space"].replace("\t", "    ")) + (1 if found["bullet"] == "o" else 0)


def _same_list(first: str, line: str) -> bool:
    """Numbers below dots that stand as far in as these begin another list."""
    a, b = POINT.match(first), POINT.match(line)
    if not a or not b:
        return False
    return _depth(b) != _depth(a) or bool(a["number"]) == bool(b["number"])


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Points with an empty line between them are still one list."""
    last = re.search(r"^(\d+|-)\.?", before.text.rpartition("\n")[2])
    first = re.match(r"(\d+|-)\.?", piece.text)
    if not last or not first:
        return False
    both = last[1].isdecimal() and first[1].isdecimal()
    return last[1] == first[1] == "-" or (both and int(first[1]) == int(last[1]) + 1)


def _line(text: str) -> str:
    """One line of words as Markdown. Bold words and links that are written as Markdown stay so."""
    text, written, last = " ".join(text.split()), [], 0
    for found in KEPT.finditer(text):
        written.append(escaped(text[last : found.start()]))
        if mark := found["mark"]:
            written.append(f"{mark}{escaped(found['inside'])}{mark}")
        else:
            written.append(f"[{escaped(found['words'])}]({found['address']})")
        last = found.end()
    return "".join([*written, escaped(text[last:])])
