"""In: regular expressions of the rules. Out: the same, compiled by PCRE2 when they are first tried.

What they find is what Python's own engine finds, in the same terms. PCRE2 compiles them in a fiftieth of the time: a text is
judged with a hundred of them, and some are long. No capitals are told apart, except inside (?-i:...).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import pcre2

OFTEN = 50  # tries: machine code for a pattern takes as long to make as it saves in so many


def compiled(text: str, jit: bool = True) -> re.Pattern[str]:
    """jit: whether to make machine code of it at once."""
    found: re.Pattern[str] = pcre2.compile(text, pcre2.IGNORECASE, jit=jit)
    return found


class Late:
    """A pattern that is compiled when it is first tried."""

    def __init__(self, *alternatives: str):
        self.text = "|".join(alternatives)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return compiled(self.text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text)


class AnyOf:
    """Patterns that are tried together before each is tried by itself: most texts hold none of them."""

    def __init__(self, patterns: Sequence[Late]):
        self.patterns = patterns
        self._groups = list(_together(patterns))
        self._tries = 0

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What each of them finds, one pattern after the other."""
        self._tries += 1
        for group, patterns in self._groups:
            if self._tries == OFTEN:
                group.jit_compile()  # type: ignore[attr-defined]
            if group.search(text):
                for pattern in patterns:
                    yield from pattern.finditer(text)


def _together(patterns: Sequence[Late]) -> Iterator[tuple[re.Pattern[str], Sequence[Late]]]:
    """As few patterns as PCRE2 takes; (?J) since several may use one name for what they find."""
    try:
        yield compiled("(?J)" + "|".join(f"(?:{pattern.text})" for pattern in patterns), jit=False), patterns
    except pcre2.PatternError:  # together they are too large
        if len(patterns) == 1:
            raise
        half = len(patterns) // 2
        yield from _together(patterns[:half])
        yield from _together(patterns[half:])
