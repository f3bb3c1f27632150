"""In: an OldText. Out: the same with the lines that stood below pictures at their pictures, and bold lines as headings."""

from __future__ import annotations

import re

from tools.importing.old_text import OldText, Picture, Piece
from tools.importing.plain_words import plain

CAPTION = re.compile(
    r"[\[(]?\s*(?:photo|image|picture|caption|illustration|figure|fig\.?|graphic|alt text)\b(?:\s*\d+)?"
    r"(?:\s+(?:credit|courtesy(?: of)?|caption|by|source))?\s*(?:[:.–—-]\s+|:\s*|\bby\s+|\bof\s+)(?P<words>.{2,250}?)[\])]?",
    re.IGNORECASE | re.DOTALL,
)
SLANTED_LINE = re.compile(r"\*(?!\*)[^*\n]{3,200}\*")
BOLD_LINE = re.compile(r"\*\*([^*\n]{2,100})\*\*:?")
FILE_LINE = re.compile(r"[\[(]?[\w -]+\.(?:jpe?g|png|gif|webp|heic)[\])]?", re.IGNORECASE)


def settle(old: OldText) -> None:
    pieces: list[Piece] = []
    for piece in old.pieces:
        before = pieces[-1].picture if pieces else None
        caption = _caption(piece, before)
        if not caption:
            pieces.append(_heading(piece))
        elif before and not before.caption:
            before.caption = caption
        else:
            pieces.append(Piece("picture", picture=Picture("", caption=caption)))
    old.pieces[:] = pieces


def _caption(piece: Piece, before: Picture | None) -> str:
    """The words of a caption, whole; "" when the piece is none."""
    words = " ".join(plain(piece.text).split())
    if piece.kind != "paragraph" or len(words.split()) > 45:
        return ""
    if FILE_LINE.fullmatch(words) or (
        CAPTION.fullmatch(words) and not re.match(r"(?i)picture (?:this|your)", words)
    ):
        return words
    return words if before and SLANTED_LINE.fullmatch(piece.text) else ""


def _heading(piece: Piece) -> Piece:
    """A bold line by itself was meant as a heading."""
    found = BOLD_LINE.fullmatch(piece.text.strip()) if piece.kind == "paragraph" else None
    if found and not found[1].rstrip().endswith((".", ",", ";", "!")) and len(found[1].split()) <= 12:
        return Piece("heading", found[1].strip().rstrip(":"), 3)
    return piece
