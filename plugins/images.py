"""In: the pictures that Documents show.

Out: <picture> with copies of several widths, what is known of each file, and where its copies will lie.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from plugins import assets, stages
from plugins.markup import PICTURE, attributes, tag
from rules.site import Document, PictureFile, Site
from rules.targets import resolve

MAX_BYTES = 40_000_000
WIDTHS = (400, 800, 1200, 1600)
COLUMN = 608  # CSS pixels: .prose is 38rem wide, with 1.25rem of page on either side
TALLEST = 720  # CSS pixels: a picture taken upright fits on a screen
QUALITY: dict[str, dict[str, Any]] = {
    ".avif": {"quality": 50, "speed": 6},
    ".jpg": {"quality": 78, "optimize": True, "progressive": True},
}


def prepare(document: Document, site: Site) -> None:
    """Rewrite every <img> to its copies; one that cannot be shown is left out, and rules/pictures.py says why."""
    document.html = rewritten(document, site)


def cache(site: Site) -> Path:
    """Where what is known of originals, and their copies, are kept by their content."""
    return Path(site.settings["CLINIC_ROOT"]) / ".cache" / "pictures"


def widths(picture: PictureFile) -> list[int]:
    """The widths of a picture's copies in pixels: none is wider than the original."""
    most = min(picture.width, WIDTHS[-1])
    return [*(width for width in WIDTHS if width < most), most]


def suffixes(picture: PictureFile) -> tuple[str, str]:
    """What browsers take best, and what every browser takes."""
    return ".avif", ".png" if picture.see_through else ".jpg"


def rewritten(document: Document, site: Site) -> str:
    """The HTML of one document with its pictures as copies of several widths."""
    leads = document.html.startswith("<figure>")

    def picture(match: re.Match[str]) -> str:
        values = attributes(match["attributes"])
        found = resolve(values.get("src", ""), document, site)
        if found.error or not found.file:
            return ""
        file = site.file(found.file)
        if file and found.file not in site.pictures:
            site.pictures[found.file] = _known(file, cache(site))
        if site.pictures[found.file].wrong:
            return ""
        return _markup(found.file, values.get("alt", ""), leads and match.start() < len("<figure> "), site)

    return re.sub(r"<figure></figure>|<p></p>", "", PICTURE.sub(picture, document.html))


def _markup(name: str, alt: str, first: bool, site: Site) -> str:
    """first: the page begins with it, so it is asked for at once; every other waits until it is near the screen."""
    picture = site.pictures[name]
    across = min(COLUMN, picture.width, round(TALLEST * picture.width / picture.height) or 1)
    sizes = f"(min-width:{across / 16 + 2.5:g}rem) {across / 16:g}rem, calc(100vw - 2.5rem)"
    sets: dict[str, list[str]] = {}
    for suffix in suffixes(picture):
        for width in widths(picture):
            address = f"images/{_slug(name)}-{width}.{picture.key[:8]}{suffix}"
            shown = assets.copy(site, address, cache(site) / picture.key / f"{width}{suffix}")
            sets.setdefault(suffix, []).append(f"{shown} {width}w")
    best, plain = (", ".join(addresses) for addresses in sets.values())
    source = {"type": "image/avif", "srcset": best, "sizes": sizes}
    size = {"width": str(across), "height": str(round(across * picture.height / picture.width) or 1)}
    when = {"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}
    middle = plain.split(", ")[min(1, len(widths(picture)) - 1)].split()[0]
    img = {"src": middle, "srcset": plain, "sizes": sizes, "alt": alt, **size, **when}
    return f"<picture>{tag('source', source)}{tag('img', img)}</picture>"


def _known(file: Path, folder: Path) -> PictureFile:
    """What is known of an original, looked at once for the same bytes."""
    size = file.stat().st_size
    if size > MAX_BYTES:
        return PictureFile(0, 0, size, wrong=f"is {size / 1e6:.0f} MB large")
    data = file.read_bytes()
    from plugins import originals  # here: most texts show no picture, and Pillow takes long to load

    key = hashlib.sha256(f"{originals.VERSIONS} {WIDTHS} {QUALITY}".encode() + data).hexdigest()[:20]
    note = folder / f"{key}.json"
    try:
        return PictureFile(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        found = originals.inspected(data, key)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(asdict(found)), encoding="utf-8")
        return found


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", PurePosixPath(name).stem.lower()).strip("-") or "picture"


def register() -> None:
    stages.add_each(prepare)
