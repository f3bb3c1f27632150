from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import InlineProcessor

from plugins import converter as converting
from plugins.quick import PASSES, Quick

ROOT = Path(__file__).resolve().parents[2]
WORDS: dict[str, Any] = tomllib.loads((ROOT / "theme/translations/en.toml").read_text(encoding="utf-8"))
PIECES = [
    "back", "pain", " ", " ", "  \n", "\n", "\n\n", "*", "**", "***", "_", "__", "`", "``", "\\", "[", "]", "(", ")", "![", "](", "]: ",
    "[^1]", "[^1]: ", "<", ">", "<b>", "</b>", "<!--", "-->", "<https://a.example/>", "<a@b.example>", "http://a.example/",
    "&", "&amp;", "&nbsp;", ";", "'", '"', "'\"", "\"'", "'s", "'80s", "-", "--", "---", "...", "....", "- ", "1. ", "# ", "## ", "> ",
    "    ", ":   ", "| ", "|---|", "!!! key\n    ", "```", "{: .a}", "{{ clinic.phone }}", "*[MRI]: ", "MRI", "\x02", "\x03",
    "[TOC]", "+ ", "---\n", "===", "2", "!!! note", "\u00aa", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "é", "\u2013", "\u2019",
]  # fmt: skip


WITHOUT_FENCES = converting.Converter(WORDS, fences=False)


@pytest.fixture(scope="module")
def both() -> tuple[converting.Converter, converting.Converter]:
    """Our converter, and one with the steps of Python-Markdown itself."""
    ours = converting.Converter(WORDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "quicken", lambda md: None)
        patch.setattr(converting, "HeadingsExtension", TocExtension)
        return ours, converting.Converter(WORDS)


def converted(converter: converting.Converter, text: str) -> str:
    try:
        return f"{converter.md.reset().convert(text)}{converter.md.toc_tokens}"  # type: ignore[attr-defined]
    except Exception as error:  # what cannot be read ends alike
        return f"{type(error).__name__}: {error}"


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_random_texts_come_out_as_from_python_markdown(
    both: tuple[converting.Converter, converting.Converter], text: str
) -> None:
    ours, theirs = both
    assert converted(ours, text) == converted(theirs, text)


@given(st.lists(st.sampled_from([each for each in PIECES if "`" not in each]), max_size=30).map("".join))
def test_a_text_without_fences_does_without_what_colours_code(
    both: tuple[converting.Converter, converting.Converter], text: str
) -> None:
    assert not converting.fenced(text)
    assert converted(WITHOUT_FENCES, text) == converted(both[1], text)


def test_what_colours_code_is_not_loaded_for_texts_without_any() -> None:
    code = (
        "import sys; from plugins.converter import Converter; import tomllib;"
        "words = tomllib.load(open('theme/translations/en.toml', 'rb'));"
        "Converter(words, fences=False).convert('Walk.'); print('pygments' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


@pytest.mark.parametrize("file", sorted((ROOT / "content").rglob("*.md")), ids=lambda file: str(file.name))
def test_the_texts_of_the_site_come_out_as_from_python_markdown(
    both: tuple[converting.Converter, converting.Converter], file: Path
) -> None:
    ours, theirs = both
    text = file.read_text(encoding="utf-8")
    assert converted(ours, text) == converted(theirs, text)


def test_the_passes_keep_their_places(both: tuple[converting.Converter, converting.Converter]) -> None:
    ours, theirs = ([type(step).__name__ for step in each.md.treeprocessors] for each in both)
    names = {"InlineProcessor": "Quick", "TocTreeprocessor": "Headings"}
    assert ours == [names.get(name, name) for name in theirs]
    assert ours.count("Quick") == len(PASSES)


def test_the_steps_that_are_replaced_are_still_those_of_python_markdown(
    both: tuple[converting.Converter, converting.Converter],
) -> None:
    """Were they renamed, the result would be right and slow."""
    for step in ("handleInline", "applyPattern", "processPlaceholders"):
        name = f"_InlineProcessor__{step}"
        assert callable(getattr(InlineProcessor, name))
    for name in PASSES:
        quick = both[0].md.treeprocessors[name]
        assert isinstance(quick, Quick)
