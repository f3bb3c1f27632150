"""In: an OldText whose pieces are settled. Out: its draft in Markdown: a head, the text, notes for questions and losses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rules.clinic import Clinic
from rules.facts import NUMBER
from tools.importing import questions
from tools.importing.old_text import OldText, Piece
from tools.importing.pictures import Album

ASKED_OF = ("paragraph", "list", "table", "quote")
INTRODUCTION = """\
This draft came from {source}. Its words are the old ones; nothing was added.
QUESTION: for the clinician. Put the answer into the text, with its source, or take the words out; then delete the note.
PICTURE: something is missing at this place. LEFT OUT, at the end: what is no longer in the text, word for word.
The site shows this draft to nobody else until the line `Status: draft` is gone. `python3 tasks.py check` says what is to mend."""


@dataclass
class Draft:
    """text is the whole file. The rest counts what people are told."""

    text: str = ""
    headings: int = 0
    pictures: int = 0
    missing_pictures: int = 0
    questions: int = 0
    notes: list[str] = field(default_factory=list)


def written(old: OldText, name: str, source: str, clinic: Clinic, album: Album) -> Draft:
    """name: the path of the draft inside content/, from which its links start."""
    draft = Draft()
    topic = _topic(old, clinic)
    author = clinic.person(old.author) if old.author else None
    head = [
        ("Title", " ".join(old.title.split())),
        ("Date", old.date.isoformat() if old.date else ""),
        (
            "Modified",
            old.modified.isoformat() if old.modified and old.date and old.modified > old.date else "",
        ),
        ("Summary", " ".join(old.summary.split())),
        ("Category", topic if old.kind == "article" else ""),
        ("Author", author.id if author else ""),
        ("Status", "draft"),
    ]
    parts = [note(INTRODUCTION.format(source=source))]
    asked = [*_asked_of_head(old, topic, author is not None, clinic), *old.asked]
    parts += [_question(each, draft) for each in asked]
    parts += _body(old, name, album, clinic, draft)
    if old.left:
        lines = [f"- {left.why}: {left.what}" for left in old.left]
        parts.append(note("LEFT OUT\n" + "\n".join(lines)))
    top = "\n".join(f"{key}: {_value(value)}" for key, value in head if value)
    draft.text = top + "\n\n" + "\n\n".join(parts) + "\n"
    return draft


def note(words: str) -> str:
    """An HTML comment: it never reaches the page. Nothing in it can end it early, or be taken for markup or a placeholder."""
    words = words.replace("<", "&lt;").replace("--", "- -").replace("{{", "{ {")
    return f"<!-- {words} -->" if "\n" not in words else f"<!--\n{words}\n-->"


def _question(words: str, draft: Draft) -> str:
    draft.questions += 1
    return note(f"QUESTION:\n{words}" if "\n" in words else f"QUESTION: {words}")


def _value(words: str) -> str:
    return words.replace("{{", "{ {")


def _topic(old: OldText, clinic: Clinic) -> str:
    filed = [name.casefold() for name in old.filed_under]
    return next(
        (topic.id for topic in clinic.topics if topic.id in filed or topic.name.casefold() in filed), ""
    )


def _asked_of_head(old: OldText, topic: str, known: bool, clinic: Clinic) -> Iterator[str]:
    if not old.title:
        yield "The old text has no title. What is it about? Add a line `Title:` to the head."
    if old.kind == "article" and not old.date and not any("Which day" in each for each in old.asked):
        yield "The old text does not say when it was written. Add the day to the head as `Date: year-month-day`."
    if old.author and not known:
        yield f'The old text names "{old.author}". Who is that? Add the person to clinic.toml, and `Author:` to the head.'
    others = old.filed_under
    if old.kind == "article" and not topic and others:
        yield f"The old text was filed under {', '.join(others)}. Which topic of this site is that? Add `Category:` to the head."
    elif others:
        old.leave(", ".join(others), "what it was filed under")
    yield from questions.of(old.title, clinic)
    yield from questions.of(old.summary, clinic)


def _body(old: OldText, name: str, album: Album, clinic: Clinic, draft: Draft) -> Iterator[str]:
    levels = sorted({piece.level for piece in old.pieces if piece.kind == "heading"})
    before = 1
    notes: list[str] = []
    for piece in old.pieces:
        if piece.kind == "heading":
            before = min(2 + levels.index(piece.level), before + 1, 6)
            draft.headings += 1
            yield f"{'#' * before} {piece.text}"
        elif piece.kind == "picture":
            yield _picture(piece, old, name, album, draft)
        elif piece.kind == "comment":
            yield note(piece.text)
        elif piece.kind == "note":
            notes.append(piece.text)
        else:
            yield piece.text
        if piece.kind in ASKED_OF:
            yield from (_question(each, draft) for each in _of(piece, clinic))
    if notes:
        yield "\n".join(notes)


def _of(piece: Piece, clinic: Clinic) -> Iterator[str]:
    """The questions of a piece; points and cells are read one by one."""
    if piece.kind in ("list", "table"):
        for line in piece.text.split("\n"):
            words = re.sub(r"^[\s>]*(?:[-*]|\d+\.)\s+", "", line)
            cells = re.sub(r"\s*(?<!\\)\|\s*", " ", words) if piece.kind == "table" else words
            yield from questions.of(cells.strip(), clinic)
    else:
        yield from questions.of(piece.text, clinic)


def _picture(piece: Piece, old: OldText, name: str, album: Album, draft: Draft) -> str:
    picture = piece.picture
    if picture is None:
        return ""
    file, why = album.place(picture, old.title, old.folder)
    caption = picture.caption
    if file:
        draft.pictures += 1
        target = posixpath.relpath(f"images/{file}", posixpath.dirname(name))
        title = f' "{_in_quotes(caption)}"' if caption else ""
        alt = re.sub(r"[\[\]]", " ", picture.alt).strip()
        shown = f"![{alt}]({target}{title})"
        return (
            shown
            if alt
            else f"{shown}\n\n{_question(f'What does the picture {file} show? Write it into its brackets.', draft)}"
        )
    draft.missing_pictures += 1
    had = (
        f"the old text had a picture here; {why}"
        if picture.address or picture.data
        else "a picture stood here, of which only the words are left"
    )
    words = [f"PICTURE: {had}."]
    words += [
        f"{label}: {value}"
        for label, value in (("Address", picture.address), ("In words", picture.alt), ("Caption", caption))
        if value
    ]
    if picture.address or picture.data:
        words.append("Put a copy into content/images, and write `![what it shows](path)` here.")
    return note("\n".join(words))


def _in_quotes(words: str) -> str:
    """Words that stand in straight quotes: their own become round ones, in pairs."""
    return re.sub(r'"([^"]*)"', "\u201c\\1\u201d", words).replace('"', "\u201d")


def with_facts(text: str, clinic: Clinic) -> str:
    """The clinic's own phone, e-mail and street as placeholders, which stay right when they change."""
    for place in clinic.places:
        own = place.phone.uri[-10:]

        def phone(found: re.Match[str], own: str = own) -> str:
            return "{{ clinic.phone }}" if re.sub(r"\D", "", found[0])[-10:] == own else found[0]

        text = re.sub(r"\[[^\]\n]*\]\(tel:[^)\s]*\)", phone, text)
        text = NUMBER.sub(phone, text)
        if place.email:
            email = re.escape(place.email)
            text = re.sub(rf"(?i)\[{email}\]\(mailto:{email}\)|(?<![\w.]){email}", "{{ clinic.email }}", text)
    return text
