"""In: a regular expression. Out: sets of pieces of words: every match of it holds a piece of each set.

A text that lacks one of the sets need not be tried. A piece may have a | where a word begins or ends in every match.
For the long patterns of the rules they stand in required.json, since parsing all of those takes half a second.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

PARSER: Any = import_module("re._parser")  # it has no public name; test_required.py guards what is used of it
EDGE = "|"
KEPT = Path(__file__).with_suffix(".json")
MOST = 3  # sets of one pattern that are kept: they leave next to nothing
GOOD = 4  # letters: longer pieces are hardly rarer
Pieces = tuple[str, ...]


def required(text: str) -> list[Pieces]:
    """In small letters, the rarest first; of two sets that say the same, one."""
    chosen: list[Pieces] = []
    for found in sorted(_sets(PARSER.parse(text, re.IGNORECASE), ""), key=_worth, reverse=True):
        if not any(_implies(found, other) or _implies(other, found) for other in chosen):
            chosen.append(found)
    return chosen


def known(text: str) -> list[Pieces]:
    """The same, at most MOST, from KEPT where it has this very pattern."""
    kept = _kept().get(_key(text))
    return required(text)[:MOST] if kept is None else kept


def as_json(texts: Iterable[str]) -> str:
    """What KEPT should hold for these patterns: each set once, one a line, and by the key of a pattern the numbers of its own."""
    of = {_key(text): required(text)[:MOST] for text in texts}
    sets = sorted({found for each in of.values() for found in each})
    numbers = {found: number for number, found in enumerate(sets)}
    lines = ",\n".join(json.dumps(found) for found in sets)
    by_key = ",\n".join(f'"{key}": {json.dumps([numbers[each] for each in of[key]])}' for key in sorted(of))
    return f'{{"sets": [\n{lines}\n], "of": {{\n{by_key}\n}}}}\n'


@cache
def _kept() -> dict[str, list[Pieces]]:
    if not KEPT.exists():
        return {}
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    sets = [tuple(found) for found in kept["sets"]]
    return {key: [sets[number] for number in numbers] for key, numbers in kept["of"].items()}


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _sets(items: Any, run: str) -> Iterator[Pieces]:
    """run: EDGE where a word begins right before."""
    for kind, what in items:
        name = str(kind)
        if name == "LITERAL":
            letter = chr(what).lower()
            run = letter if run == EDGE and not letter.isalnum() else run + letter
        elif name == "AT":
            run += EDGE * (str(what) == "AT_BOUNDARY")
        elif name == "ASSERT":  # what is looked at before or behind: it takes no letter, but is there
            yield from _sets(what[1], "")
        elif name != "ASSERT_NOT":
            yield from _of_run(run)
            yield from _of_part(name, what, EDGE if run.endswith((EDGE, " ")) else "")
            run = ""
    yield from _of_run(run)


def _of_run(run: str) -> Iterator[Pieces]:
    """Several words, or several blanks, as they stand; or one word with its edges."""
    bare = run.replace(EDGE, "")
    word = bare.strip()
    if " " in word or (not word and len(bare) > 1):
        yield (bare,)
    elif word:
        begins = run[0] in f"{EDGE} " and word[0].isalnum()
        ends = run[-1] in f"{EDGE} " and word[-1].isalnum()
        yield (EDGE * begins + word + EDGE * ends,)


def _of_part(name: str, what: Any, run: str) -> Iterator[Pieces]:
    if name == "SUBPATTERN":
        yield from _sets(what[-1], run)
    elif name == "ATOMIC_GROUP":
        yield from _sets(what, run)
    elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and what[0]:
        literal = all(str(kind) == "LITERAL" for kind, _ in what[2])
        yield from _sets([*what[2]] * what[0] if literal else what[2], run)
    elif name == "IN" and all(str(kind) == "LITERAL" for kind, _ in what):  # one letter of several
        yield tuple(chr(each).lower() for _, each in what)
    elif name == "BRANCH":
        each = [max(_sets(branch, run), key=_worth, default=()) for branch in what[1]]
        if all(each):
            yield tuple(dict.fromkeys(piece for one in each for piece in one))


def _implies(pieces: Pieces, others: Pieces) -> bool:
    """Whether a text with one of the pieces has one of the others."""
    return all(any(other in piece for other in others) for piece in pieces)


def _worth(found: Pieces) -> tuple[float, int]:
    """Longer pieces are rarer, and fewer are faster."""
    shortest = min((len(piece.strip(EDGE)) + piece.count(EDGE) / 4 for piece in found), default=0)
    return min(shortest, GOOD), -len(found)
