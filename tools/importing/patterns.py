"""In: one of the TOML files beside this module, and a key in it. Out: one regular expression of all its lines."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def pattern(file: str, key: str) -> re.Pattern[str]:
    """{who} and the like in a line become what [words] says. Capitals are not told apart; groups are not numbered."""
    table = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    lines = "|".join(table[key])
    for name, words in table["words"].items():
        lines = lines.replace(f"{{{name}}}", words)
    lines = re.sub(r"(?<!\\)\((?!\?)", "(?:", lines)
    return re.compile(f"(?:{lines})", re.IGNORECASE)
