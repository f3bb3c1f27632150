"""In: Documents with their text, and how to read one. Out: the same, read; what was read before for the same content is kept.

.cache/readings.sqlite holds what was read by a digest of all that it depends on: the text, the clinic's facts, the day, the
words of the theme, this code and the packages below it. Without that file, or with a damaged one, everything is read again.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import pickle
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from plugins import lanes, stamps
from rules.site import Document, Site

Read = Callable[[Document, Site], None]
READ = (  # what reading fills in; author, reviewer and topic are the site's own
    "title", "summary", "lang", "date", "modified", "reviewed", "draft", "scheduled", "art", "also_known_as",
    "search_words", "html", "words", "headings", "links", "pictures", "found", "of_text", "readable",
    "count", "evidence",
)  # fmt: skip
KEPT = 30  # days without use
CODE = Path(__file__).resolve().parent.parent


def read_all(site: Site, read: Read) -> None:
    """Fill every document of the site by read, or from what is kept of it."""
    around = _around(site)
    keys = [_key(document, around) for document in site.documents]
    file = Path(site.settings["CLINIC_ROOT"]) / ".cache" / "readings.sqlite"
    with _undisturbed(), _Kept(file, site.today.toordinal()) as kept:
        known = {} if site.settings.get("CLINIC_CLEAN") else kept.get(keys)
        missing = [each for each in zip(keys, site.documents, strict=True) if each[0] not in known]
        for (key, _), value in zip(missing, _read(site, read, [d for _, d in missing]), strict=True):
            known[key] = value
            kept.add(key, value)
        for key, document in zip(keys, site.documents, strict=True):
            vars(document).update(pickle.loads(known[key]))  # noqa: S301  our own file, or of this very moment
        if len(keys) > lanes.ALONE:
            gc.freeze()  # all of it stays to the end: the collector need not look through it again and again


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """What is read stays, and looking for garbage takes longer the more there is."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(site: Site, read: Read, documents: Sequence[Document]) -> list[bytes]:
    """What was read of each, in their order."""

    def work(some: Sequence[Document]) -> list[bytes]:
        found = [_one(document, site, read) for document in some]
        if len(some) > 1:
            gc.collect(0)  # what was made since the last time: blocks and sentences that know each other
        return found

    return lanes.share(work, documents)


def _one(document: Document, site: Site, read: Read) -> bytes:
    read(document, site)
    return pickle.dumps({name: getattr(document, name) for name in READ}, protocol=5)


def _key(document: Document, around: bytes) -> str:
    whole = "\0".join((document.path, document.name, document.text))  # none of them has a NUL
    return hashlib.sha256(around + whole.encode("utf-8", "surrogatepass")).hexdigest()


def _around(site: Site) -> bytes:
    """A digest of all that reading depends on beside the text."""
    parts = [
        repr(site.clinic),
        site.today.isoformat(),
        str(site.publish),
        json.dumps(site.words),
        *sorted(site.drawings),
    ]
    return hashlib.sha256("\n".join([*parts, _code()]).encode()).digest()


@cache
def _code() -> str:
    """Of our own code and data, and of the packages: once a process, as it cannot change what it has loaded."""
    files = sorted(
        file
        for folder in ("plugins", "rules")
        for file in (CODE / folder).rglob("*")
        if file.suffix in (".py", ".toml", ".json")
    )
    digests = [f"{file.relative_to(CODE)} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    return "\n".join([sys.version, *stamps.packages(), *digests])


class _Kept:
    """The file. Whatever is wrong with it, there is only less in it."""

    def __init__(self, file: Path, day: int):
        self._file = file
        self._day = day
        self._new: list[tuple[str, int, bytes]] = []

    def __enter__(self) -> _Kept:
        return self

    def __exit__(self, *_: object) -> None:
        if self._new:
            with contextlib.suppress(sqlite3.Error, OSError), self._opened() as base, base:
                base.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", self._new)
                base.execute("DELETE FROM readings WHERE used < ?", (self._day - KEPT,))

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is there of these, and whole."""
        try:
            with self._opened() as base, base:
                base.execute("CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY)")
                base.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", [(key,) for key in keys])
                base.execute(
                    "UPDATE readings SET used = ? WHERE used < ? AND key IN (SELECT key FROM wanted)",
                    (self._day, self._day),
                )
                # CROSS: the few that are wanted first
                rows = base.execute(
                    "SELECT key, value FROM wanted CROSS JOIN readings USING (key)"
                ).fetchall()
        except sqlite3.OperationalError:  # locked, or nowhere to write
            return {}
        except sqlite3.DatabaseError:  # damaged, or no such file at all
            with contextlib.suppress(OSError):
                self._file.unlink()
            return {}
        except OSError:
            return {}
        return {key: value[DIGEST:] for key, value in rows if value[:DIGEST] == _digest(value[DIGEST:])}

    def add(self, key: str, value: bytes) -> None:
        self._new.append((key, self._day, _digest(value) + value))

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self._file, timeout=5)) as base:
            base.execute("PRAGMA synchronous = OFF")  # after a power cut the digests tell what is whole
            base.execute(
                "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, used INTEGER, value BLOB)"
            )
            base.execute("CREATE INDEX IF NOT EXISTS by_use ON readings (used)")
            yield base


DIGEST = 16  # bytes


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()[:DIGEST]
