from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from rules.problem import SiteError
from tests import photos
from tests.sites import ARTICLE
from tools import build, check

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project with a cache of its own."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("content", "rules", "theme"):
        (root / name).symlink_to(ROOT / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        (root / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    return root


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    (folder / "images").mkdir()
    return folder


def written(content: Path, files: dict[str, bytes]) -> None:
    shown = "\n\n".join(f"![A picture of a room](../images/{name})" for name in files)
    (content / "articles/a.md").write_text(f"{ARTICLE}{shown}\n", encoding="utf-8")
    for name, data in files.items():
        (content / "images" / name).write_bytes(data)


def opened(output: Path, pattern: str) -> Image.Image:
    (file,) = output.glob(f"images/{pattern}")
    picture = Image.open(file)
    picture.load()
    return picture


def page(output: Path) -> str:
    return next(output.glob("health/*/index.html")).read_text(encoding="utf-8")


def test_ten_photos_build_or_complain_and_the_second_build_encodes_none(
    project: Path, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(content, photos.folder())
    report = build.build(project, content, tmp_path / "output")
    made = re.findall(r"Picture (\d) of 9 made small: (\S+)", capsys.readouterr().out)
    assert [number for number, _ in made] == list("123456789")
    assert {name for _, name in made} == set(photos.folder()) - {"broken-copy.jpg"}
    said = "\n".join(str(problem) for problem in report.problems if problem.rule.startswith("image."))
    assert "`broken-copy.jpg` is damaged, so it is left out." in said
    assert "`moving-exercise.gif` moves" in said
    assert "`small-icon.webp` is only 320 pixels wide" in said
    assert len(re.findall("says where, when or with what camera", said)) == 3
    html = page(tmp_path / "output")
    assert html.count("<picture>") == 9
    shown = set(re.findall(r"/(images/[^ \",]+)", html))
    assert {each for each in shown if not (tmp_path / "output" / each).is_file()} == set()
    first = {file.name: file.read_bytes() for file in (tmp_path / "output/images").iterdir()}

    build.build(project, content, tmp_path / "output")
    assert "made small" not in capsys.readouterr().out
    assert {file.name: file.read_bytes() for file in (tmp_path / "output/images").iterdir()} == first


def test_copies_hold_pixels_and_nothing_else(project: Path, content: Path, tmp_path: Path) -> None:
    written(content, {"room.jpg": photos.saved(photos.scene(900, 600), "JPEG", exif=photos.camera())})
    build.build(project, content, tmp_path / "output")
    for pattern in ("room-400.*.avif", "room-800.*.jpg"):
        copy = opened(tmp_path / "output", pattern)
        assert not dict(copy.getexif())
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(copy.info)
    assert sorted(file.name.split(".")[0] for file in (tmp_path / "output/images").glob("room-*.avif")) == [
        "room-400",
        "room-800",
        "room-900",
    ]


def test_a_photo_taken_upright_is_upright(project: Path, content: Path, tmp_path: Path) -> None:
    lying = Image.new("RGB", (1200, 800), "white")
    lying.paste("red", (0, 0, 400, 800))  # the left of the file is the top of what was seen
    data = photos.saved(lying, "JPEG", exif=photos.camera(orientation=photos.LEFT_EDGE_UP))
    written(content, {"room.jpg": data})
    build.build(project, content, tmp_path / "output")
    copy = opened(tmp_path / "output", "room-400.*.avif").convert("RGB")
    assert copy.size == (400, 600)
    red, green, _ = copy.getpixel((200, 60))  # type: ignore[misc]
    assert red > 200 and green < 60


def test_print_colours_and_other_profiles_become_what_screens_show(
    project: Path, content: Path, tmp_path: Path
) -> None:
    teal = Image.new("CMYK", (500, 400), (215, 60, 40, 100))
    unreadable = Image.new("RGB", (500, 400), (15, 85, 96))
    odd = photos.saved(unreadable, "JPEG", icc_profile=b"no profile")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = photos.saved(unreadable, "JPEG", icc_profile=profile)
    written(content, {"ink.jpg": photos.saved(teal, "JPEG"), "odd.jpg": odd, "same.jpg": same})
    build.build(project, content, tmp_path / "output")
    for name in ("odd", "same"):
        red, green, blue = opened(tmp_path / "output", f"{name}-400.*.jpg").getpixel((9, 9))  # type: ignore[misc]
        assert abs(red - 15) < 4 and abs(green - 85) < 4 and abs(blue - 96) < 4
    red, green, blue = opened(tmp_path / "output", "ink-400.*.jpg").getpixel((9, 9))  # type: ignore[misc]
    assert red < 60 and 90 < green < 150 and 90 < blue < 160


def test_what_one_sees_through_stays_so(project: Path, content: Path, tmp_path: Path) -> None:
    glass = Image.new("RGBA", (500, 400), (15, 85, 96, 0))
    opaque = Image.new("RGBA", (500, 400), (15, 85, 96, 255))
    written(content, {"glass.png": photos.saved(glass, "PNG"), "wall.png": photos.saved(opaque, "PNG")})
    build.build(project, content, tmp_path / "output")
    for pattern in ("glass-500.*.png", "glass-400.*.avif"):
        assert opened(tmp_path / "output", pattern).convert("RGBA").getpixel((9, 9))[3] == 0  # type: ignore[index]
    assert opened(tmp_path / "output", "wall-400.*.jpg").mode == "RGB"


def test_16_bits_of_grey_keep_their_middle(project: Path, content: Path, tmp_path: Path) -> None:
    grey = Image.new("I", (500, 400), 32768).convert("I;16")
    written(content, {"bones.png": photos.saved(grey, "PNG")})
    build.build(project, content, tmp_path / "output")
    assert 120 < opened(tmp_path / "output", "bones-400.*.jpg").convert("L").getpixel((9, 9)) < 136  # type: ignore[operator]


def test_a_build_that_is_cut_off_leaves_no_half_picture(
    project: Path, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(content, {"room.jpg": photos.saved(photos.scene(900, 600), "JPEG")})
    whole = Image.Image.save

    def fails(self: Image.Image, target: object, *rest: object, **options: object) -> None:
        if str(target).endswith("800.jpg"):
            raise OSError(28, "No space left on device")
        whole(self, target, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image.Image, "save", fails)
    with pytest.raises(SiteError, match="The disk is full"):
        build.build(project, content, tmp_path / "output")
    monkeypatch.undo()
    assert not [entry for entry in (project / ".cache/pictures").iterdir() if entry.is_dir()]
    assert not (tmp_path / "output").exists()
    build.build(project, content, tmp_path / "output")
    assert opened(tmp_path / "output", "room-800.*.jpg").size == (800, 533)


def test_no_check_encodes_a_picture(project: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(content, {"room.jpg": photos.saved(photos.scene(900, 600), "JPEG")})
    check.check(project, content)
    assert "made small" not in capsys.readouterr().out


def test_every_page_has_a_card(project: Path, content: Path, tmp_path: Path) -> None:
    (content / "articles/a.md").write_text(ARTICLE, encoding="utf-8")
    (content / "articles/b.md").write_text(
        ARTICLE.replace("Back pain", "Supercalifragilistic-" * 9 + " pain " * 40), encoding="utf-8"
    )
    build.build(project, content, tmp_path / "output")
    cards = set()
    for file in (tmp_path / "output").rglob("index.html"):
        if {"gallery", "problems", "search"} & set(file.parts):
            continue
        (name,) = re.findall(r'og:image" content="[^"]+/(images/card\.\w+\.png)"', file.read_text("utf-8"))
        data = (tmp_path / "output" / name).read_bytes()
        with Image.open(io.BytesIO(data)) as card:
            assert card.size == (1200, 630)
        assert len(data) < 60_000
        cards.add(name)
    assert len(cards) >= 3
