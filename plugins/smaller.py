"""In: the bytes of a picture as a camera made it. Out: the picture upright, in sRGB, in each width that pages show."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageOps

from plugins.images import WIDTHS, widths
from plugins.originals import opened
from rules.site import PictureFile


def copies(data: bytes, picture: PictureFile) -> Iterator[Image.Image]:
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
