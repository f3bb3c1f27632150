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
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from rules.clinic import Clinic
from rules.problem import SiteError
from tools.deploy import hosts, manifest
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
        _link(output, new)
        _write(new, {**hosts.files(server, output, address), **_security(address, clinic, today)})
        if hosts.HOSTS[server].packed:
            _pack(new, store / "packed")
        (new / MARK).write_text(manifest.of_folder(new).to_json(), encoding="utf-8", newline="\n")
        shutil.rmtree(tree, ignore_errors=True)
        new.rename(tree)
    except OSError as error:
        raise SiteError(
            f"The files to upload could not be prepared in {store}: {error.strerror or error}. "
            "Nothing was sent, and the live site is as it was."
        ) from error
    return tree


def _link(output: Path, tree: Path) -> None:
    for file in output.rglob("*"):
        there = tree / file.relative_to(output)
        if file.is_dir():
            there.mkdir(parents=True, exist_ok=True)
        elif there.name != MARK or there.parent != tree:
            there.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(file, there)


def _link_or_copy(file: Path, there: Path) -> None:
    try:
        os.link(file, there)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(file, there)


def _write(tree: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = tree / name
        if file.exists():
            raise SiteError(
                f"The site has a page or file of its own at /{name}, which the host would take for its settings. "
                "Give it another name. Nothing was sent, and the live site is as it was."
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


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


def _pack(tree: Path, packed: Path) -> None:
    """Lay smaller copies beside the texts of tree; packed keeps them by the digest of what they were made of."""
    packed.mkdir(parents=True, exist_ok=True)
    by_digest: dict[str, list[Path]] = {}
    for file in sorted(tree.rglob("*")):
        if file.suffix in SMALL and file.is_file() and file.stat().st_size >= WORTH:
            by_digest.setdefault(hashlib.sha256(file.read_bytes()).hexdigest(), []).append(file)
    wanted = {packed / f"{digest}{end}": files for digest, files in by_digest.items() for end in PACKERS}
    missing = [(kept, files[0]) for kept, files in wanted.items() if not kept.exists()]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(lambda each: _make(*each), missing))
    for kept, files in wanted.items():
        if kept.stat().st_size:
            for file in files:
                _link_or_copy(kept, file.with_name(file.name + kept.suffix))
    _forget(packed, wanted)


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
