"""In: the title of a page. Out: the picture that stands beside a link to it where people share links."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from font_source_serif_pro import SourceSerifPro, SourceSerifProSemibold
from PIL import Image, ImageDraw, ImageFont

from plugins import assets
from rules.site import Site

SIZE = (1200, 630)  # pixels, what Open Graph readers ask for
EDGE = 84
TEXT_WIDTH = 730
TITLE_SIZES = range(80, 47, -4)
MOST_LINES = 4
LINE = 1.14
COLOURS = 24  # paper, ink, stone and clay with the shades between them
COLOUR = r"--color-%s: light-dark\((#[0-9a-f]{3,6}),"


def address(site: Site, title: str) -> str:
    """The address of the card of a page, from the root without the first slash; it is made once for the same words."""
    theme, name = Path(site.settings["THEME"]), site.clinic.name
    made_from = [
        title,
        name,
        _read(theme / "static/art/mark.svg"),
        _read(_tokens(theme)),
        _read(Path(__file__)),
    ]
    key = hashlib.sha256(json.dumps(made_from).encode()).hexdigest()
    file = Path(site.settings["CLINIC_ROOT"]) / ".cache" / "cards" / f"{key[:20]}.png"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            new.write(draw(title, name, theme))
        Path(new.name).replace(file)
    url = f"images/card.{key[:8]}.png"
    assets.copy(site, url, file)
    return url


def draw(title: str, name: str, theme: Path) -> bytes:
    """A PNG of SIZE: the title in as large letters as fit, the clinic's name, and its mark."""
    card = _ground(theme).copy()
    pen = ImageDraw.Draw(card)
    font, lines = _set(title)
    ink, soft = _colour(theme, "ink"), _colour(theme, "teal")
    step = round(font.size * LINE)
    top = EDGE + (SIZE[1] - 2 * EDGE - 90 - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((EDGE, top + number * step), line, ink, font)
    pen.text((EDGE, SIZE[1] - EDGE), name, soft, _font(SourceSerifPro, 38), anchor="ls")
    out = io.BytesIO()
    card.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _set(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The title in balanced lines, in the largest letters it fits in; one that fits in none is cut."""
    words = title.split()
    for size in TITLE_SIZES:
        font = _font(SourceSerifProSemibold, size)
        lines = _broken(words, font, TEXT_WIDTH)
        if _fits(words, font, TEXT_WIDTH, MOST_LINES):
            most = len(lines)
            balanced = (w for w in range(TEXT_WIDTH // 3, TEXT_WIDTH, 10) if _fits(words, font, w, most))
            return font, _broken(words, font, next(balanced, TEXT_WIDTH))
    font = _font(SourceSerifProSemibold, TITLE_SIZES[-1])
    kept = [_cut(line, font) for line in _broken(words, font, TEXT_WIDTH)[:MOST_LINES]]
    return font, [*kept[:-1], f"{kept[-1].rstrip(' .,:;')} \u2026"]


def _fits(words: list[str], font: ImageFont.FreeTypeFont, width: int, most: int) -> bool:
    lines = _broken(words, font, width)
    return len(lines) <= most and all(font.getlength(line) <= width for line in lines)


def _broken(words: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(line: str, font: ImageFont.FreeTypeFont) -> str:
    while len(line) > 1 and font.getlength(line) > TEXT_WIDTH - font.size:
        line = line[:-1]
    return line


@cache
def _ground(theme: Path) -> Image.Image:
    """Paper with the mark of the theme on its right, drawn large and made small, so that its edges are smooth."""
    scale = 4
    card = Image.new("RGB", (SIZE[0] * scale, SIZE[1] * scale), _colour(theme, "paper"))
    svg = ElementTree.parse(theme / "static/art/mark.svg").getroot()  # noqa: S314 -- a file of our own theme
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    unit = (SIZE[1] - 2 * EDGE) * scale / height
    x0, y0 = (SIZE[0] - EDGE) * scale - width * unit - left * unit, EDGE * scale - top * unit
    for stone in svg.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, w, h, radius = (float(stone.attrib[key]) for key in ("x", "y", "width", "height", "rx"))
        turn, *_ = map(float, re.findall(r"-?[\d.]+", stone.attrib["transform"]))
        colour = _colour(theme, "sore" if "clay" in stone.attrib.get("class", "") else "stone")
        side = round(2 * w * unit)
        tile = Image.new("L", (side, side), 0)
        middle = side / 2
        box = (middle - w * unit / 2, middle - h * unit / 2, middle + w * unit / 2, middle + h * unit / 2)
        ImageDraw.Draw(tile).rounded_rectangle(box, radius * unit, fill=255)
        tile = tile.rotate(-turn, Image.Resampling.BICUBIC)
        at = (round(x0 + (x + w / 2) * unit - middle), round(y0 + (y + h / 2) * unit - middle))
        card.paste(colour, (*at, at[0] + side, at[1] + side), tile)
    return card.resize(SIZE, Image.Resampling.LANCZOS)


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@cache
def _colour(theme: Path, name: str) -> str:
    """The light value of a colour of the theme."""
    found = re.search(COLOUR % name, _read(_tokens(theme)))
    if not found:
        raise KeyError(name)
    return found[1]


def _tokens(theme: Path) -> Path:
    return theme / "static/css/tokens.css"


@cache
def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
