"""In: the pictures that Documents show.

Out: clean copies with width and height among the assets, and what is known of each file.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import PurePosixPath

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from plugins import stages
from plugins.markup import PICTURE, attributes, tag
from rules.site import Document, PictureFile, Site
from rules.targets import resolve

MAX_BYTES = 40_000_000
MAX_PIXELS = 60_000_000
WIDTH = 1600
QUALITY = 80
FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".png", "MPO": ".jpg"}
CAMERA = {
    ExifTags.Base.Make,
    ExifTags.Base.Model,
    ExifTags.Base.DateTimeOriginal,
    ExifTags.Base.BodySerialNumber,
}
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def prepare(site: Site) -> None:
    """Rewrite every <img> to its clean copy; one that cannot be shown is left out, and rules/pictures.py says why."""
    copies: dict[str, tuple[str, int, int]] = {}
    for document in site.documents:
        document.html = _rewritten(document, site, copies)


def _rewritten(document: Document, site: Site, copies: dict[str, tuple[str, int, int]]) -> str:
    def picture(match: re.Match[str]) -> str:
        values = attributes(match["attributes"])
        found = resolve(values.get("src", ""), document, site)
        if found.error or not found.file:
            return ""
        if found.file not in copies and found.file not in site.pictures:
            copy = _copy(found.file, site)
            if copy:
                copies[found.file] = copy
        if found.file not in copies:
            return ""
        address, width, height = copies[found.file]
        shown = {
            "src": site.base + address,
            "alt": values.get("alt", ""),
            "width": str(width),
            "height": str(height),
        }
        return tag("img", {**shown, "loading": "lazy", "decoding": "async"})

    return re.sub(r"<figure></figure>|<p></p>", "", PICTURE.sub(picture, document.html))


def _copy(name: str, site: Site) -> tuple[str, int, int] | None:
    """Make the clean copy of one file; site.pictures gets what is known of it."""
    file = site.files[name]
    size = file.stat().st_size
    if size > MAX_BYTES:
        site.pictures[name] = PictureFile(0, 0, size, False, f"is {size / 1e6:.0f} MB large")
        return None
    try:
        with Image.open(io.BytesIO(file.read_bytes())) as original:
            has_place = _has_place(original)
            suffix = FORMATS.get(original.format or "", "")
            if not suffix:
                site.pictures[name] = PictureFile(
                    *original.size, size, has_place, f"is {original.format}, which browsers may not show"
                )
                return None
            clean = ImageOps.exif_transpose(original)
    except Image.DecompressionBombError:
        site.pictures[name] = PictureFile(
            0, 0, size, False, f"has over {MAX_PIXELS // 1_000_000} million pixels"
        )
        return None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        site.pictures[name] = PictureFile(0, 0, size, False, "is damaged or no picture")
        return None
    site.pictures[name] = PictureFile(*clean.size, size, has_place, "")
    clean.thumbnail((WIDTH, WIDTH * 4))
    data = _encoded(clean, suffix)
    address = f"images/{_slug(name)}.{hashlib.sha256(data).hexdigest()[:8]}{suffix}"
    site.assets[address] = data
    return address, clean.width, clean.height


def _encoded(picture: Image.Image, suffix: str) -> bytes:
    """The bytes of a picture without any metadata: only its pixels are copied."""
    out = io.BytesIO()
    if suffix == ".jpg":
        picture.convert("RGB").save(
            out, "JPEG", quality=QUALITY, optimize=True, progressive=True, exif=b"", icc_profile=None
        )
    else:
        bare = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        bare.info.clear()
        bare.save(
            out,
            {".png": "PNG", ".webp": "WEBP"}[suffix],
            **({"optimize": True} if suffix == ".png" else {"quality": QUALITY}),
        )
    return out.getvalue()


def _has_place(picture: Image.Image) -> bool:
    """Whether the file says where, when or with what it was taken."""
    exif = picture.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    return bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or any(key in exif or key in details for key in CAMERA)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", PurePosixPath(name).stem.lower()).strip("-") or "picture"


def register() -> None:
    stages.add(prepare)
