"""In: a finished site. Out: the tree that goes up: its files, what the host reads beside them, and the smaller copies it sends.

The files are hard links; a copy is made small once for its content, however often the site is deployed.
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from rules.clinic import Clinic
from rules.problem import SiteError
from tools.deploy import hosts, manifest
from tools.deploy.manifest import Files
from tools.lay import lay
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
    "br": lambda data: bytes(brotli.compress(data, quality=11)),
    "gz": lambda data: gzip.compress(data, 9, mtime=0),
}  # fmt: skip


def dress(output: Path, store: Path, server: str, address: str, clinic: Clinic, today: datetime.date) -> Path:
    """Make store/tree out of output, for one kind of server, and return it; its deploy.json names all that lies in it.

    address: where visitors will see it, "" where nobody does. today: from which security.txt is good.
    What lies there already stays. Raises SiteError when the disk does not take it.
    """
    tree = store / "tree"
    try:
        files = manifest.parse((output / MARK).read_bytes(), str(output / MARK)).files
        sources = {path: output / path for path in files}
        own = {**hosts.files(server, output, address), **_security(address, clinic, today)}
        if taken := sorted(own.keys() & files.keys()):
            raise SiteError(
                f"The site has a page or file of its own at /{taken[0]}, which the host would take for its settings. "
                "Give it another name. Nothing was sent, and the live site is as it was."
            )
        if hosts.HOSTS[server].packed:
            for path, (kept, digest) in _packed(output, store / "packed", files).items():
                sources[path], files[path] = kept, digest
        (tree / MARK).unlink(missing_ok=True)  # until all lies there, it is no tree
        lay(tree, {path: str(file) for path, file in sources.items()})
        for path, text in own.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(text, encoding="utf-8", newline="\n")
        files |= {path: hashlib.sha256(text.encode()).hexdigest() for path, text in own.items()}
        (tree / MARK).write_text(manifest.of_files(files).to_json(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise SiteError(
            f"The files to upload could not be prepared in {store}: {error.strerror or error}. "
            "Nothing was sent, and the live site is as it was."
        ) from error
    return tree


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


def _packed(output: Path, packed: Path, files: Files) -> dict[str, tuple[Path, str]]:
    """The smaller copies of the texts among files, by where they belong: where they are kept, and their digests.

    What is kept is called by the digest of what it was made of, and its own: it is made once, and read when it is sent.
    """
    packed.mkdir(parents=True, exist_ok=True)
    texts = {
        path: digest
        for path, digest in files.items()
        if Path(path).suffix in SMALL and (output / path).stat().st_size >= WORTH
    }
    wanted = {(digest, ending): path for path, digest in texts.items() for ending in PACKERS}
    kept: dict[tuple[str, str], tuple[str, Path]] = {}
    for file in packed.iterdir():
        digest, own, ending = [*file.name.split("."), "", ""][:3]
        if (digest, ending) in wanted and file.suffix == f".{ending}":
            kept[digest, ending] = own, file
        else:
            file.unlink()
    missing = [key for key in wanted if key not in kept]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        made = workers.map(lambda key: _make(packed, key[0], key[1], output / wanted[key]), missing)
        kept |= dict(zip(missing, made, strict=True))
    return {
        f"{path}.{ending}": (file, own)
        for path, digest in texts.items()
        for ending in PACKERS
        for own, file in [kept[digest, ending]]
        if own
    }


def _make(packed: Path, digest: str, ending: str, file: Path) -> tuple[str, Path]:
    """Make one copy; where it is no smaller than the file, an empty one without a digest says so."""
    data = file.read_bytes()
    small = PACKERS[ending](data)
    own = hashlib.sha256(small).hexdigest() if len(small) < len(data) else ""
    kept = packed / f"{digest}.{own}.{ending}"
    new = kept.with_name(f"{kept.name}.new")
    new.write_bytes(small if own else b"")
    return own, new.rename(kept)
