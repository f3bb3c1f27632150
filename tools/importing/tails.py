"""In: an OldText. Out: the same without what a page has around its text: navigation, sharing, sales; each is listed."""

from __future__ import annotations

import re

from rules.sentences import spans
from tools.importing.old_text import OldText, Piece
from tools.importing.patterns import pattern
from tools.importing.plain_words import plain, with_addresses

NAVIGATION, MENU, AFTER, SALES, CONTACT = (
    pattern("around.toml", key) for key in ("navigation", "menu", "after", "sales", "contact")
)
CARE = re.compile(
    r"\b(?:911|988|emergency|urgent|doctor|physician|hospital|poison)\b", re.IGNORECASE
)  # never a sale
SEPARATED = re.compile(r"\s*(?:>|»|›|\||·|•|/|→)\s*")
OURS = "the clinic's address and phone: they stand on every page by themselves"
SHORT, LONG_SALE = 20, 70


def below(old: OldText) -> None:
    """Drop what stands below the text; within it only lines that are navigation anywhere."""
    _after_marker(old)
    for piece in [each for each in old.pieces if each.kind != "heading" and _is_navigation(each)]:
        old.pieces.remove(piece)
        old.leave(with_addresses(piece.text), "navigation")
    _bottom(old)


def above(old: OldText) -> None:
    """The lines above the title: short, and most of them navigation."""
    first = next(
        (i for i, piece in enumerate(old.pieces) if len(_words(piece).split()) > SHORT), len(old.pieces)
    )
    last = -1
    for place, piece in enumerate(old.pieces[:first]):
        if _is_around(piece):
            last = place
        elif place > last + 1:
            break
    gone = [piece for piece in old.pieces[: last + 1] if _is_around(piece)]
    for piece in gone:
        old.pieces.remove(piece)
        old.leave(with_addresses(piece.text), "navigation")


def _after_marker(old: OldText) -> None:
    """From "Related posts" or "Leave a reply" on, when nothing but short lines follows."""
    for place, piece in enumerate(old.pieces):
        rest = old.pieces[place:]
        if (
            place > 0
            and AFTER.fullmatch(_words(piece).rstrip(" :"))
            and all(_is_aside(each) for each in rest)
        ):
            for each in rest:
                old.leave(with_addresses(each.text), "navigation")
            del old.pieces[place:]
            return


def _bottom(old: OldText) -> None:
    """From the end upwards, until a piece is neither navigation nor an address nor sales."""
    why = ""
    while old.pieces:
        piece = old.pieces[-1]
        if piece.kind == "paragraph" and not _is_contact(piece, why) and _sells(_words(piece)):
            _trim(piece, old)
            if piece.text:
                return
            why = "sales"
        else:
            why = _reason(piece, why)
            if not why:
                return
            old.leave(with_addresses(piece.text), why)
        old.pieces.pop()


def _reason(piece: Piece, below: str) -> str:
    """Why a whole piece at the end goes; "" when it stays. below: why the one after it went."""
    words = _words(piece)
    if _is_navigation(piece) or _is_around(piece):
        return "navigation"
    if _is_contact(piece, below):
        return OURS
    if piece.kind == "heading" and (below or _sells(words)):
        return "the heading of what was left out below it"
    return ""


def _is_contact(piece: Piece, below: str) -> bool:
    """A line of an address; right above one, the name of whoever lives there."""
    words = _words(piece)
    if piece.kind not in ("paragraph", "list", "quote") or len(words.split()) > SHORT:
        return False
    is_name = below == OURS and len(words.split()) <= 6 and not words.endswith((".", "!", "?", ":"))
    return bool(is_name or (CONTACT.match(words) and not _sells(words)))


def _trim(piece: Piece, old: OldText) -> None:
    """Take the sentences of sales off the end of a paragraph; all that stands before them stays."""
    text = piece.text
    starts = [start for start, end in spans(text) if _sells(plain(text[start:end]))]
    sentences = list(spans(text))
    cut = len(text)
    for start, end in reversed(sentences):
        if start not in starts or len(plain(text[start:end]).split()) > LONG_SALE:
            break
        cut = start
    if cut == len(text) or text[cut:].count("**") % 2 or text[cut:].count("[") != text[cut:].count("]"):
        return
    old.leave(with_addresses(text[cut:]), "sales")
    piece.text = text[:cut].rstrip()


def _sells(words: str) -> bool:
    return bool(SALES.search(words)) and not CARE.search(words)


def _words(piece: Piece) -> str:
    return " ".join(plain(piece.text).split())


def _is_navigation(piece: Piece) -> bool:
    return piece.kind in ("paragraph", "heading", "list") and bool(NAVIGATION.fullmatch(_words(piece)))


def _is_around(piece: Piece) -> bool:
    """Navigation by its place: a menu, a path such as Home > Blog, or a list of both."""
    words = _words(piece)
    if piece.kind == "list":
        lines = [plain(line).strip() for line in piece.text.split("\n")]
        return all(MENU.fullmatch(line) or NAVIGATION.fullmatch(line) for line in lines)
    if piece.kind not in ("paragraph", "heading") or len(words.split()) > SHORT:
        return False
    parts = SEPARATED.split(words)
    is_path = (
        len(parts) > 1 and all(len(part.split()) <= 8 for part in parts) and bool(MENU.fullmatch(parts[0]))
    )
    is_menu = len(words.split()) > 1 and all(MENU.fullmatch(part) for part in parts)
    return bool(MENU.fullmatch(words) or NAVIGATION.fullmatch(words) or is_path or is_menu)


def _is_aside(piece: Piece) -> bool:
    longest = max((len(plain(line).split()) for line in piece.text.split("\n")), default=0)
    return piece.kind in ("paragraph", "heading", "list", "picture") and longest <= SHORT
