from __future__ import annotations

import pytest

from rules.syllables import syllables

SPOKEN = {
    1: "a the rest helped takes strength walked eyes whole ache don't I've you’ll 2024 F 100.4",
    2: "people muscle muscles needed handled safely science movement matches headache something being didn't D.C U.S a.m Dr page's",
    3: "therapy diagnosed area idea exercise basically MRI NIH studying everyone long-lasting opioids",
    4: "sciatica chiropractor scientific society diagnosis January beneficial",
    5: "fibromyalgia inflammatory degenerative exacerbated university",
    6: "physiotherapy rehabilitation musculoskeletal osteoporosis osteoarthritis",
}


@pytest.mark.parametrize(
    ("count", "word"), [(n, word) for n, words in SPOKEN.items() for word in words.split()]
)
def test_syllables_are_counted_as_spoken(count: int, word: str) -> None:
    assert syllables(word) == count


def test_a_word_without_vowels_has_one() -> None:
    assert syllables("hmm") == syllables("--") == syllables("") == 1
