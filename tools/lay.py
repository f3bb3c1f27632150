"""In: a folder, and the files that it shall hold. Out: the folder with hard links to just these; what is one already stays."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV)


def lay(folder: Path, sources: Mapping[str, str]) -> None:
    """sources: path inside the folder -> the file. Where the disk knows no hard links, the files are copied.

    Whatever lies in the folder before, it holds nothing else at the end. Raises OSError, which leaves it half done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    base, device = str(folder), folder.stat().st_dev
    empty: list[str] = []
    there = dict(_inodes(base, "", empty))
    for path in there.keys() - sources.keys():
        os.unlink(f"{base}/{path}")
        empty.append(os.path.dirname(path))
    for path in empty:
        with contextlib.suppress(OSError):  # until a folder still holds something
            while path:
                os.rmdir(f"{base}/{path}")
                path = os.path.dirname(path)
    link: Callable[[str, str], object] = os.link
    made = {os.path.dirname(path) for path in there.keys() & sources.keys()}
    for path, source in sources.items():
        stat = os.stat(source)
        if there.get(path) == stat.st_ino and stat.st_dev == device:
            continue
        if path in there:
            os.unlink(f"{base}/{path}")
        if (inside := os.path.dirname(path)) not in made:
            os.makedirs(f"{base}/{inside}", exist_ok=True)
            made.add(inside)
        try:
            link(source, f"{base}/{path}")
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            link = shutil.copy2
            link(source, f"{base}/{path}")


def files_of(folder: Path) -> list[str]:
    """The files below a folder, by their path inside it."""
    return [path for path, _ in _inodes(str(folder), "", [])]


def _inodes(base: str, inside: str, empty: list[str]) -> Iterator[tuple[str, int]]:
    """The files below a folder; folders with nothing in them are added to empty."""
    bare = True
    with os.scandir(f"{base}/{inside}") as entries:
        for entry in entries:
            bare = False
            if entry.is_dir(follow_symlinks=False):
                yield from _inodes(base, f"{inside}{entry.name}/", empty)
            else:
                yield f"{inside}{entry.name}", entry.inode()
    if bare:
        empty.append(inside.rstrip("/"))
