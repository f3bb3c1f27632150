"""In: a file with one text: pasted words, a web page, a Word document. Out: a Source of one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from tools.importing import pasted, web_page, word
from tools.importing.old_text import Left, OldText
from tools.importing.opening import Kind, text_of
from tools.importing.source import Entry, Links


class Single:
    """Its key is its content, so that the same file under another name is known again."""

    def __init__(self, path: Path, kind: Kind):
        self.path, self.kind = path, kind
        self.folders: Sequence[Path] = (path.parent,)
        self.left: list[Left] = []
        with path.open("rb") as file:
            self.key = hashlib.file_digest(file, "sha256").hexdigest()[:20]

    def entries(self) -> list[Entry]:
        return []

    def texts(self, wanted: Collection[str], names: dict[str, str], links: Links) -> Iterator[OldText]:
        if self.kind == "word":
            yield word.read(self.path, self.key)
        elif self.kind == "web page":
            yield web_page.read(text_of(self.path), self.key)
        else:
            yield pasted.read(text_of(self.path), self.key)
