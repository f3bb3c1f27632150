"""In: rules/words.toml. Out: the words of a text that stand in it, with what they mean or what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.sieve import Sieve

TABLE = Path(__file__).with_name("words.toml")
TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Entry:
    """One line of the table. part: plain, define or people. instead: what to write, or what it means."""

    part: str
    forms: tuple[str, ...]
    instead: str


@dataclass(frozen=True)
class Found:
    """start: where it begins in the text; text: as it is written there."""

    start: int
    text: str
    entry: Entry

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find(text: str) -> Iterator[Found]:
    """Every word and phrase of the table, the longest where several begin; one with capitals only as it is written."""
    if not _sieve().held(text.lower()):
        return
    index = _index()
    end = 0
    for token in TOKEN.finditer(text):
        start = token.start()
        if start < end:
            continue
        for form, entry in index.get(token[0].lower(), ()):
            written = text[start : start + len(form)]
            same = written == form if form[-2:].isupper() else written.lower() == form.lower()
            if same and not text[start + len(form) : start + len(form) + 1].isalpha():
                yield Found(start, written, entry)
                end = start + len(form)
                break


@cache
def entries() -> tuple[Entry, ...]:
    with TABLE.open("rb") as file:
        parts = tomllib.load(file)
    return tuple(
        Entry(part, tuple(form.strip() for form in forms.split(",")), instead)
        for part, lines in parts.items()
        for forms, instead in lines.items()
    )


@cache
def _sieve() -> Sieve:
    return Sieve([[form.lower() for entry in entries() for form in entry.forms]])


@cache
def _index() -> dict[str, list[tuple[str, Entry]]]:
    index: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries():
        for form in entry.forms:
            first = TOKEN.search(form)
            assert first is not None, form  # noqa: S101
            index.setdefault(first[0].lower(), []).append((form, entry))
    for forms in index.values():
        forms.sort(key=lambda each: -len(each[0]))
    return index
