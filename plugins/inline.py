"""In: a Markdown instance. Out: the same with an inline pass that tries only the patterns which a text can hold.

Python-Markdown tries each of some thirty patterns on each text of a page, thousands of times a page, and most texts hold
nothing but words. What comes out is the same, byte for byte; test_inline.py holds it to that on random texts.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString, Registry

from plugins.pieces import pieces

PASSES = {"inline": 20, "smarty": 6}  # the passes of Python-Markdown that are replaced, with their places


def quicken(md: Markdown) -> None:
    """Replace the passes; md has all its extensions by now."""
    for name, place in PASSES.items():
        found: Any = md.treeprocessors[name]
        md.treeprocessors.register(Quick(md, found.inlinePatterns), name, place)


class Quick(InlineProcessor):
    """Python-Markdown's pass, but its inner steps look for a piece of each pattern before they try it.

    The names are those of the steps in Python-Markdown. Were they to change there, these here would never be called.
    """

    def __init__(self, md: Markdown, patterns: Registry[Any]):
        super().__init__(md)
        self.inlinePatterns = patterns
        self.steps = [(pattern, _needed(pattern)) for pattern in patterns]
        self.known = all(needed for _, needed in self.steps)
        self.marks = tuple(dict.fromkeys(piece for _, needed in self.steps for piece in needed))

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or self._plain(data):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for number in range(patternIndex, len(self.steps)):
            pattern, needed = self.steps[number]
            start, matched = 0, True
            while matched and (not needed or any(data.find(piece, start) >= 0 for piece in needed)):
                data, matched, start = apply(pattern, data, number, start)
        return data

    def _plain(self, data: str) -> bool:
        """No pattern can match."""
        if not self.known:
            return False
        for mark in self.marks:  # noqa: SIM110  a loop is twice as fast as any() here, and here is where the time goes
            if mark in data:
                return False
        return True


def _needed(pattern: Any) -> tuple[str, ...]:
    """Pieces one of which every match of a pattern holds; () when nothing is sure."""
    found = pieces(pattern.getCompiledRegExp().pattern)
    return found if all(piece.lower() == piece.upper() for piece in found) else ()
