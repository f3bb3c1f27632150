"""In: groups of pieces and texts. Out: a sieve that tells just the groups of which a text holds a piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules import figures, vocabulary
from rules.sieve import Sieve, Words, numbers
from tests.rules.test_labelled import rows

LETTERS = "abcs '-%.é\u00a0\u2019\n"
PIECES = st.text(LETTERS, min_size=1, max_size=5)


GROUPS = st.lists(st.lists(PIECES, max_size=3), max_size=6)


@given(GROUPS, GROUPS, st.text(LETTERS, max_size=40))
def test_a_sieve_tells_the_groups_of_which_a_text_holds_a_piece(
    groups: list[list[str]], others: list[list[str]], text: str
) -> None:
    words = Words()
    sieve, other = Sieve(groups, words), Sieve(others, words)
    for each, of in ((sieve, groups), (other, others)):
        held = [number for number, pieces in enumerate(of) if any(piece in text for piece in pieces)]
        assert [number - each.first for number in numbers(each.held(text))] == held


def test_a_sieve_made_later_knows_the_words_met_before() -> None:
    words = Words()
    assert Sieve([["knee"]], words).held("an old knee") == 1
    assert list(numbers(Sieve([["hip"], ["old kn"]], words).held("an old knee"))) == [2]


def test_strange_letters_leave_everything() -> None:
    sieve = Sieve([["kiss"], ["less"]], Words())
    assert [list(numbers(sieve.held(text))) for text in ("kiss", "ki\u017fs", "k\u0131ss")] == [
        [0],
        [0, 1],
        [0, 1],
    ]


def test_a_word_with_edges_stands_by_itself() -> None:
    sieve = Sieve([["|end"], ["end|"], ["|end|"], ["|end-all"]], Words())
    texts = ("an end.", "(end)", "spend", "ends", "bend-all, end-all", "é-end")
    assert [list(numbers(sieve.held(text))) for text in texts] == [
        [0, 1, 2], [0, 1, 2], [1], [0], [0, 1, 2, 3], [0, 1, 2],
    ]  # fmt: skip


def test_figures_and_words_lose_nothing() -> None:
    """On every text that the rules are measured by: what is left out would find nothing."""
    forms = {form.lower() for entry in vocabulary.entries() for form in entry.forms}
    for text in (row.text for row in rows()):
        if not any(map(figures.COUNTS.__getitem__, text.split())):
            assert not [late for late in figures.WITH_NUMBER if late.pattern.search(text)]
        assert vocabulary._sieve().held(text.lower()) or not any(form in text.lower() for form in forms)
