"""In: the records of all pages. Out: the index that the search page reads, made once for the same records.

python -m tools.search FOLDER puts the index that the last preview was built without into FOLDER.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from pagefind_bin import get_executable

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

Search = Callable[[Path, Sequence[Record], Path], None]


def add(root: Path, records: Sequence[Record], output: Path) -> None:
    """Put the index of records into output; root is the project, whose .cache keeps what was made before."""
    _put(_made(_cache(root), records), output)


def add_later(root: Path, records: Sequence[Record], output: Path) -> None:
    """Put the index into output if it was made before; else leave a note for finish()."""
    cache = _cache(root)
    note = _note(cache, output.name)
    note.unlink(missing_ok=True)
    if (cache / _key(records)).is_dir():
        add(root, records, output)
    else:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps([asdict(record) for record in records]), encoding="utf-8")


def finish(root: Path, output: Path) -> None:
    """Make the index that output was built without. A build that replaces output meanwhile has its own turn."""
    note = _note(_cache(root), f"{output.name}.new")
    with contextlib.suppress(FileNotFoundError):
        told = json.loads(note.read_text(encoding="utf-8"))
        _put(_made(_cache(root), [Record(**each) for each in told]), output)


def _made(cache: Path, records: Sequence[Record]) -> Path:
    folder = cache / _key(records)
    if not folder.is_dir():
        new = cache / f"{folder.name}.new"
        shutil.rmtree(new, ignore_errors=True)
        _index(records, new)
        with contextlib.suppress(OSError):  # another build was first
            new.rename(folder)
        _forget(cache, folder)
    return folder


def _index(records: Sequence[Record], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        for record in records:
            file = Path(name) / record.url / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(record.html, encoding="utf-8")
        command = [get_executable(), "--site", name, "--output-path", folder]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SiteError(f"The search could not be made: {' '.join((done.stderr or done.stdout).split())}")


def _put(made: Path, output: Path) -> None:
    """Only what our own search page asks for; Pagefind's own interfaces stay behind."""
    target = output / FOLDER
    target.mkdir(exist_ok=True)
    for pattern in WANTED:
        for found in sorted(made.glob(pattern)):
            if found.is_dir():
                shutil.copytree(found, target / found.name, dirs_exist_ok=True)
            else:
                shutil.copyfile(found, target / found.name)


def _forget(cache: Path, used: Path) -> None:
    """Keep the newest few, so that going back and forth between two texts costs nothing."""
    made = [folder for folder in cache.iterdir() if folder.is_dir() and folder != used]
    for folder in sorted(made, key=lambda each: each.stat().st_mtime)[: -KEPT or None]:
        shutil.rmtree(folder, ignore_errors=True)


def _key(records: Sequence[Record]) -> str:
    from importlib.metadata import version  # here: it takes long to load

    text = json.dumps([version("pagefind"), [asdict(record) for record in records]])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cache(root: Path) -> Path:
    return root / ".cache" / "search"


def _note(cache: Path, name: str) -> Path:
    return cache / f"{name}.json"


if __name__ == "__main__":
    finish(ROOT, Path(sys.argv[1]))
