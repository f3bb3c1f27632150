"""In: the stamps of all that a build has read and made, and what it said. Out: the same words again, when no stamp has changed.

This is the way of most builds that nobody needed. It loads nothing but the standard library, since that takes longer than looking
at a thousand pages. A stamp that differs proves nothing here: then the state of the last build is asked (doubts.py).
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading typing takes longer than the answer
    from collections.abc import Iterable, Mapping
    from typing import Any

Stamps = dict[str, tuple[int, ...]]

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = "\0"  # where the words say how long it took
VERSION = 3
CHECKSUM = 4  # bytes
UNSURE = 2_000_000_000  # nanoseconds, as in plugins/stamps.py


def file_of(root: str, content: str, output: str, publish: bool, ending: str) -> str:
    """Where what is kept of one output lies. Two checksums name it, since loading digests takes longer than the answer."""
    key = f"{content}\n{output}\n{publish}".encode("utf-8", "surrogateescape")
    return os.path.join(root, ".cache", "builds", f"{zlib.crc32(key):08x}{zlib.adler32(key):08x}.{ending}")


def save(
    file: str,
    read: Mapping[str, tuple[int, ...]],
    made: Mapping[str, tuple[int, ...]],
    folders: Mapping[str, tuple[int, ...]],
    day: tuple[float, float],
    words: list[str],
) -> None:
    """Note what the files were when they were read, and made, and folders_of() those in which one may come or go.

    words: plain, and in colours.
    """
    new = f"{file}.{os.getpid()}.new"
    try:
        data = marshal.dumps((VERSION, _facts(), day, dict(read), dict(made), dict(folders), words))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(new, "wb") as written:
            written.write(_checksum(data) + data)
        os.replace(new, file)
    except OSError:  # then the next build looks closer
        return


def folders_of(paths: Iterable[str]) -> Stamps | None:
    """What the folders are now; None when one has changed so shortly before that it may change again within one tick."""
    try:
        found = _folders(paths)
    except OSError:
        return None
    return found if all(changed < time.time_ns() - UNSURE for changed, _ in found.values()) else None


def said(file: str) -> list[str] | None:
    """What the last build said, plain and in colours, when nothing has changed since; else None."""
    try:
        with open(file, "rb") as kept:
            whole = kept.read()
        data = whole[CHECKSUM:]
        if _checksum(data) != whole[:CHECKSUM]:
            return None
        version, facts, day, read, made, folders, words = marshal.loads(data)  # noqa: S302  our own file: its digest stands before it
        if version != VERSION or facts != _facts() or not day[0] <= time.time() < day[1]:
            return None
        same = _read(read) == read and _made(made) == made and _folders(folders) == folders
        return list(words) if same else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(CHECKSUM, "big")


def _read(paths: Iterable[str]) -> Stamps:
    found: Stamps = {}
    for path in paths:
        stat = os.stat(path)
        found[path] = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino
    return found


def _made(paths: Iterable[str]) -> Stamps:
    """Without the time of change of the inode: another tree may link to the same file."""
    found: Stamps = {}
    for path in paths:
        stat = os.stat(path)
        found[path] = stat.st_size, stat.st_mtime_ns, stat.st_ino
    return found


def _folders(paths: Iterable[str]) -> Stamps:
    found: Stamps = {}
    for path in paths:
        stat = os.stat(path)
        found[path] = stat.st_mtime_ns, stat.st_ino
    return found


def _facts() -> list[Any]:
    return [sys.version, os.stat(_packages()).st_mtime_ns, os.environ.get("SOURCE_DATE_EPOCH", "")]


def _packages() -> str:
    """Where the packages lie; asked by the Python outside of .venv as well. Raises OSError where nobody knows."""
    if sys.prefix != sys.base_prefix:
        return next((path for path in sys.path if path.endswith("site-packages")), "")
    inside = ("Lib",) if os.name == "nt" else ("lib", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    return os.path.join(ROOT, ".venv", *inside, "site-packages")
