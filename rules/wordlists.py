"""In: the TOML file beside a module of rules. Out: its lists, and each as one group of a regular expression."""

from __future__ import annotations

import tomllib
from pathlib import Path


def lists(module: str) -> dict[str, tuple[str, ...]]:
    """The lists of `figures.toml` for `figures.py`, and so on. An entry may itself be an expression: `cases?`."""
    table = tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def groups(module: str) -> dict[str, str]:
    return {name: f"(?:{'|'.join(words)})" for name, words in lists(module).items()}
