"""In: a Markdown instance. Out: the same, but it tries only what a text can hold.

Python-Markdown tries each of some fifteen kinds of blocks on each block, and of some thirty patterns on each text, thousands
of times a page, and most of them hold nothing but words. What comes out is the same, byte for byte; test_quick.py holds it to
that on random texts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import STX, AtomicString, Registry

from rules.required import EDGE, required

PASSES = {"inline": 20, "smarty": 6}  # the passes of Python-Markdown that are replaced, with their places
FIRST = 1_000  # before all other kinds of blocks
# every other kind of block has a line that begins with no letter
WORDS = re.compile(r"(?:[^\W\d_][^\n]*(?:\n|$))+")


def quicken(md: Markdown) -> None:
    """Replace the passes; md has all its extensions by now."""
    for name, place in PASSES.items():
        found: Any = md.treeprocessors[name]
        md.treeprocessors.register(Quick(md, found.inlinePatterns), name, place)
    md.parser.blockprocessors.register(Paragraph(md.parser), "words", FIRST)
    md.is_block_level = cache(md.is_block_level)  # type: ignore[method-assign]  # it looks through a list each time


class Paragraph(ParagraphProcessor):
    """A block that can only be a paragraph."""

    def test(self, parent: Element, block: str) -> bool:
        return WORDS.fullmatch(block) is not None


class Headings(TocTreeprocessor):
    """Python-Markdown's pass over headings, which draws a table of them only where a text asks for one."""

    def run(self, doc: Element) -> None:
        self.asked = "[TOC]" in "".join(doc.itertext())
        self.marker = "[TOC]" if self.asked else ""
        super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self.asked else Element("div")


class HeadingsExtension(TocExtension):
    TreeProcessorClass = Headings


class Quick(InlineProcessor):
    """Python-Markdown's pass, but its inner steps look for a piece of each pattern before they try it.

    The names are those of the steps in Python-Markdown. Were they to change there, these here would never be called.
    """

    def __init__(self, md: Markdown, patterns: Registry[Any]):
        super().__init__(md)
        self.inlinePatterns = patterns
        self.steps = [(pattern, _needed(pattern)) for pattern in patterns]
        if not all(needed for _, needed in self.steps):
            raise ValueError("Of one of Markdown's patterns nothing is known")
        self.marks = tuple(dict.fromkeys(piece for _, needed in self.steps for piece in needed))

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        marks = {mark for mark in self.marks if mark in data}
        if not marks:
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for number in range(patternIndex, len(self.steps)):
            pattern, needed = self.steps[number]
            start, matched = 0, not marks.isdisjoint(needed)
            while matched and any(data.find(piece, start) >= 0 for piece in needed):
                data, matched, start = apply(pattern, data, number, start)
        return data

    def _InlineProcessor__processPlaceholders(
        self, data: str, parent: Element, isText: bool = True
    ) -> list[tuple[Element, list[str]]]:
        if STX in data:
            steps: Any = super()
            found: list[tuple[Element, list[str]]] = steps._InlineProcessor__processPlaceholders(
                data, parent, isText
            )
            return found
        if data:
            setattr(parent, "text" if isText else "tail", data)
        return []


def _needed(pattern: Any) -> tuple[str, ...]:
    """Pieces one of which every match of a pattern holds; () when nothing is sure."""
    for pieces in required(pattern.getCompiledRegExp().pattern):
        if all(piece.lower() == piece.upper() for piece in pieces):
            return tuple(piece.replace(EDGE, "") for piece in pieces)
    return ()
