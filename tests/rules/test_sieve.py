"""In: groups of pieces and texts. Out: a sieve that never leaves out a group of which a text holds a piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules import figures, vocabulary
from rules.sieve import Sieve, numbers
from tests.rules.test_labelled import rows

LETTERS = "abcs '-%.é\u00a0\u2019\n"
PIECES = st.text(LETTERS, min_size=1, max_size=5)


@given(st.lists(st.lists(PIECES, max_size=3), max_size=6), st.text(LETTERS, max_size=40))
def test_a_group_that_is_left_out_has_no_piece_in_the_text(groups: list[list[str]], text: str) -> None:
    sieve = Sieve(groups)
    left = set(numbers(sieve.left(text)))
    held = {number for number, pieces in enumerate(groups) if any(piece in text for piece in pieces)}
    assert held <= left
    assert all(number in held for number in left if sieve.sure >> number & 1)


def test_strange_letters_leave_everything() -> None:
    sieve = Sieve([["kiss"], ["less"]])
    assert [list(numbers(sieve.left(text))) for text in ("kiss", "ki\u017fs", "k\u0131ss")] == [
        [0],
        [0, 1],
        [0, 1],
    ]


def test_figures_and_words_lose_nothing() -> None:
    """On every text that the rules are measured by: what the sieves leave out would find nothing."""
    forms = {form.lower() for entry in vocabulary.entries() for form in entry.forms}
    for text in (row.text for row in rows()):
        lower = text.lower()
        if not any(map(figures.COUNTS.__getitem__, text.split())):
            with_number = [
                p for n, (_, p, _) in enumerate(figures.LOOKED_FOR, 1) if not figures.WITHOUT >> n & 1
            ]
            assert len(with_number) == 4
            assert not [late for late in with_number if late.pattern.search(text)]
        assert vocabulary._sieve().left(lower) or not any(form in lower for form in forms)
