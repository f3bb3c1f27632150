"""In: the originals that pages show. Out: their copies in the cache, made once for the same bytes.

A copy holds pixels in sRGB and nothing else: no place, no camera, no colour profile.
"""

from __future__ import annotations

import contextlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from plugins import stages
from plugins.images import QUALITY, cache, suffixes
from rules.site import PictureFile, Site

WORKERS = 4  # a 60-megapixel picture takes 240 MB while it is made smaller


def make(site: Site) -> None:
    """Encode what the cache does not hold yet, and say after each picture how far it is."""
    folder, say = cache(site), site.settings["CLINIC_SAY"]
    missing = {
        picture.key: (name, picture)
        for name, picture in site.pictures.items()
        if not picture.wrong and not (folder / picture.key).is_dir()
    }
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(WORKERS) as pool:
        work = pool.map(lambda each: _encode(site.files[each[0]], each[1], folder), missing.values())
        for number, file in enumerate(work, 1):
            say(f"Picture {number} of {len(missing)} made small: {file.name}")


def _encode(file: Path, picture: PictureFile, folder: Path) -> Path:
    """Write all copies of one original, and return it; another build that reads the cache sees all of them or none."""
    from plugins.smaller import copies  # here: most builds have no new picture, and Pillow takes long to load

    with tempfile.TemporaryDirectory(dir=folder, prefix="new-", ignore_cleanup_errors=True) as new:
        for copy in copies(file.read_bytes(), picture):
            for suffix in suffixes(picture):
                copy.save(Path(new) / f"{copy.width}{suffix}", **QUALITY.get(suffix, {"optimize": True}))
        with contextlib.suppress(OSError):  # another build was first
            Path(new).rename(folder / picture.key)
    return file


def register() -> None:
    stages.add(make)
