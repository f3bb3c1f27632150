"""In: patterns as the TOML files write them. Out: regular expressions, with {care}, {condition} ... put in from lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from rules.patterns import compiled

HERE = Path(__file__).parent
NAME = re.compile(r"\{([a-z]+)\}")


def table(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def groups() -> dict[str, str]:
    """The groups of words, each as one alternative of a regular expression. A group may use those above it."""
    found: dict[str, str] = {}
    for name, pieces in table("lexicon.toml")["words"].items():
        found[name] = NAME.sub(lambda other: found[other[1]], f"(?:{'|'.join(pieces)})")
    return found


def filled(text: str) -> str:
    return NAME.sub(lambda name: groups()[name[1]], text)


def pattern(text: str) -> re.Pattern[str]:
    """No capitals are told apart, except inside (?-i:...)."""
    return compiled(filled(text))


def patterns(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(text) for text in texts)


def either(texts: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all of them."""
    return pattern("|".join(texts))
