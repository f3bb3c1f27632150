"""In: a regular expression. Out: pieces of words one of which every match of it holds: a text without any need not be tried."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

PARSER: Any = import_module("re._parser")  # it has no public name; test_pieces.py guards what is used of it
GOOD = 4  # letters: longer pieces are hardly rarer
Pieces = tuple[str, ...]


def pieces(text: str) -> Pieces:
    """In small letters; () when nothing is sure."""
    return _of_sequence(PARSER.parse(text, re.IGNORECASE))


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
