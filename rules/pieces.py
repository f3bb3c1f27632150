"""In: a regular expression. Out: pieces of words one of which every match of it holds.

Most sentences hold none of them, and then the pattern need not be tried, nor even compiled: that makes the check fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import Any

import pcre2

PARSER: Any = import_module("re._parser")  # it has no public name; test_pieces.py guards what is used of it
GOOD = 4  # letters: longer pieces are hardly rarer
Pieces = tuple[str, ...]

known: dict[
    str, tuple[Pieces, ...]
] = {}  # what needs() said, by the pattern; plugins/readings.py keeps it for the next build


def compiled(text: str) -> re.Pattern[str]:
    """No capitals are told apart, except inside (?-i:...). PCRE2 compiles these long patterns in a fiftieth of the time that
    Python takes, and matches them faster; what it finds is the same, in the same words of Python's re."""
    found: re.Pattern[str] = pcre2.compile(text, pcre2.IGNORECASE, jit=True)
    return found


class Late:
    """A pattern that is compiled when it is first tried."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return compiled(self.text)


class Find(Late):
    """One that is not tried before a text holds one of its pieces."""

    @cached_property
    def needs(self) -> tuple[Pieces, ...]:
        return needs(self.text)

    @cached_property
    def pieces(self) -> Pieces:
        return max(self.needs, key=_worth, default=())

    def all_in(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """Every match in a text. lower: the text in small letters."""
        if not self.pieces or any(piece in lower for piece in self.pieces):
            yield from self.pattern.finditer(text)


def pieces(text: str) -> Pieces:
    """In small letters; () when nothing is sure."""
    return _of_sequence(PARSER.parse(text, re.IGNORECASE))


def needs(text: str) -> tuple[Pieces, ...]:
    """Every group of pieces one of which a match holds: what each part of the pattern needs."""
    if text not in known:
        found = _parts(PARSER.parse(text, re.IGNORECASE))
        known[text] = tuple(dict.fromkeys(each for each in found if all(each) and each))
    return known[text]


def _of_sequence(items: Any) -> Pieces:
    """The best of what its parts need: a run of letters, or a part that stands for several words."""
    return max(_parts(items), key=_worth)


def _parts(items: Any) -> list[Pieces]:
    """What its parts need, one by one."""
    found: list[Pieces] = []
    run = ""
    for kind, what in items:
        name = str(kind)
        if name == "LITERAL":
            run += chr(what).lower()
            continue
        if name == "AT":  # \b takes no letter
            continue
        found += [(run,), _of_part(name, what)]
        run = ""
    return [*found, (run,)]


def _of_part(name: str, what: Any) -> Pieces:
    if name == "SUBPATTERN":
        return _of_sequence(what[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeated(what[0], what[2])
    if name == "IN":  # one letter of several
        return tuple(chr(each).lower() for kind, each in what if str(kind) == "LITERAL") * _all_literal(what)
    if name == "ATOMIC_GROUP":
        return _of_sequence(what)
    if name == "BRANCH":
        each = [_of_sequence(branch) for branch in what[1]]
        return tuple(dict.fromkeys(piece for one in each for piece in one)) if all(each) else ()
    return ()


def _repeated(times: int, items: Any) -> Pieces:
    if not times:
        return ()
    if _all_literal(items):
        return ("".join(chr(each).lower() for _, each in items) * times,)
    return _of_sequence(items)


def _all_literal(items: Any) -> bool:
    return all(str(kind) == "LITERAL" for kind, _ in items)


def _worth(found: Pieces) -> tuple[int, int]:
    """Longer pieces are rarer, and fewer are faster."""
    shortest = min((len(piece) for piece in found), default=0)
    return min(shortest, GOOD), -len(found)
