"""In: a folder to replace. Out: a new folder to fill, put in its place by one rename when it is whole, and never before."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from rules.problem import SiteError
from tools.lay import files_of, lay

MARK = "deploy.json"  # every output of ours has it; a folder without it is somebody else's
AT_FDCWD = -100
RENAME_EXCHANGE = 2  # Linux renameat2(2)
RENAME_SWAP = 2  # macOS renamex_np(2)


@contextlib.contextmanager
def holding(output: Path) -> Iterator[None]:
    """Nobody else builds output within the block.

    Raises SiteError when another build holds the lock, when output is not ours to replace, and when the disk
    does not take the files; output is then as it was.
    """
    _own(output)
    old = _beside(output, "old")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        lock = output.with_name(f".{output.name}.lock")
        lock.touch()  # where nothing can be written, this says so, and the lock would not
        with FileLock(lock, timeout=0):
            if old.exists() and not output.exists():
                old.rename(output)  # a kill between the two renames of _put
            _remove(old)
            yield
    except Timeout:
        raise SiteError(
            f"Another build is writing {output} at this moment. Wait until it is done, then try again."
        ) from None
    except OSError as error:
        raise SiteError(f"{_reason(error)} {_state(output)}") from error


@contextlib.contextmanager
def replacing(output: Path, kept: Iterable[str] = ()) -> Iterator[Path]:
    """A folder beside output, put in its place when the block ends without an error. Call it while holding output.

    kept: the paths of files that it begins with, as hard links of those in output: they are to be replaced, never changed.
    What output was before then stays as a spare: most of it is what the next one begins with. Where nothing was kept, the
    spare is made of the new one, while nobody waits for the next.
    """
    new, old, spare = (
        _beside(output, "new"),
        _beside(output, "old"),
        output.with_name(f".{output.name}.spare"),
    )
    sources = {path: f"{output}/{path}" for path in kept}
    _remove(new)
    if sources and spare.is_dir():
        spare.rename(new)
    try:
        lay(new, sources)
        yield new
        _put(new, output, old)
        if sources:
            (old if old.exists() else new).rename(spare)
        else:  # nothing of the last output is in this one: the next had to link everything
            with contextlib.suppress(OSError):  # what is missing there is linked then
                lay(spare, {path: f"{output}/{path}" for path in files_of(output)})
    finally:
        for folder in (new, old):
            shutil.rmtree(folder, ignore_errors=True)


def _beside(output: Path, ending: str) -> Path:
    return output.with_name(f"{output.name}.{ending}")


def _own(output: Path) -> None:
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise SiteError(f"{output} is no folder of its own. Choose another with --output.")
    with contextlib.suppress(OSError):
        if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
            raise SiteError(
                f"{output} holds files that no build has made. "
                "Choose another folder with --output, or empty this one."
            )


def _put(new: Path, output: Path, old: Path) -> None:
    """One rename that exchanges the two folders; where the system has none, two renames that the next build can mend."""
    if not output.exists():
        new.rename(output)
    elif not _exchange(new, output):
        output.rename(old)
        new.rename(output)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the system could exchange two folders in one step."""
    if sys.platform not in ("linux", "darwin"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            failed = libc.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
        else:
            failed = libc.renamex_np(*names, RENAME_SWAP)
    except AttributeError:  # a C library from before 2018
        return False
    return not failed


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _reason(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: delete what you do not need, then build again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This folder cannot be written to{place}: check who may write there, or choose another with --output."
    return f"A file could not be written{place}: {error.strerror or error}."


def _state(output: Path) -> str:
    return f"The site in {output} is as it was." if output.is_dir() else "No site was written."
