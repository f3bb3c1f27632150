"""In: files, and the packages. Out: stamps, digests and names that tell whether they are what they were."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Mapping
from typing import NamedTuple

Stamp = tuple[
    int, int, int, int
]  # size, time of change, time of change of the inode, inode; times in nanoseconds
UNSURE = 2_000_000_000  # nanoseconds: a file changed so shortly before it was read may change again within one tick


class Mark(NamedTuple):
    """What a file was when it was read. stamp: None when it changed so shortly before that only the digest tells."""

    stamp: Stamp | None
    digest: bytes


def of(stat: os.stat_result) -> Stamp:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def mark(path: str, stamp: Stamp) -> Mark:
    """Read a file, of which stamp was taken before. Raises OSError."""
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).digest()
    settled = max(stamp[1], stamp[2]) < time.time_ns() - UNSURE
    return Mark(stamp if settled else None, digest)


def differing(
    known: Mapping[str, Mark], now: Mapping[str, Stamp], folder: str
) -> tuple[list[str], list[str], dict[str, Mark]]:
    """Of the files in a folder: those that are new or other than known, those that have gone, and what all are now.

    A stamp that differs proves nothing yet: copying and checking out give new ones to the same bytes.
    """
    changed, marks = [], {}
    for name, stamp in now.items():
        before = known.get(name)
        if before and before.stamp == stamp:
            marks[name] = before
            continue
        try:
            marks[name] = mark(os.path.join(folder, name), stamp)
        except OSError:
            marks[name] = Mark(None, b"")
        if not before or before.digest != marks[name].digest or not before.digest:
            changed.append(name)
    return changed, [name for name in known if name not in now], marks


def packages() -> list[str]:
    """The names and versions of the packages that are installed, as their folders are called."""
    folder = next((path for path in sys.path if path.endswith("site-packages")), "")
    return sorted(name for name in os.listdir(folder) if name.endswith("-info")) if folder else []


def walk(folder: str, *, inside: str = "") -> dict[str, Stamp]:
    """The files below a folder, by their path inside it; nothing where there is none. Compiled and hidden ones are left out."""
    found: dict[str, Stamp] = {}
    try:
        entries = sorted(os.scandir(os.path.join(folder, inside)), key=lambda entry: entry.name)
    except OSError:
        return found
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        name = f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_dir():
            found |= walk(folder, inside=name)
        elif entry.is_file():
            found[name] = of(entry.stat())
    return found
