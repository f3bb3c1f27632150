"""In: the tree of a build that goes to a host without a swap. Out: a copy of it on this computer, to bring it back from.

The copies are hard links: they take almost no room, and a later build does not change them.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from tools.deploy.driver import HostError, Release
from tools.deploy.manifest import KEPT, Manifest
from tools.swap import MARK


def keep(store: Path, manifest: Manifest, folder: Path) -> Path:
    """The build's own folder in the store; it counts as a release only once it is marked. Raises HostError."""
    kept = _place(store, manifest.build)
    new = kept.with_name(f"{kept.name}.new")
    try:
        if folder != kept:
            shutil.rmtree(new, ignore_errors=True)
            for path in manifest.files:
                _link(folder / path, new / path)
            if (kept / MARK).exists():
                shutil.copy2(kept / MARK, new)
            shutil.rmtree(kept, ignore_errors=True)
            new.mkdir(parents=True, exist_ok=True)
            new.rename(kept)
    except OSError as error:
        raise HostError(f"{_unwritable(store, error)} Nothing was sent.") from None
    return kept


def mark(kept: Path, manifest: Manifest) -> None:
    """Write its deploy.json as it will stand on the host: from now on it is a release. Raises HostError."""
    new = (
        kept / f"{MARK}.new"
    )  # never through a hard link: the file it shares its bytes with would change as well
    try:
        new.write_text(manifest.to_json(), encoding="utf-8", newline="\n")
        new.replace(kept / MARK)
        os.utime(kept)
    except OSError as error:
        raise HostError(_unwritable(kept, error)) from None


def find(store: Path, build: str) -> Path:
    """Where a build lies. Raises HostError when it is not there any more."""
    kept = _place(store, build)
    if build and (kept / MARK).is_file():
        return kept
    raise HostError(
        f"There is no build {build} on this computer any more. `python3 tasks.py deploy.list` shows those there are."
    )


def releases(store: Path, live: str) -> list[Release]:
    """Those kept here, newest first, and the live one in any case."""
    kept = [
        Release(
            folder.name,
            time.strftime("%Y-%m-%d %H:%M", time.gmtime(folder.stat().st_mtime)),
            folder.name == live,
        )
        for folder in _newest_first(store)
    ]
    unknown = live and live not in {release.build for release in kept}
    return [Release(live, "", True), *kept] if unknown else kept


def tidy(store: Path, live: str) -> None:
    """Keep the live build and the KEPT ones before it; what never went live goes."""
    others = [folder for folder in _newest_first(store) if folder.name != live]
    stay = {live, *(folder.name for folder in others[:KEPT])}
    for folder in (store / "releases").iterdir():
        if folder.name not in stay:
            shutil.rmtree(folder, ignore_errors=True)


def _place(store: Path, build: str) -> Path:
    return store / "releases" / build


def _newest_first(store: Path) -> list[Path]:
    folders = (folder for folder in (store / "releases").glob("*") if (folder / MARK).is_file())
    return sorted(
        (folder for folder in folders if "." not in folder.name), key=lambda each: -each.stat().st_mtime_ns
    )


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # another disk, or one that knows no hard links
        shutil.copy2(source, target)


def _unwritable(place: Path, error: OSError) -> str:
    return f"A copy of the site could not be written to {place} ({error.strerror or error})."
