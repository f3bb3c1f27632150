"""In: an OldText as a page showed it. Out: the same with title, day, author and topics taken from the lines that say them."""

from __future__ import annotations

import re

from tools.importing.dates import MONTH, day_in
from tools.importing.old_text import OldText, Piece
from tools.importing.plain_words import plain

SAID = rf"(?=\s*(?:on|by|in|at|:|\d|{MONTH.replace('?P<month>', '?:')}|$))"
BEGINS = re.compile(
    rf"(?:(?:medically )?reviewed by|(?:date )?(?:posted|published|written){SAID}|(?:last )?(?:updated|modified){SAID}"
    r"|date\s*:|author\s*:|by\b|(?:categor(?:y|ies)|tags|tagged(?: with)?|filed under|posted in)\s*:)",
    re.IGNORECASE,
)
CREDENTIALS = re.compile(r"(?:,\s*|\s)(?:[A-Z]\.){2,}$|,\s*[A-Z][A-Za-z]{1,4}\.?$")
BY = re.compile(
    r"\b(?:by|author)\b:?\s*(?P<who>[^|•·]*?)(?=\s+(?:on|in|at|under)\s|\s*[|•·]|\s+[-–—]\s|$)", re.IGNORECASE
)
FILED = re.compile(
    r"(?:\b(?:posted |filed )?(?:in|under)|\bcategor(?:y|ies):?)\s+(?P<what>[^|•·]+?)(?=\s*(?:[|•·]|\s[-–—]\s|tagged\b)|$)",
    re.IGNORECASE,
)
TAGGED = re.compile(r"\b(?:tagged(?: with)?|tags):?\s+(?P<what>[^|•·]+)$", re.IGNORECASE)
NO_AUTHOR = ("admin", "administrator", "webmaster", "staff", "editor", "wordpress", "")
LONGEST = 25
NEAR_TOP = 8


def take(old: OldText) -> None:
    """Take the lines out that say who wrote the text, when and about what. What is taken is listed, word for word."""
    taken = [piece for place, piece in enumerate(old.pieces) if _is_byline(piece, place, len(old.pieces))]
    for piece in taken:
        old.pieces.remove(piece)
        read(plain(piece.text), old)


def read(line: str, old: OldText) -> None:
    """What a line such as "Posted on March 3, 2023 by Admin | in Massage" says; empty parts ("Posted on By") say nothing."""
    old.leave(line, "who wrote it and when: now in the head, or asked")
    day, words = day_in(line)
    updated = re.match(r"(?i)(?:last )?(?:updated|modified|reviewed)", line)
    if updated and old.date:
        old.modified = old.modified or day
    else:
        old.date = old.date or day
    if words and not day:
        old.asked.append(
            f'The old text gives the day as "{words}". Which day was that? Add it to the head as `Date: year-month-day`.'
        )
    rest = line.replace(words, " ") if words else line
    if who := BY.search(rest):
        name = who["who"].strip(" ,:-–—")
        if not old.author and name.lower().rstrip(".") not in NO_AUTHOR:
            old.author = name
    for pattern in (FILED, TAGGED):
        if what := pattern.search(rest):
            old.filed_under += [part.strip() for part in what["what"].split(",") if part.strip()]


def _is_byline(piece: Piece, place: int, count: int) -> bool:
    if piece.kind not in ("paragraph", "heading") or (NEAR_TOP < place < count - NEAR_TOP):
        return False
    text = " ".join(plain(piece.text).split())
    words = text.split()
    if not words or len(words) > LONGEST:
        return False
    day, said = day_in(text)
    if said and len(words) <= len(said.split()) + 1 and (day or place < NEAR_TOP):
        return True
    if said and re.search(r"(?i)\bby\s", text) and re.search(r"[|•·]", text):
        return True
    if not BEGINS.match(text):
        return False
    if words[0].lower() == "by":  # "By Ann Lee, D.C." but not "By Friday you can walk again."
        named = all(word[:1].isupper() for word in words[1:3])
        return (
            len(words) <= 8
            and named
            and (bool(CREDENTIALS.search(text)) or not text.endswith((".", "?", "!", ":")))
        )
    return bool(said) or not text.endswith((".", "?", "!"))


def title(old: OldText) -> None:
    """The first heading, else the first short line; where the title is known, its copy at the top goes."""
    for place, piece in enumerate(old.pieces[:NEAR_TOP]):
        words = " ".join(plain(piece.text).split())
        if piece.kind == "heading" or (
            piece.kind == "paragraph" and len(words) <= 120 and not words.endswith((".", ","))
        ):
            if not old.title or words.casefold() == old.title.casefold():
                old.title = old.title or words
                del old.pieces[place]
            return
        if piece.kind not in ("picture", "comment"):
            return
