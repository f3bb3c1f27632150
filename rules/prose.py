"""In: a Document. Out: its Prose: blocks and sentences in plain words, each knowing where in the file it stands.

Every rule about words reads this. The blocks are found by our own few patterns (rules/blocks.py), because cards, definition
lists and proof lines are Python-Markdown's, because columns are needed, and because a whole parser takes ten times as long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rules.blocks import pieces
from rules.inline import Words, words
from rules.lines import Line
from rules.sentences import spans
from rules.site import Document

PROSE = ("title", "summary", "paragraph", "item", "definition", "term", "quote", "caption")


@dataclass(eq=False)
class Sentence:
    """text: plain words. notes: the footnotes named in it or right after it. start: where it begins in block.text."""

    text: str
    notes: tuple[str, ...]
    block: Block = field(repr=False)
    start: int = field(repr=False)

    @property
    def line(self) -> int:
        """Of its first letter, from 1, as is column."""
        return self.at(0)[0]

    @property
    def column(self) -> int:
        return self.at(0)[1]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of a position in text."""
        return self.block.at(self.start + offset)


@dataclass(eq=False)
class Block:
    """One paragraph, item, heading ... in plain words.

    kind: title, summary, paragraph, item, heading, cell, term, definition, quote, footnote, proof, or caption
    (the title of a card, or the words for a picture). card: the card it stands in, or "".
    section: the heading it stands under. level: of a heading, else 0. label: of a footnote, else "".
    lead: what introduces an item (the paragraph before its list) or a definition (its term), and lead_notes its footnotes.
    """

    kind: str
    card: str
    section: str
    level: int
    line: int
    label: str
    lead: str
    lead_notes: tuple[str, ...]
    words: Words = field(repr=False)

    @property
    def text(self) -> str:
        return self.words.text

    @cached_property
    def source(self) -> str:
        """The Markdown of the block, as it is written."""
        return "\n".join(line.text for line in self.words.lines)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Labels of all footnotes named in the block."""
        return tuple(label for _, label in self.words.notes)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        text, notes = self.words.text, self.words.notes
        places = list(spans(text))
        found = []
        for number, (start, end) in enumerate(places):
            first = -1 if not number else start
            last = places[number + 1][0] if number + 1 < len(places) else len(text) + 9
            own = tuple(label for at, label in notes if first < at <= last) if notes else ()
            found.append(Sentence(text[start:end], own, self, start))
        return tuple(found)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of a position in text."""
        return self.words.at(offset)


@dataclass(eq=False)
class Section:
    """What stands under one heading, up to the next. heading is None before the first; its line is then the body's."""

    heading: Block | None
    line: int
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""


@dataclass(eq=False)
class Prose:
    blocks: tuple[Block, ...]
    footnotes: dict[str, Block]
    sections: tuple[Section, ...]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those of everything but headings, cells, proof lines and footnotes; title and summary come first."""
        return tuple(each for block in self.blocks if block.kind in PROSE for each in block.sentences)


def prose(document: Document) -> Prose:
    """Parsed once for a document, however many rules ask one after the other."""
    return _parsed(document, document.body)


@lru_cache(maxsize=4)  # those of all documents would fill the memory
def _parsed(document: Document, body: str) -> Prose:
    return _parse(document)


def _parse(document: Document) -> Prose:
    blocks = [_of_head(document, key) for key in ("Title", "Summary") if document.value(key)]
    footnotes: dict[str, Block] = {}
    sections: list[Section] = []
    heading: Block | None = None
    under: list[Block] = []
    made: dict[int, Words] = {}
    for piece in pieces(document.body, document.body_line):
        own = words(piece.lines, addresses=piece.kind == "footnote")
        made[id(piece)] = own
        if not own.text:
            continue
        lead = made[id(piece.lead)] if piece.lead else None
        block = Block(
            piece.kind, piece.card, heading.text if heading else "", piece.level, own.at(0)[0], piece.label,
            lead.text if lead else "", tuple(label for _, label in lead.notes) if lead else (), own,
        )  # fmt: skip
        blocks.append(block)
        if block.kind == "footnote":
            footnotes.setdefault(block.label, block)
        elif block.kind == "heading":
            if heading or under:
                sections.append(_section(heading, under, document))
            heading, under = block, []
        else:
            under.append(block)
    if heading or under:
        sections.append(_section(heading, under, document))
    return Prose(tuple(blocks), footnotes, tuple(sections))


def _section(heading: Block | None, blocks: list[Block], document: Document) -> Section:
    return Section(heading, heading.line if heading else document.body_line, tuple(blocks))


def _of_head(document: Document, key: str) -> Block:
    number = document.line_of(key)
    written = document.text.split("\n", number + document.value(key).count("\n"))
    lines = []
    for line, text in enumerate(document.value(key).split("\n"), number):
        column = written[line - 1].rfind(text) + 1 if line <= len(written) else 0
        lines.append(Line(line, column or 1, text))
    return Block(key.lower(), "", "", 0, number, "", "", (), words(lines, marked=False))
