"""In: regular expressions. Out: the pieces of words without which none of them can match."""

from __future__ import annotations

import pytest

from rules import advertising, claims, studies
from rules.pieces import Find, needs, pieces


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


def test_a_pattern_is_compiled_when_a_text_may_hold_it() -> None:
    find = Find(r"\bharmless\b")
    assert not list(find.all_in("Pain is common.", "pain is common."))
    assert "pattern" not in vars(find)
    assert [hit[0] for hit in find.all_in("It is Harmless.", "it is harmless.")] == ["Harmless"]


def test_the_patterns_of_the_rules_have_pieces() -> None:
    """What is used of the parser of regular expressions still works: nearly all patterns need no try on most texts."""
    wordings = [claim.wording for claim in claims.claims().values()] + [*advertising.wordings().values()]
    finds = [find for wording in wordings for find in wording.finds] + [studies.ACTIVE, studies.PASSIVE]
    assert sum(bool(find.pieces) for find in finds) / len(finds) > 0.95


def test_every_part_of_a_pattern_is_needed() -> None:
    assert needs(r"\b(?:cures?|heals?) (?:\w+ )?(?:for good)[.!]") == (
        ("cure", "heal"),
        (" ",),
        ("for good",),
        (".", "!"),
    )
    assert needs(r"\w+|cure") == ()
    assert Find(r"ease (?:cure|heal)").pieces == ("ease ",)
