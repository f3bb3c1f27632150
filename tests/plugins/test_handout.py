"""In: addresses. Out: codes that a phone reads from paper, with room around them and of few bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from plugins.handout import QUIET, qr

SIZE = 8  # pixels a module
ADDRESSES = (
    "https://a.example/",
    "https://clinic.example.com/health/massage-and-long-lasting-back-pain/",
    "https://clinic.example.com/" + "a-long-name/" * 30,
)


def drawn(svg: bytes) -> Image.Image:
    """The code as a printer draws it: a line of one unit for every h of the path."""
    root = ElementTree.fromstring(svg.decode())  # noqa: S314  our own
    side = int(root.attrib["viewBox"].split()[2])
    paper = Image.new("L", (side * SIZE, side * SIZE), 255)
    pen = ImageDraw.Draw(paper)
    x = y = 0.0
    for step, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", root[0].attrib["d"]):
        if step == "h":
            pen.rectangle((x * SIZE, (y - 0.5) * SIZE, (x + int(first)) * SIZE - 1, (y + 0.5) * SIZE - 1), 0)
            x += int(first)
        else:
            x, y = (float(first), float(second)) if step == "M" else (x + float(first), y + float(second))
    return paper


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_reads_the_address(address: str) -> None:
    (code,) = zxingcpp.read_barcodes(drawn(qr(address)))
    assert (code.text, code.format) == (address, zxingcpp.BarcodeFormat.QRCode)
    assert code.ec_level == "M"


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_has_the_quiet_zone_and_nothing_beyond_the_code(address: str) -> None:
    paper = drawn(qr(address))
    inner = paper.size[0] - 2 * QUIET * SIZE
    assert QUIET >= 4
    assert paper.point(lambda value: 255 - value).getbbox() == (
        QUIET * SIZE,
        QUIET * SIZE,
        QUIET * SIZE + inner,
        QUIET * SIZE + inner,
    )


def test_the_same_address_gives_the_same_small_file() -> None:
    assert qr(ADDRESSES[1]) == qr(ADDRESSES[1])
    assert len(qr(ADDRESSES[1])) < 2_400
