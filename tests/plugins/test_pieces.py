"""In: regular expressions. Out: the pieces of words without which none of them can match."""

from __future__ import annotations

import pytest

from plugins.pieces import pieces


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bharmless\b", ("harmless",)),
        (r"\b(?:cure|heal)(?:s|d)?\b", ("cure", "heal")),
        (r"\bsafe (?:and )?(?:sound|well)\b", ("safe ",)),
        (r"(?:no|zero) risks?", (" risk",)),
        (r"\b(?:fix|fixed|fixes)\b", ("fix",)),
        (r"(?-i:Dr)\. \w+", ("dr",)),
        (r"(?:maybe )?\w+", ()),
        (r"(?:cure|\w+) it", (" it",)),
        (r"(?:guarantee){1,2}", ("guarantee",)),
        (r"\.{3}", ("...",)),
        (r"(?:a|b)?[*_]", ("*", "_")),
        (r"[^*_]", ()),
        (r"[a-z_]", ()),
    ],
)
def test_every_match_holds_one_of_the_pieces(pattern: str, expected: tuple[str, ...]) -> None:
    assert pieces(pattern) == expected
