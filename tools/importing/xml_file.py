"""In: a large XML file. Out: the children of its <channel> one by one, each forgotten when the next is read."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from tools.importing.opening import CHUNK, NOT_UTF8, Refused, doctype_refused

PARENT = ("rss", "channel")
MAX_DEPTH = 50
MAX_ITEM = 20_000_000
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "us-ascii": "utf-8-sig",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
)  # WordPress exports what people pasted, these too


def children(path: Path) -> Iterator[Element]:
    """Every element right below rss/channel, whole. Tags keep their prefix: "wp:post_id".

    Raises Refused: no XML, another encoding than it says, entities, too deep, too large a part.
    """
    reading = _Reading(path)
    for text in _decoded(path):
        reading.feed(text)
        while reading.ready:
            yield reading.ready.popleft()
    reading.feed("", last=True)
    yield from reading.ready
    if not reading.seen_parent:
        raise Refused(
            path, "It is XML, but no WordPress export. In WordPress choose Tools, Export, All content."
        )


class _Reading:
    def __init__(self, path: Path):
        self.path = path
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = doctype_refused(path)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.open: list[str] = []
        self.ready: deque[Element] = deque()
        self.builder: TreeBuilder | None = None
        self.size = 0
        self.seen_parent = False

    def feed(self, text: str, last: bool = False) -> None:
        try:
            self.parser.Parse(NOT_XML.sub("", text), last)
        except expat.ExpatError as error:
            raise Refused(
                self.path,
                f"It is damaged or breaks off in line {error.lineno}. Export it from WordPress once more.",
            ) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tuple(self.open) == PARENT:
            self.builder, self.size, self.seen_parent = TreeBuilder(), 0, True
        self.open.append(tag)
        if len(self.open) > MAX_DEPTH:
            raise Refused(self.path, "Its parts lie so deep in each other that it may be made to do harm.")
        if self.builder:
            self.builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self.open.pop()
        if self.builder:
            self.builder.end(tag)
            if tuple(self.open) == PARENT:
                self.ready.append(self.builder.close())
                self.builder = None

    def _data(self, text: str) -> None:
        if self.builder:
            self.size += len(text)
            if self.size > MAX_ITEM:
                raise Refused(
                    self.path, f"One text in it is over {MAX_ITEM // 1_000_000} MB large. No text is."
                )
            self.builder.data(text)


def _decoded(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
        else:
            said = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)", start)
            encoding = ENCODINGS.get(said[1].decode().lower() if said else "utf-8", "")
        if not encoding:
            raise Refused(path, NOT_UTF8)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while start:
                yield decoder.decode(start)
                start = file.read(CHUNK)
            yield decoder.decode(b"", True)
        except UnicodeDecodeError:
            raise Refused(path, NOT_UTF8) from None
