from __future__ import annotations

import re

import pytest
from PIL import Image

from plugins import images
from tests import photos
from tests.sites import ARTICLE, MakeSite, lines


def photo(size: tuple[int, int] = (2400, 1200), kind: str = "JPEG", **options: object) -> bytes:
    return photos.saved(Image.new("RGB", size, "teal"), kind, **options)


def shown(make_site: MakeSite, data: bytes, body: str = "![A room](../images/room.jpg)\n") -> str:
    site = make_site({"articles/a.md": ARTICLE + body, "images/room.jpg": data})
    html: str = site.documents[0].html
    return html


def test_a_picture_has_its_widths_its_size_and_what_the_browser_needs_to_choose(make_site: MakeSite) -> None:
    html = shown(make_site, photo(), "Words.\n\n![A room](../images/room.jpg)\n")
    (key,) = set(re.findall(r"room-\d+\.([0-9a-f]{8})\.", html))
    sets = {
        suffix: ", ".join(f"/images/room-{width}.{key}.{suffix} {width}w" for width in (400, 800, 1200, 1600))
        for suffix in ("avif", "jpg")
    }
    sizes = "(min-width:40.5rem) 38rem, calc(100vw - 2.5rem)"
    assert html == (
        "<p>Words.</p>\n"
        f'<figure><picture><source type="image/avif" srcset="{sets["avif"]}" sizes="{sizes}">'
        f'<img src="/images/room-800.{key}.jpg" srcset="{sets["jpg"]}" sizes="{sizes}" alt="A room"'
        ' width="608" height="304" loading="lazy" decoding="async"></picture></figure>'
    )


def test_the_picture_a_page_begins_with_is_asked_for_at_once(make_site: MakeSite) -> None:
    twice = "![A room](../images/room.jpg)\n\n![A room again](../images/room.jpg)\n"
    first, second = re.findall("<img[^>]+>", shown(make_site, photo(), twice))
    assert 'fetchpriority="high"' in first and "loading" not in first
    assert 'loading="lazy"' in second and "fetchpriority" not in second


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((320, 240), [320]),
        ((400, 300), [400]),
        ((1000, 800), [400, 800, 1000]),
        ((5000, 3000), [400, 800, 1200, 1600]),
    ],
)
def test_no_copy_is_wider_than_the_original(
    make_site: MakeSite, size: tuple[int, int], widths: list[int]
) -> None:
    html = shown(make_site, photo(size))
    assert [int(width) for width in re.findall(r"avif (\d+)w", html)] == widths


def test_a_picture_taken_upright_fits_on_a_screen(make_site: MakeSite) -> None:
    html = shown(make_site, photo((1200, 800), exif=photos.camera(orientation=6)))
    assert 'width="480" height="720"' in html
    assert 'sizes="(min-width:32.5rem) 30rem, calc(100vw - 2.5rem)"' in html


def test_a_caption_is_kept(make_site: MakeSite) -> None:
    html = shown(make_site, photo(), '![A room](../images/room.jpg "Where we work")\n')
    assert "<figcaption>Where we work</figcaption>" in html


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_place_or_camera_is_said(make_site: MakeSite, kind: str) -> None:
    exif = photos.camera()
    data = photo(kind=kind, exif=exif.tobytes() if kind == "HEIF" else exif)
    site = make_site({"articles/a.md": ARTICLE + "![A room](../images/room.jpg)\n", "images/room.jpg": data})
    assert len(lines(site, "image.place")) == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no picture", "is damaged, or no picture that is known here (JPEG, PNG, WebP, GIF, AVIF or HEIC)"),
        (b"", "is damaged, or no picture that is known here (JPEG, PNG, WebP, GIF, AVIF or HEIC)"),
        (photo()[:5_000], "is damaged"),
        (photo(kind="HEIF")[:700], "is damaged"),
        (
            photo(kind="TIFF"),
            "is damaged, or no picture that is known here (JPEG, PNG, WebP, GIF, AVIF or HEIC)",
        ),
        (photo(kind="PNG", size=(9000, 7000)), "has 63 million pixels, too many to work with"),
    ],
)
def test_what_cannot_be_shown_is_left_out_and_said(make_site: MakeSite, data: bytes, why: str) -> None:
    site = make_site({"articles/a.md": ARTICLE + "![A room](../images/room.jpg)\n", "images/room.jpg": data})
    assert "<img" not in site.documents[0].html
    assert lines(site, "image.size") == [
        f"articles/a.md:6: image.size: `room.jpg` {why}, so it is left out. "
        "Save it anew as a JPEG of about 2000 pixels in width."
    ]


def test_a_file_of_over_40_megabytes_is_refused_before_it_is_read(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 1_000)
    site = make_site(
        {"articles/a.md": ARTICLE + "![A room](../images/room.jpg)\n", "images/room.jpg": photo()}
    )
    assert "MB large, so it is left out" in lines(site, "image.size")[0]


def test_a_film_shows_its_first_picture_and_it_is_said(make_site: MakeSite) -> None:
    frames = [photos.scene(640, 480), photos.scene(640, 480).convert("L").convert("RGB")]
    data = photos.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    site = make_site({"articles/a.md": ARTICLE + "![A room](../images/room.gif)\n", "images/room.gif": data})
    assert "<img" in site.documents[0].html
    assert ["moves" in line for line in lines(site, "image.size")] == [True]


def test_a_picture_outside_the_folder_is_refused(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "![x](../../../etc/passwd.png)\n"})
    assert "<img" not in site.documents[0].html
    assert lines(site, "link.internal")
