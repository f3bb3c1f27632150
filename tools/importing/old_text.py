"""In: nothing. Out: the types that every source format fills and every later step works on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

PieceKind = Literal["heading", "paragraph", "list", "table", "quote", "code", "note", "picture", "comment"]


@dataclass
class Picture:
    """address: where the old text has it from. data: its bytes, where they came with the text. alt and caption are plain."""

    address: str
    alt: str = ""
    caption: str = ""
    data: bytes | None = None
    suffix: str = ""


@dataclass
class Piece:
    """One block of a text, as Markdown. level: of a heading, from 1. A note is a footnote's definition.
    below: the old text has it right below the piece before, with no space between."""

    kind: PieceKind
    text: str = ""
    level: int = 0
    picture: Picture | None = None
    below: bool = False


@dataclass(frozen=True)
class Left:
    """What does not go into the text, word for word, and why: navigation, sales, a form ..."""

    what: str
    why: str


@dataclass
class OldText:
    """One text as its source has it. Nothing here is guessed: what the source does not say stays empty.

    key: names it within its source, the same in every run. old_addresses: paths with a slash first, without host.
    left: what stays out. asked: questions that came up while reading. source: all its words, for the ledger.
    folder: where pictures lie that it names without a folder.
    """

    key: str
    title: str = ""
    kind: Literal["article", "page"] = "article"
    date: datetime.date | None = None
    modified: datetime.date | None = None
    author: str = ""
    summary: str = ""
    slug: str = ""
    filed_under: list[str] = field(default_factory=list)
    old_addresses: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    source: str = ""
    folder: Path | None = None

    def leave(self, what: str, why: str) -> None:
        """Keep what stays out of the text, so that the draft can list it."""
        if what.strip():
            self.left.append(Left(" ".join(what.split()), why))
