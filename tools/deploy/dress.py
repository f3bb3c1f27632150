"""In: a finished site. Out: the tree that goes up: its files, what the host reads beside them, and the smaller copies it sends.

The files are hard links; a copy is made small once for its content, however often the site is deployed.
"""

from __future__ import annotations

import contextlib
import datetime
import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from rules.clinic import Clinic
from rules.problem import SiteError
from tools.deploy import hosts, manifest
from tools.deploy.manifest import Files
from tools.swap import MARK

SMALL = {
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".txt",
    ".xml",
    ".svg",
    ".webmanifest",
    ".vcf",
    ".ics",
    ".wasm",
}
WORTH = 1_024  # bytes; less fits into one packet anyway
HALF_A_YEAR = 181  # days, the shorter half
SECURITY = ".well-known/security.txt"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda data: bytes(brotli.compress(data, quality=11)),
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
}  # fmt: skip


def dress(output: Path, store: Path, server: str, address: str, clinic: Clinic, today: datetime.date) -> Path:
    """Make store/tree out of output, for one kind of server, and return it; its deploy.json names all that lies in it.

    address: where visitors will see it, "" where nobody does. today: from which security.txt is good.
    Raises SiteError when the disk does not take it.
    """
    tree, new = store / "tree", store / "tree.new"
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        files = manifest.parse((output / MARK).read_bytes(), str(output / MARK)).files
        _link(output, new, files)
        files |= _write(new, {**hosts.files(server, output, address), **_security(address, clinic, today)})
        if hosts.HOSTS[server].packed:
            files |= _pack(new, store / "packed", files)
        (new / MARK).write_text(manifest.of_files(files).to_json(), encoding="utf-8", newline="\n")
        shutil.rmtree(tree, ignore_errors=True)
        new.rename(tree)
    except OSError as error:
        raise SiteError(
            f"The files to upload could not be prepared in {store}: {error.strerror or error}. "
            "Nothing was sent, and the live site is as it was."
        ) from error
    return tree


def _link(output: Path, tree: Path, paths: Iterable[str]) -> None:
    folders = set()
    for path in paths:
        there = tree / path
        if there.parent not in folders:
            there.parent.mkdir(parents=True, exist_ok=True)
            folders.add(there.parent)
        _link_or_copy(output / path, there)


def _link_or_copy(file: Path, there: Path) -> None:
    try:
        os.link(file, there)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(file, there)


def _write(tree: Path, files: dict[str, str]) -> Files:
    """Returns their digests."""
    for name, text in files.items():
        file = tree / name
        if file.exists():
            raise SiteError(
                f"The site has a page or file of its own at /{name}, which the host would take for its settings. "
                "Give it another name. Nothing was sent, and the live site is as it was."
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return {name: _digest(tree / name) for name in files}


def _security(address: str, clinic: Clinic, today: datetime.date) -> dict[str, str]:
    """security.txt (RFC 9116): whom to tell of a hole. It has its place at the root of a host and nowhere else."""
    if not address or address.count("/") > 2:
        return {}
    email = next((place.email for place in clinic.places if place.email), "")
    contact = f"mailto:{email}" if email else f"{address}/contact/"
    text = (
        f"Contact: {contact}\n"
        f"Expires: {_good_until(today).isoformat()}T00:00:00.000Z\n"
        "Preferred-Languages: en\n"
        f"Canonical: {address}/{SECURITY}\n"
    )
    return {SECURITY: text}


def _good_until(today: datetime.date) -> datetime.date:
    """The first 1 January or 1 July that is half a year away: the file changes twice a year, not at every deploy."""
    days = (datetime.date(year, month, 1) for year in (today.year, today.year + 1) for month in (1, 7))
    return next(day for day in days if (day - today).days >= HALF_A_YEAR)


def _pack(tree: Path, packed: Path, files: Files) -> Files:
    """Lay smaller copies beside the texts among files; packed keeps them by the digest of what they were made of.

    Returns the digests of the copies.
    """
    packed.mkdir(parents=True, exist_ok=True)
    by_digest: dict[str, list[str]] = {}
    for path, digest in files.items():
        if Path(path).suffix in SMALL and (tree / path).stat().st_size >= WORTH:
            by_digest.setdefault(digest, []).append(path)
    wanted = {packed / f"{digest}{end}": paths for digest, paths in by_digest.items() for end in PACKERS}
    missing = [(kept, tree / paths[0]) for kept, paths in wanted.items() if not kept.exists()]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(lambda each: _make(*each), missing))
    made: Files = {}
    for kept, paths in wanted.items():
        if kept.stat().st_size:
            for path in paths:
                _link_or_copy(kept, tree / f"{path}{kept.suffix}")
            made |= dict.fromkeys((f"{path}{kept.suffix}" for path in paths), _digest(kept))
    _forget(packed, wanted)
    return made


def _make(kept: Path, file: Path) -> None:
    """Make one copy; where it is no smaller than the file, an empty one says so."""
    data = file.read_bytes()
    small = PACKERS[kept.suffix](data)
    new = kept.with_name(f"{kept.name}.new")
    new.write_bytes(small if len(small) < len(data) else b"")
    new.rename(kept)


def _forget(packed: Path, wanted: Collection[Path]) -> None:
    for file in packed.iterdir():
        if file not in wanted:
            with contextlib.suppress(OSError):
                file.unlink()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
