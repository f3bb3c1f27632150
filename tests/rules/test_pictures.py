from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.sites import ARTICLE, MakeSite, lines


def picture(width: int = 1600) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 900), "teal").save(out, "PNG")
    return out.getvalue()


def said(make_site: MakeSite, body: str, name: str = "room.png", width: int = 1600) -> list[str]:
    site = make_site({"articles/a.md": ARTICLE + body, f"images/{name}": picture(width)})
    return [
        line.removeprefix("articles/a.md:")
        for line in lines(site, "image.alt", "image.size", "image.name", "image.place")
    ]


def test_a_picture_without_words_is_named(make_site: MakeSite) -> None:
    assert said(make_site, "![](../images/room.png)") == [
        "6: image.alt: This picture has no words for people who cannot see it. "
        'Say in the brackets what it shows, or mark it: `![](file "decoration")`.'
    ]


def test_decoration_needs_no_words(make_site: MakeSite) -> None:
    assert said(make_site, '![](../images/room.png "decoration")') == []


def test_a_small_picture_is_named(make_site: MakeSite) -> None:
    assert said(make_site, "![A room](../images/room.png)", width=320) == [
        "6: image.size: `room.png` is only 320 pixels wide and will look blurred. Use one of at least 400 pixels, better 1600."
    ]


@pytest.mark.parametrize(
    "name", ["IMG_1234.png", "DSC00012.png", "image.png", "20260105_101500.png", "Screenshot 2026-01-05.png"]
)
def test_a_camera_s_name_is_named(make_site: MakeSite, name: str) -> None:
    assert said(make_site, f"![A room](<../images/{name}>)", name) == [
        f"6: image.name: The name `{name}` does not say what the picture shows. Rename it, such as `first-visit.jpg`."
    ]


@pytest.mark.parametrize("name", ["first-visit.png", "image-of-a-spine.png", "room-2.png"])
def test_a_telling_name_passes(make_site: MakeSite, name: str) -> None:
    assert said(make_site, f"![A room](../images/{name})", name) == []
