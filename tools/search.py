"""In: the records of all pages. Out: the index that the search page reads, made once for the same records.

python -m tools.search FOLDER puts the index that the last preview was built without into FOLDER.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pagefind_bin import get_executable

from plugins import stamps
from plugins.search_records import Record
from rules.problem import SiteError

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "pagefind"
KEPT = 3
WANTED = (
    "pagefind.js",
    "pagefind-entry.json",
    "wasm.en.pagefind",
    "*.pf_meta",
    "filter",
    "fragment",
    "index",
)

HASHED = re.compile(r"_[0-9a-f]{7,}\.pf_\w+$")  # a name that tells what is in the file
RAM = Path("/dev/shm")  # noqa: S108  Linux; thousands of small files take longer on a disk than to make the index of them
DIGEST = 32  # bytes
NOTE = ".told"  # of an index that is still to be made

Made = dict[str, bytes]
Search = Callable[[Path, Sequence[Record], Path], dict[str, str]]


def add(root: Path, records: Sequence[Record], output: Path) -> dict[str, str]:
    """Put the index of records into output; root is the project, whose .cache keeps what was made before.

    Returns the SHA-256 of each of its files, by the path in output. Raises SiteError.
    """
    return _put(_made(_cache(root), records), output)


def add_later(root: Path, records: Sequence[Record], output: Path) -> dict[str, str]:
    """Put the index into output if it was made before; else leave a note for finish(), and return nothing."""
    cache, told = _cache(root), _told(records)
    note = _note(cache, output.name)
    note.unlink(missing_ok=True)
    if made := _load(cache / f"{_key(told)}.index"):
        return _put(made, output)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_bytes(told)
    return {}


def finish(root: Path, output: Path) -> None:
    """Make the index that output was built without. A build that replaces output meanwhile has its own turn."""
    note = _note(_cache(root), f"{output.name}.new")
    with contextlib.suppress(FileNotFoundError):
        told = marshal.loads(note.read_bytes())  # noqa: S302  our own file
        _put(_made(_cache(root), [Record(*each) for each in told]), output)


def _made(cache: Path, records: Sequence[Record]) -> Made:
    """The files of the index, by their path in FOLDER: as they are kept, or made anew and kept."""
    file = cache / f"{_key(_told(records))}.index"
    made = _load(file)
    if not made:
        made = _index(records)
        data = marshal.dumps(made)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        cache.mkdir(parents=True, exist_ok=True)
        new.write_bytes(hashlib.sha256(data).digest() + data)
        new.replace(file)
        _forget(cache, file)
    return made


def _load(file: Path) -> Made:
    """What is kept; nothing where it is not whole."""
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        whole = file.read_bytes()
        if hashlib.sha256(whole[DIGEST:]).digest() == whole[:DIGEST]:
            return dict(marshal.loads(whole[DIGEST:]))  # noqa: S302  our own file: its digest stands before it
    return {}


def _index(records: Sequence[Record]) -> Made:
    with tempfile.TemporaryDirectory(dir=_room(records)) as name:
        site, made = Path(name) / "site", Path(name) / "made"
        for record in records:
            file = site / record.url / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(record.html, encoding="utf-8")
        command = [get_executable(), "--site", site, "--output-path", made]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            raise SiteError(f"The search could not be made: {' '.join((done.stderr or done.stdout).split())}")
        found = {file for pattern in WANTED for file in made.glob(pattern)}
        files = [file for each in found for file in (each.iterdir() if each.is_dir() else [each])]
        return {file.relative_to(made).as_posix(): file.read_bytes() for file in sorted(files)}


def _room(records: Sequence[Record]) -> Path | None:
    """Where files may lie for a moment: in memory, where that has room for ten times the texts."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(RAM).free > 10 * sum(len(record.html) for record in records) + 10_000_000:
            return RAM if os.access(RAM, os.W_OK) else None
    return None


def _put(made: Made, output: Path) -> dict[str, str]:
    """Only what our own search page asks for; Pagefind's own interfaces stay behind. A file that is there already stays."""
    folder = output / FOLDER
    there = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    for path in there.keys() - made.keys():
        there[path].unlink()
    for path, data in made.items():
        file = folder / path
        if path in there and HASHED.search(path) and file.stat().st_size == len(data):
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)  # it may be a link to that of another output
        file.write_bytes(data)
    return {f"{FOLDER}/{path}": hashlib.sha256(data).hexdigest() for path, data in made.items()}


def _forget(cache: Path, used: Path) -> None:
    """Keep the newest few, so that going back and forth between two texts costs nothing."""
    made = [each for each in cache.iterdir() if each != used and each.suffix != NOTE]
    for each in sorted(made, key=lambda each: each.stat().st_mtime)[: -KEPT or None]:
        shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)


def _key(told: bytes) -> str:
    """The same for the same records and the same Pagefind."""
    made_by = " ".join(name for name in stamps.packages() if name.startswith("pagefind"))
    return hashlib.sha256(f"{made_by}\n".encode() + told).hexdigest()[:16]


def _told(records: Sequence[Record]) -> bytes:
    """All records, in the old form of marshal, in which the same records are the same bytes."""
    return marshal.dumps([(record.url, record.html) for record in records], 2)


def _cache(root: Path) -> Path:
    return root / ".cache" / "search"


def _note(cache: Path, name: str) -> Path:
    return cache / f"{name}{NOTE}"


if __name__ == "__main__":
    finish(ROOT, Path(sys.argv[1]))
