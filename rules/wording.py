"""In: a Document, and a table of wordings (claims.toml, offers.toml). Out: the sentences that say such a thing, and where.

A wording is found by its patterns, and let go when its exceptions hold or when the text does not stand behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from rules.asserted import TURNS, Said, around, denied, said, supposed, told_as_myth
from rules.lexicon import filled, patterns
from rules.patterns import Late, Sifted
from rules.prose import Block, Prose, prose
from rules.site import Document

Patterns = tuple[re.Pattern[str], ...]
SHORT = (
    6  # words: an item no longer than this is read with the heading above it ("What we treat" ... "Asthma")
)


class Wording:
    """One table of a TOML file; claims.toml says what each key means. Its patterns are made when first needed."""

    def __init__(self, table: dict[str, Any]):
        self.fine: tuple[str, ...] = tuple(table.get("fine", ()))
        self.negative: bool = table.get("negative", False)
        self._table = table

    @cached_property
    def finds(self) -> list[Late]:
        return [Late(filled(text)) for text in self._table["finds"]]

    @cached_property
    def passes(self) -> Patterns:
        return patterns(self._table.get("passes", ()))

    @cached_property
    def unless(self) -> Patterns:
        return patterns(self._table.get("unless", ()))

    @cached_property
    def needs(self) -> Patterns:
        return patterns(self._table.get("needs", ()))

    def hits(self, each: Said, finds: Iterable[Late]) -> Iterator[tuple[int, int]]:
        """Start and end in each.text of what the sentence says, as some of the finds tell."""
        text = each.text
        spans = {_span(hit) for find in finds for hit in find.finditer(text) if hit.end() > each.lead}
        if not spans or any(not need.search(text) for need in self.needs):
            return
        passed = [hit.span() for good in self.passes for hit in good.finditer(text)]
        for start, end in sorted(spans):
            start += len(text[start:end]) - len(text[start:end].lstrip(" ,"))
            clause = around(text, start, end)
            if any(begin < end and start < finish for begin, finish in passed) or any(
                word.search(clause) for word in self.unless
            ):
                continue
            if not self._fine(each, start) and not denied(each, start, end, self.negative):
                yield start, end

    def _fine(self, each: Said, start: int) -> bool:
        """What makes it fine besides a denial."""
        return (
            ("supposed" in self.fine and supposed(each, start))
            or ("hedged" in self.fine and each.hedged)
            or ("result" in self.fine and each.result)
            or ("cited" in self.fine and each.cited)
            or ("cited hedge" in self.fine and each.cited and each.hedged)
        )


def _span(hit: re.Match[str]) -> tuple[int, int]:
    return hit.start("at") if "at" in hit.re.groupindex else hit.start(), hit.end()


def sayings(document: Document) -> tuple[Said, ...]:
    """Every sentence that the text itself says to its readers: no sources, and nothing that it calls a myth."""
    return _sayings(prose(document))


@lru_cache(maxsize=2)
def _sayings(parsed: Prose) -> tuple[Said, ...]:
    return tuple(_of_blocks([block for block in parsed.blocks if block.kind not in ("footnote", "proof")]))


def _of_blocks(blocks: list[Block]) -> Iterator[Said]:
    above: dict[int, str] = {}
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            above = {level: text for level, text in above.items() if level < block.level}
        myths = any(TURNS["myths"].search(text) for text in above.values())
        if block.kind == "heading":
            above[block.level] = block.text
        if told_as_myth(block, myths):
            continue
        answered = block.kind in ("heading", "term") and number + 1 < len(blocks)
        yield from said(block, _heading(block), blocks[number + 1].text if answered else "")


def _heading(block: Block) -> str:
    """The heading over a short item without a lead of its own: it makes a sentence with it."""
    short = block.kind in ("item", "cell") and len(block.text.split()) <= SHORT
    return block.section.rstrip("?:. ") if short else ""


class Wordings(dict[str, Wording]):
    """All of one table by their names."""

    @cached_property
    def _finds(self) -> Sifted:
        return Sifted([find for wording in self.values() for find in wording.finds])

    @cached_property
    def _names(self) -> list[str]:
        """Of each of the patterns, whose it is."""
        return [name for name, wording in self.items() for _ in wording.finds]

    def found_in(self, document: Document) -> Iterator[tuple[Said, dict[str, list[tuple[int, int]]]]]:
        """Each sentence that says something of the table: by names, start and end in its text of what it says."""
        for each in sayings(document):
            tried: dict[str, list[Late]] = {}
            for number in self._finds.left(each.text):
                tried.setdefault(self._names[number], []).append(self._finds.patterns[number])
            found = {name: list(self[name].hits(each, finds)) for name, finds in tried.items()}
            if any(found.values()):
                yield each, found
