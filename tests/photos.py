"""In: nothing. Out: photos as staff bring them, drawn here: all of their traps, none of their people."""

from __future__ import annotations

import io
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageDraw

pillow_heif.register_heif_opener()
LEFT_EDGE_UP = 6  # Exif: the camera was held upright


def scene(width: int, height: int) -> Image.Image:
    """A room with a window and a mat: wide gradients, sharp edges and the grain of a camera."""
    small = Image.new("RGB", (400, 300), "#d9cfbd")
    pen = ImageDraw.Draw(small)
    for y in range(300):
        pen.line((0, y, 400, y), (217 - y // 4, 207 - y // 5, 189 - y // 3))
    pen.rectangle((40, 30, 150, 140), "#bcd8e0", "#f6f1e6", 6)
    pen.polygon([(60, 260), (340, 240), (390, 290), (90, 298)], "#0f5560")
    pen.ellipse((220, 120, 262, 162), "#b0552e")
    pen.rounded_rectangle((205, 160, 280, 250), 20, "#3a5155")
    grain = Image.effect_noise((800, 600), 24).convert("RGB")
    picture = Image.blend(small.resize((800, 600), Image.Resampling.BICUBIC), grain, 0.06)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def camera(*, orientation: int = 1, gps: bool = True) -> Image.Exif:
    """What a telephone writes into a photo."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "A telephone"
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 0.0, 0.0)
    return exif


def folder() -> dict[str, bytes]:
    """Ten files, by their names."""
    cut_out = scene(1400, 1050).convert("RGBA")
    cut_out.putalpha(Image.linear_gradient("L").resize(cut_out.size))
    frames = [scene(640, 480), scene(640, 480).transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    grey = scene(900, 1200).convert("L").convert("I").point(lambda value: value * 257)
    return {
        "stretch-on-a-mat.jpg": saved(
            scene(4032, 3024), "JPEG", exif=camera(orientation=LEFT_EDGE_UP), quality=90
        ),
        "front-door.jpg": saved(scene(4000, 3000), "JPEG", exif=camera()),
        "printed-leaflet.jpg": saved(scene(1800, 1200).convert("CMYK"), "JPEG"),
        "model-of-a-spine.png": saved(cut_out, "PNG"),
        "waiting-room.jpg": saved(scene(7728, 5152), "JPEG", quality=85),
        "treatment-room.heic": saved(scene(3024, 2268), "HEIF", exif=camera().tobytes()),
        "broken-copy.jpg": saved(scene(1600, 1200), "JPEG")[:30_000],
        "moving-exercise.gif": saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "picture-of-bones.png": saved(grey.convert("I;16"), "PNG"),
        "small-icon.webp": saved(scene(320, 240), "WEBP"),
    }
