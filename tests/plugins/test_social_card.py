"""In: titles. Out: the cards that shared links show: whole, small, and new when anything they are made from is."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins import card_drawing, social_card
from tests.conftest import ROOT
from tests.sites import ARTICLE, MakeSite

LONG = "extraordinarily " * 40


@pytest.fixture(scope="module")
def look() -> social_card.Look:
    return social_card.looked(ROOT / "theme")


def card(title: str, look: social_card.Look) -> Image.Image:
    return Image.open(io.BytesIO(card_drawing.draw(title, "A clinic", look.mark, look.tokens)))


def test_a_card_has_the_size_that_is_asked_for_in_sixteen_colours(look: social_card.Look) -> None:
    drawn = card("Massage and long-lasting back pain", look)
    colours = drawn.convert("RGB").getcolors(16)
    assert drawn.size == (1200, 630)
    assert colours
    shown = {f"#{bytes(colour).hex()}" for _, colour in colours if isinstance(colour, tuple)}
    tokens = (ROOT / "theme/static/css/tokens.css").read_text(encoding="utf-8")
    for name in ("paper", "ink", "teal", "stone", "sore"):
        assert card_drawing._colour(tokens, name) in shown


def test_a_card_is_small(look: social_card.Look) -> None:
    assert (
        len(card_drawing.draw("Massage and long-lasting back pain", "A clinic", look.mark, look.tokens))
        < 16_000
    )


def test_lines_are_balanced_and_the_letters_as_large_as_fit() -> None:
    (_, size), lines = card_drawing._set("First visit: what to bring and how long it takes")
    assert (size, lines) == (80, ["First visit: what", "to bring and", "how long it takes"])


def test_a_title_that_fits_in_no_size_is_cut() -> None:
    font, lines = card_drawing._set(LONG)
    assert len(lines) == 4
    assert lines[-1].endswith(" \u2026")
    assert all(card_drawing._font(*font).getlength(line) <= 800 for line in lines)


def test_letters_stand_left_of_the_mark(look: social_card.Look) -> None:
    drawn, ground = card(LONG, look).convert("RGB"), card("", look).convert("RGB")
    right = (card_drawing.EDGE + card_drawing.TEXT_WIDTH + 20, 0, *card_drawing.SIZE)
    assert drawn.crop(right).tobytes() == ground.crop(right).tobytes()


def test_a_card_is_drawn_once_and_again_for_other_words_or_colours(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "theme/static", tmp_path / "theme/static")
    calls: list[str] = []

    def draw(title: str, *_: object) -> bytes:
        calls.append(title)
        return b""

    monkeypatch.setattr(card_drawing, "draw", draw)

    def address(title: str) -> str:
        site = make_site({"articles/a.md": ARTICLE})
        site.settings |= {"THEME": str(tmp_path / "theme"), "CLINIC_ROOT": str(tmp_path)}
        return social_card.address(site, title)

    first = address("Back pain")
    assert first == address("Back pain") != address("Neck pain")
    tokens = tmp_path / "theme/static/css/tokens.css"
    tokens.write_text(tokens.read_text("utf-8").replace("#10292d", "#10292e"), encoding="utf-8")
    assert address("Back pain") != first
    assert calls == ["Back pain", "Neck pain", "Back pain"]
