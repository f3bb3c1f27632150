from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image

from tests.sites import ARTICLE, MakeSite, lines


def photo(
    size: tuple[int, int] = (2400, 1200), *, gps: bool = False, orientation: int = 1, kind: str = "JPEG"
) -> bytes:
    picture = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    if gps:
        exif[ExifTags.Base.Make] = "A camera"
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 0.0, 0.0)
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def shown(
    make_site: MakeSite, data: bytes, body: str = "![A room](../images/room.jpg)\n"
) -> tuple[str, dict[str, bytes]]:
    site = make_site({"articles/a.md": ARTICLE + body, "images/room.jpg": data})
    return site.documents[0].html, site.assets


def test_a_picture_has_width_height_and_a_name_with_its_digest(make_site: MakeSite) -> None:
    html, assets = shown(make_site, photo())
    (name,) = assets
    assert html == (
        f'<figure><img src="/{name}" alt="A room" width="1600" height="800" loading="lazy" decoding="async"></figure>'
    )


def test_a_caption_is_kept(make_site: MakeSite) -> None:
    html, _ = shown(make_site, photo(), '![A room](../images/room.jpg "Where we work")\n')
    assert "<figcaption>Where we work</figcaption>" in html


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_place_or_camera_leaves_the_site_and_it_is_said(make_site: MakeSite, kind: str) -> None:
    site = make_site(
        {
            "articles/a.md": ARTICLE + "![A room](../images/room.jpg)\n",
            "images/room.jpg": photo(gps=True, kind=kind),
        }
    )
    (copy,) = site.assets.values()
    with Image.open(io.BytesIO(copy)) as clean:
        assert not dict(clean.getexif())
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(clean.info)
    assert len(lines(site, "image.place")) == 1


def test_a_picture_taken_upright_stays_upright(make_site: MakeSite) -> None:
    html, _ = shown(make_site, photo((1200, 800), orientation=6))
    assert 'width="800" height="1200"' in html


@pytest.mark.parametrize("data", [b"no picture", photo()[:5_000]])
def test_a_damaged_picture_is_left_out_and_said(make_site: MakeSite, data: bytes) -> None:
    site = make_site({"articles/a.md": ARTICLE + "![A room](../images/room.jpg)\n", "images/room.jpg": data})
    assert "<img" not in site.documents[0].html
    assert any("room.jpg" in line and "damaged" in line for line in lines(site, "image.size"))


def test_a_picture_outside_the_folder_is_refused(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "![x](../../../etc/passwd.png)\n"})
    assert "<img" not in site.documents[0].html
    assert lines(site, "link.internal")
