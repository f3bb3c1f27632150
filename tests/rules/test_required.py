"""In: regular expressions. Out: the pieces of words without which none of them can match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import required
from rules.patterns import Sifted
from rules.sieve import Sieve, Words
from tests.rules.test_labelled import rows
from tools.required import finds, wanted


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bharmless\b", ["|harmless|"]),
        (r"\b(?:cure|heal)(?:s|d)?\b", ["|cure |heal"]),
        (r"\bsafe (?:and )?(?:sound|well)\b", ["|safe|", "sound well"]),
        (r"(?:no|zero) risks?", ["|risk", "no zero"]),
        (r"\b(?:fix|fixed|fixes)\b", ["|fix"]),
        (r"(?-i:Dr)\. \w+", ["dr", "."]),
        (r"(?:maybe )?\w+", []),
        (r"(?:cure|\w+) it", ["|it"]),
        (r"(?:guarantee){1,2}", ["guarantee"]),
        (r"\.{3}", ["..."]),
        (r"(?:a|b)?[*_]", ["* _"]),
        (r"[^*_]", []),
        (r"[a-z_]", []),
        (r"\b(?:the best|#1) care", ["|care", "the_best #1"]),
        (r"no (?:'s|pain)", ["no|", "'s |pain"]),
        (r"back(?=[^.]* pain)(?! free)", ["|pain", "back"]),
    ],
)
def test_every_match_holds_a_piece_of_each_set(pattern: str, expected: list[str]) -> None:
    found = required.required(pattern)
    assert [" ".join(piece.replace(" ", "_") for piece in pieces) for pieces in found] == expected


def holds(text: str, sets: list[required.Pieces]) -> bool:
    sieve = Sieve(sets, Words())
    return sieve.held(text.lower()) == (1 << len(sets)) - 1


@given(st.data())
def test_a_made_match_of_a_pattern_of_the_rules_is_left_to_it(data: st.DataObject) -> None:
    find = data.draw(st.sampled_from(finds()))
    match = data.draw(st.from_regex(re.compile(find.text, re.IGNORECASE)))
    assert holds(match, required.known(find.text))


def test_what_a_pattern_of_the_rules_finds_is_left_to_it() -> None:
    sifted = Sifted(finds())
    for row in rows()[::10]:
        left = set(sifted.left(row.text))
        for number, find in enumerate(sifted.patterns):
            assert number in left or not list(find.finditer(row.text))


def test_what_is_kept_is_what_the_patterns_require() -> None:
    """After a change of a pattern: python -m tools.required"""
    assert required.KEPT.read_text(encoding="utf-8") == wanted()


def test_a_pattern_that_is_not_kept_is_looked_at() -> None:
    assert required.known(r"\bnever kept\b") == [("never kept",)]
