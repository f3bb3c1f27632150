"""In: patterns. Out: what they find, which is what Python's own engine finds."""

from __future__ import annotations

import re
import sys

import pcre2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine import families
from rules.patterns import Late, Sifted, compiled
from tests.rules.test_labelled import rows
from tools.required import finds

PATTERNS = [
    r"\bcures? (?:back|neck)\b", r"(?:no|zero) risks?|harmless", r"a{2}[bc]\s+s?", r"(?:ab|c)+ ?(?=s)s", r"[^a]b|c{0,2}a", r"s\b.{0,3}is",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text("abcnrek'- .hlimszuo\u017f\u0131\u0130\u212a", max_size=30))
def test_a_pattern_finds_what_pythons_own_engine_finds(pattern: str, text: str) -> None:
    theirs = [hit.span() for hit in re.finditer(pattern, text, re.IGNORECASE)]
    assert [hit.span() for hit in compiled(pattern).finditer(text)] == theirs


def test_a_pattern_is_compiled_when_it_is_first_tried() -> None:
    late = Late(r"\bharmless\b")
    assert "pattern" not in vars(late)
    assert [hit[0] for hit in late.finditer("It is Harmless.")] == ["Harmless"]
    assert "pattern" in vars(late)


def test_a_text_leaves_the_patterns_it_may_match() -> None:
    some = Sifted([Late(r"(?P<at>cure)s? pain"), Late(r"\w+"), Late(r"no (?P<at>cure)")])
    assert some.left("Pain is common.") == [1]
    assert some.left("There is No Cure for old pain.") == [0, 1, 2]


def test_a_pattern_of_python_that_pcre2_does_not_know_is_no_silent_loss() -> None:
    with pytest.raises(pcre2.PatternError):
        list(Late("(unclosed").finditer("cure"))


def patterns() -> dict[str, re.Pattern[str]]:
    """Those of the rules that are compiled when a module is loaded, and those that are sifted, by their text."""
    families()
    of_modules = [
        each
        for name, module in sys.modules.items()
        if name.startswith("rules.")
        for each in vars(module).values()
        if isinstance(each, pcre2.Pattern)
    ]
    return {each.pattern: each for each in of_modules} | {find.text: find.pattern for find in finds()}


def test_pcre2_finds_what_pythons_own_engine_finds() -> None:
    texts = [*[row.text for row in rows()][::20], "It’s a cure – “guaranteed” 🙂 ſafe, K1, İT CURES"]
    known, found = patterns(), 0
    assert len(known) > 450
    for text, pattern in known.items():
        theirs = re.compile(text, re.IGNORECASE)
        for sentence in texts:
            spans = [(hit.span(), hit.groupdict()) for hit in theirs.finditer(sentence)]
            assert [(hit.span(), hit.groupdict()) for hit in pattern.finditer(sentence)] == spans
            found += len(spans)
    assert found > len(texts) / 2
