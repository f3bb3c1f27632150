"""In: groups of pieces and texts. Out: a sieve that never leaves out a group of which a text holds a piece."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import advertising, claims, figures, vocabulary
from rules.pieces import needs
from rules.sieve import Sieve, Sieved, numbers
from tests.rules.test_labelled import rows

LETTERS = "abcs '-%.é\u00a0\u2019\n"
PIECES = st.text(LETTERS, min_size=1, max_size=5)
PATTERNS = [
    r"\bcures? (?:back|neck)\b", r"(?:no|zero) risks?|harmless", r"a{2}[bc]\s+s?", r"(?:ab|c)+ ?(?=s)s", r"[^a]b|c{0,2}a", r"s\b.{0,3}is",
]  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=3), max_size=6), st.text(LETTERS, max_size=40))
def test_a_group_that_is_left_out_has_no_piece_in_the_text(groups: list[list[str]], text: str) -> None:
    sieve = Sieve(groups)
    left = set(numbers(sieve.left(text)))
    held = {number for number, pieces in enumerate(groups) if any(piece in text for piece in pieces)}
    assert held <= left
    assert all(number in held for number in left if sieve.sure >> number & 1)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text("abcnrek'- .hlimszuo\u017f\u0131\u0130\u212a", max_size=30))
def test_a_pattern_that_is_left_out_finds_nothing(pattern: str, text: str) -> None:
    left = list(Sieved([needs(pattern)]).left(text.lower()))
    assert left or not re.search(pattern, text, re.IGNORECASE)


def test_strange_letters_leave_everything() -> None:
    sieve = Sieve([["kiss"], ["less"]])
    assert [list(numbers(sieve.left(text))) for text in ("kiss", "ki\u017fs", "k\u0131ss")] == [
        [0],
        [0, 1],
        [0, 1],
    ]


def test_the_patterns_of_the_rules_lose_nothing() -> None:
    """On every text that the rules are measured by: what the sieves leave out would find nothing."""
    wordings = [claim.wording for claim in claims.claims().values()] + [*advertising.wordings().values()]
    forms = {form.lower() for entry in vocabulary.entries() for form in entry.forms}
    for text in (row.text for row in rows()):
        lower = text.lower()
        for wording in wordings:
            left = set(wording._sieved.left(lower))
            assert not [f for n, f in enumerate(wording.finds) if n not in left and f.pattern.search(text)]
        if not any(map(figures.COUNTS.__getitem__, text.split())):
            with_number = [
                p for n, (_, p, _) in enumerate(figures.LOOKED_FOR, 1) if not figures.WITHOUT >> n & 1
            ]
            assert len(with_number) == 4
            assert not [late for late in with_number if late.pattern.search(text)]
        assert vocabulary._sieve().left(lower) or not any(form in lower for form in forms)


def test_pcre2_finds_what_pythons_own_engine_finds() -> None:
    wordings = [claim.wording for claim in claims.claims().values()] + [*advertising.wordings().values()]
    finds = [find for wording in wordings for find in wording.finds]
    texts = [*[row.text for row in rows()][::20], "It’s a cure – “guaranteed” 🙂 ſafe, K1, İT CURES"]
    found = 0
    for find in finds:
        theirs = re.compile(find.text, re.IGNORECASE)
        for text in texts:
            spans = [(hit.span(), hit.groupdict()) for hit in theirs.finditer(text)]
            assert [(hit.span(), hit.groupdict()) for hit in find.pattern.finditer(text)] == spans
            found += len(spans)
    assert found > len(texts) / 2
