"""In: the TOML file beside a module of rules. Out: each of its lists as one group of a regular expression."""

from __future__ import annotations

import tomllib
from pathlib import Path


def groups(module: str) -> dict[str, str]:
    """The lists of `figures.toml` for `figures.py`, and so on. An entry may itself be an expression: `cases?`."""
    table = tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: f"(?:{'|'.join(words)})" for name, words in table.items()}
