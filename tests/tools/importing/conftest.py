"""In: nothing. Out: an empty content folder with the clinic's facts, and a way to bring old texts into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tools.importing import command

ROOT = Path(__file__).resolve().parents[3]
TEXTS = Path(__file__).with_name("texts")


@dataclass
class Desk:
    """Where drafts come in. said: all that the command told people, in order."""

    root: Path
    content: Path
    said: list[str] = field(default_factory=list)

    def bring(self, *paths: Path | str, again: bool = False) -> int:
        return command.main(self.root, self.content, [str(path) for path in paths], again, self.said.append)

    def drafts(self) -> dict[str, str]:
        """All drafts by their names in content/."""
        return {
            file.relative_to(self.content).as_posix(): file.read_text(encoding="utf-8")
            for file in sorted(self.content.rglob("*.md"))
        }

    def draft(self, source: Path | str) -> str:
        """Bring one text in, and give its draft."""
        before = set(self.drafts())
        assert self.bring(source) == 0
        drafts = self.drafts()
        (name,) = set(drafts) - before
        return drafts[name]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    content = tmp_path / "content"
    content.mkdir()
    facts = (ROOT / "content/clinic.toml").read_text(encoding="utf-8")
    (content / "clinic.toml").write_text(facts, encoding="utf-8")
    return Desk(tmp_path, content)


Paste = Callable[[str], str]


@pytest.fixture
def paste(desk: Desk, tmp_path: Path) -> Paste:
    """The draft of words that somebody pasted into a file."""

    def draft(text: str) -> str:
        file = tmp_path / "pasted.txt"
        file.write_text(text, encoding="utf-8", newline="\n")
        return desk.draft(file)

    return draft
