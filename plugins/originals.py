"""In: the bytes of a picture as a camera made it. Out: what is known of it, and the picture itself."""

from __future__ import annotations

import io

import pillow_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from PIL import __version__ as pillow

from rules.site import PictureFile

VERSIONS = f"{pillow} {pillow_heif.__version__}"  # of what reads and makes pictures
MAX_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
MOVING = ("GIF", "WEBP", "PNG", "AVIF")
CAMERA = {
    ExifTags.Base.Make,
    ExifTags.Base.Model,
    ExifTags.Base.DateTimeOriginal,
    ExifTags.Base.BodySerialNumber,
}
Image.MAX_IMAGE_PIXELS = None  # inspected() says it in words
pillow_heif.register_heif_opener()


def opened(data: bytes) -> Image.Image:
    """The picture in these bytes. Raises what Pillow raises for what is none."""
    return Image.open(io.BytesIO(data), formats=FORMATS)


def inspected(data: bytes, key: str) -> PictureFile:
    """What is known of a picture, and in words what is wrong with it. key: what its copies are kept under."""
    size = len(data)
    try:
        with opened(data) as original:
            pixels = original.width * original.height
            if pixels > MAX_PIXELS:
                return PictureFile(
                    *original.size,
                    size,
                    wrong=f"has {pixels / 1e6:.0f} million pixels, too many to work with",
                )
            moves = original.format in MOVING and getattr(original, "is_animated", False)
            has_place = _has_place(original)
            upright = ImageOps.exif_transpose(original)
            see_through = upright.has_transparency_data and _lowest_alpha(upright) < 255
    except UnidentifiedImageError:
        kinds = "JPEG, PNG, WebP, GIF, AVIF or HEIC"
        return PictureFile(0, 0, size, wrong=f"is damaged, or no picture that is known here ({kinds})")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        return PictureFile(0, 0, size, wrong="is damaged")
    return PictureFile(*upright.size, size, has_place, "", key, see_through, moves)


def _lowest_alpha(picture: Image.Image) -> int:
    low, _ = picture.convert("RGBA").getchannel("A").getextrema()
    return int(low)  # type: ignore[arg-type]


def _has_place(picture: Image.Image) -> bool:
    """Whether the file says where, when or with what it was taken."""
    exif = picture.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    return bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or any(key in exif or key in details for key in CAMERA)
