"""In: the originals that pages show. Out: their copies in the cache, made once for the same bytes.

A copy holds pixels in sRGB and nothing else: no place, no camera, no colour profile.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from plugins import stages
from plugins.images import QUALITY, WIDTHS, cache, opened, suffixes, widths
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
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-", ignore_cleanup_errors=True) as new:
        for copy in _copies(file.read_bytes(), picture):
            for suffix in suffixes(picture):
                copy.save(Path(new) / f"{copy.width}{suffix}", **QUALITY.get(suffix, {"optimize": True}))
        with contextlib.suppress(OSError):  # another build was first
            Path(new).rename(folder / picture.key)
    return file


def _copies(data: bytes, picture: PictureFile) -> Iterator[Image.Image]:
    """The picture upright and in sRGB, in each of its widths."""
    with opened(data) as original:
        original.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # a JPEG is read at a fraction of its size
        upright = ImageOps.exif_transpose(original)
    most = widths(picture)[-1]
    largest = _in_srgb(_resized(_plain(upright), most), picture.see_through)
    for width in widths(picture):
        copy = _resized(largest, width)
        copy.info.clear()
        yield copy


def _resized(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller: no palette, and 8 bits a channel."""
    if picture.mode.startswith(("I", "F")):  # 16 bits of grey, as X-rays have
        return picture.convert("F").point(lambda value: value * (255 / 65535)).convert("L")
    if picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        return picture if "transparency" not in picture.info else picture.convert("RGBA")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, see_through: bool) -> Image.Image:
    mode = "RGBA" if see_through else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):  # a profile nobody can read
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            done = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
            if done:
                return done
    return picture.convert(mode)


def register() -> None:
    stages.add(make)
