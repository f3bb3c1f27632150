"""In: keys of texts that came in. Out: which ones are done, also after a stop in the middle; lines of redirects.toml."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from plugins.addresses import FOLDERS
from plugins.sources import kind_of
from rules.problem import SiteError

CAME_FROM = re.compile(r"^This draft came from .*? \((.*)\)\. Its words", re.MULTILINE)
NEAR_TOP = 4000
ADDRESS = re.compile(
    r"/(?:[\w.~-]+/)*(?:[\w.~-]+)?"
)  # what plugins/addresses.py takes for the address of a page


@dataclass
class Journal:
    """One line a text, written when its draft is whole; a line cut off by a stop is not counted.

    `clean` deletes the file: then the drafts that still stand say where they came from.
    """

    file: Path
    content: Path
    done: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for draft in sorted(self.content.rglob("*.md")):
            with draft.open(encoding="utf-8", errors="replace") as file:
                found = CAME_FROM.search(file.read(NEAR_TOP))
            if found:
                self.done[found[1].replace("- -", "--")] = draft.relative_to(self.content).as_posix()
        if self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                try:
                    entry = json.loads(line)
                    self.done[entry["key"]] = entry["draft"]
                except (ValueError, KeyError, TypeError):
                    continue

    def add(self, key: str, draft: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({"key": key, "draft": draft}, ensure_ascii=False) + "\n")
        self.done[key] = draft


class Redirects:
    """Old addresses, added to redirects.toml as their drafts come in. Raises SiteError when that file cannot be read."""

    def __init__(self, content: Path, source: str):
        self.file, self.source, self.begun = content / "redirects.toml", source, False
        self.pages = {address_of(file.relative_to(content).as_posix()) for file in content.rglob("*.md")}
        try:
            text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
            self.known = dict(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            raise SiteError(
                "content/redirects.toml has a line that is not written as it should be: `check` says which. Mend it first."
            ) from None

    def add(self, old_addresses: list[str], name: str) -> tuple[int, list[str]]:
        """How many were added, and those that cannot be sent on: with a question mark, or taken by a page of this site."""
        new = address_of(name)
        lines, impossible = [], []
        for old in old_addresses:
            if old == new or self.known.get(old) == new:
                continue
            if not ADDRESS.fullmatch(old) or old == "/" or old in self.known or old in self.pages:
                impossible.append(old)
                continue
            self.known[old] = new
            lines.append(f'"{old}" = "{new}"\n')
        if lines:
            self._write(lines)
        return len(lines), impossible

    def _write(self, lines: list[str]) -> None:
        text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        if text and not text.endswith("\n"):
            text += "\n"
        if not self.begun:
            text += f"\n# From {self.source}\n"
        self.begun = True
        new = self.file.with_name("redirects.toml.new")
        new.write_text(text + "".join(lines), encoding="utf-8", newline="\n")
        new.replace(self.file)


def address_of(name: str) -> str:
    """The address of a file of content/ whose name is its slug: "articles/sore-back.md" -> "/health/sore-back/"."""
    return f"/{FOLDERS[kind_of(name)]}{name.rpartition('/')[2].removesuffix('.md')}/"
