"""In: a title, a name and the look of a theme. Out: the picture that stands beside a link where people share links, as PNG.

A card has sixteen colours, so that it is drawn and packed as four bits a pixel: paper, and shades from paper to four colours.
"""

from __future__ import annotations

import io
import re
import zlib
from functools import lru_cache
from xml.etree import ElementTree

from font_source_serif_pro import SourceSerifPro, SourceSerifProSemibold
from PIL import Image, ImageColor, ImageDraw, ImageFont

SIZE = (1200, 630)  # pixels, what Open Graph readers ask for
EDGE = 84
TEXT_WIDTH = 730
TITLE_SIZES = range(80, 47, -4)
LEAN = 10  # pixels that letters may lean out of what they measure; the mark begins beyond
MOST_LINES = 4
LINE = 1.14
SCALE = 4  # the mark is drawn so much larger and made small, so that its edges are smooth
SHADES = {
    "ink": 6,
    "teal": 3,
    "stone": 3,
    "sore": 3,
}  # shades of each colour of the theme, the last the colour itself
COLOUR = r"--color-%s: light-dark\((#[0-9a-f]{3,6}),"
NUMBERS = {  # for each of 256 steps of coverage the number of its shade in the palette; 0 is paper
    name: [
        shade and shade + sum(list(SHADES.values())[:place])
        for step in range(256)
        for shade in (round(step / 255 * shades),)
    ]
    for place, (name, shades) in enumerate(SHADES.items())
}
OPAQUE = [0, *([255] * 255)]

Colours = dict[str, str]
Font = tuple[str, int]  # a file and a size in pixels


def draw(title: str, name: str, mark: bytes, tokens: str) -> bytes:
    """A PNG of SIZE: the title in as large letters as fit, the clinic's name, and its mark."""
    card = _ground(mark).copy()
    font, lines = _set(title)
    step = round(font[1] * LINE)
    letters = Image.new("L", (TEXT_WIDTH + 2 * LEAN, SIZE[1] - 2 * EDGE))
    pen = ImageDraw.Draw(letters)
    top = (letters.height - 90 - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((LEAN, top + number * step), line, 255, _font(*font))
    card.paste(letters.point(NUMBERS["ink"]), (EDGE - LEAN, EDGE))
    under = Image.new("L", (SIZE[0], EDGE))  # a long name of a clinic may reach below the mark
    ImageDraw.Draw(under).text((EDGE, EDGE // 2), name, 255, _font(SourceSerifPro, 38), "ls")
    shown = under.point(NUMBERS["teal"])
    card.paste(shown, (0, SIZE[1] - EDGE - EDGE // 2), shown.point(OPAQUE))
    card.putpalette(_palette(tokens))
    out = io.BytesIO()
    card.save(out, "PNG", bits=4, compress_type=zlib.Z_RLE)  # half the time of other ways, and not larger
    return out.getvalue()


@lru_cache(maxsize=4)
def _palette(tokens: str) -> list[int]:
    """Paper, and the shades of each colour of a theme, from its tokens.css."""
    colours = {name: _colour(tokens, name) for name in ("paper", *SHADES)}
    paper = ImageColor.getrgb(colours["paper"])
    palette = list(paper)
    for name, shades in SHADES.items():
        full = ImageColor.getrgb(colours[name])
        for shade in range(1, shades + 1):
            palette += [round(p + (f - p) * shade / shades) for p, f in zip(paper, full, strict=True)]
    return palette


def _set(title: str) -> tuple[Font, list[str]]:
    """The title in balanced lines, in the largest letters it fits in; one that fits in none is cut."""
    words = title.split()
    for size in TITLE_SIZES:
        font = (SourceSerifProSemibold, size)
        lines = _broken(words, font, TEXT_WIDTH)
        widest = max((_word(word, font) for word in words), default=0)
        if widest <= TEXT_WIDTH and len(lines) <= MOST_LINES:
            for width in range(TEXT_WIDTH // 3, TEXT_WIDTH, 10):
                if widest <= width and len(balanced := _broken(words, font, width)) <= len(lines):
                    return font, balanced
            return font, lines
    font = (SourceSerifProSemibold, TITLE_SIZES[-1])
    kept = [_cut(line, font) for line in _broken(words, font, TEXT_WIDTH)[:MOST_LINES]]
    return font, [*kept[:-1], f"{kept[-1].rstrip(' .,:;')} \u2026"]


def _broken(words: list[str], font: Font, width: int) -> list[str]:
    """Words are measured one by one: titles share many, and their lines are tried in many ways."""
    lines, length, space = [""], 0.0, _word(" ", font)
    for word in words:
        own = _word(word, font)
        if lines[-1] and length + space + own > width:
            lines.append(word)
            length = own
        else:
            length += space + own if lines[-1] else own
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _cut(line: str, font: Font) -> str:
    while len(line) > 1 and _font(*font).getlength(line) > TEXT_WIDTH - font[1]:
        line = line[:-1]
    return line


@lru_cache(maxsize=10_000)
def _word(word: str, font: Font) -> float:
    """Its length in pixels."""
    return _font(*font).getlength(word)


@lru_cache(maxsize=20)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@lru_cache(maxsize=4)
def _ground(mark: bytes) -> Image.Image:
    """Paper with the mark of the theme on its right, each pixel a number of the palette."""
    svg = ElementTree.fromstring(mark)  # noqa: S314 -- a file of our own theme
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    unit = (SIZE[1] - 2 * EDGE) * SCALE / height
    x0, y0 = (SIZE[0] - EDGE) * SCALE - width * unit - left * unit, EDGE * SCALE - top * unit
    ground = Image.new("L", SIZE, 0)
    for colour, wanted in (("stone", False), ("sore", True)):
        drawn = Image.new("L", (SIZE[0] * SCALE, SIZE[1] * SCALE), 0)
        for stone in svg.iter("{http://www.w3.org/2000/svg}rect"):
            if ("clay" in stone.attrib.get("class", "")) is not wanted:
                continue
            x, y, w, h, radius = (
                float(stone.attrib[key]) * unit for key in ("x", "y", "width", "height", "rx")
            )
            turn, *_ = map(float, re.findall(r"-?[\d.]+", stone.attrib["transform"]))
            side = round(2 * w)
            tile = Image.new("L", (side, side), 0)
            box = ((side - w) / 2, (side - h) / 2, (side + w) / 2, (side + h) / 2)
            ImageDraw.Draw(tile).rounded_rectangle(box, radius, fill=255)
            tile = tile.rotate(-turn, Image.Resampling.BICUBIC)
            drawn.paste(255, (round(x0 + x + w / 2 - side / 2), round(y0 + y + h / 2 - side / 2)), tile)
        shown = drawn.reduce(SCALE).point(NUMBERS[colour])
        ground.paste(shown, (0, 0), shown.point(OPAQUE))
    return ground


def _colour(tokens: str, name: str) -> str:
    """The light value of a colour of the theme."""
    found = re.search(COLOUR % name, tokens)
    if not found:
        raise KeyError(name)
    return found[1]
