"""In: groups of pieces of words. Out: a quick look at a text that tells the groups of which it holds a piece.

All sieves look at a text together, and at a word once, however many texts it stands in: a sentence costs one look-up a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.required import EDGE

# An expression that tells no capitals apart also takes these for i and s, and no text in small letters shows that.
STRANGE = frozenset("\u0131\u0307\u017f")


class Core(NamedTuple):
    """The longest word of a piece. number: of the piece. sure: a word that it stands in holds the piece.

    starts, ends: whether a word of the text begins, or ends, with it when the text holds the piece. begins, closes: the same,
    but in whatever brackets, quotes and hyphens.
    """

    text: str
    number: int
    sure: bool
    starts: bool = False
    ends: bool = False
    begins: bool = False
    closes: bool = False

    def fits(self, before: str, after: str) -> bool:
        """Whether the piece may stand in a word: before, after: what of the word stands around the text."""
        return not (
            (self.starts and before)
            or (self.ends and after)
            or (self.begins and _is_letter(before[-1:]))
            or (self.closes and _is_letter(after[:1]))
        )


def _is_letter(letter: str) -> bool:
    r"""As \b sees it; of others than English ones nothing is sure."""
    return letter.isascii() and (letter.isalnum() or letter == "_")


def _core(piece: str, number: int) -> Core:
    if EDGE in piece:
        text = piece.strip(EDGE)
        return Core(text, number, True, begins=piece.startswith(EDGE), closes=piece.endswith(EDGE))
    words = piece.split()
    text = max(words, key=len, default="")
    at = words.index(text) if words else 0
    starts, ends = at > 0 or piece[:1].isspace(), at < len(words) - 1 or piece[-1:].isspace()
    return Core(text, number, text == piece, starts, ends)


class Words(dict[str, tuple[int, int]]):
    """Of each word met so far, the groups of which it holds a piece, and the pieces of which it holds the core; one bit each.

    held: the groups, of all sieves, of which a text in small letters holds a piece; -1 where it has a strange letter.
    """

    def __init__(self) -> None:
        super().__init__()
        self.count = 0  # groups, of all sieves
        self.held = lru_cache(maxsize=1024)(self._held)  # each sentence goes through several sieves
        self._pieces: list[str] = []
        self._groups: list[int] = []  # of each piece, those that it belongs to
        self._numbers: dict[str, int] = {}  # of the pieces
        self._wordless = 0  # pieces that are nothing but blanks
        self._cores: dict[str, list[Core]] = {}  # by their text
        self._longest = 0  # of those texts

    def add(self, groups: Iterable[Sequence[str]]) -> int:
        """The number of the first of these groups."""
        first = self.count
        for pieces in groups:
            for piece in pieces:
                self._groups[self._number(piece)] |= 1 << self.count
            self.count += 1
        self.clear()
        self.held.cache_clear()
        return first

    def _number(self, piece: str) -> int:
        number = self._numbers.setdefault(piece, len(self._pieces))
        if number == len(self._pieces):
            self._pieces.append(piece)
            self._groups.append(0)
            core = _core(piece, number)
            if not core.text:
                self._wordless |= 1 << number
            else:
                self._cores.setdefault(core.text, []).append(core)
                self._longest = max(self._longest, len(core.text))
        return number

    def __missing__(self, word: str) -> tuple[int, int]:
        groups = pieces = 0
        for core in self._standing_in(word):
            if core.sure:
                groups |= self._groups[core.number]
            else:
                pieces |= 1 << core.number
        self[word] = groups, pieces
        return groups, pieces

    def _standing_in(self, word: str) -> Iterator[Core]:
        """Some perhaps more than once. Trying all parts of a word takes less time than trying all texts of cores."""
        size = len(word)
        for at in range(size):
            for end in range(at + 1, min(at + self._longest, size) + 1):
                for core in self._cores.get(word[at:end], ()):
                    if core.fits(word[:at], word[end:]):
                        yield core

    def _held(self, lower: str) -> int:
        if not lower.isascii() and not STRANGE.isdisjoint(lower):
            return -1
        held, left = 0, self._wordless
        for word in lower.split():
            groups, pieces = self[word]
            held |= groups
            left |= pieces
        for number in numbers(left):
            if self._pieces[number] in lower:
                held |= self._groups[number]
        return held


WORDS = Words()


class Sieve:
    """Some groups of pieces. first: the number of the first of them."""

    def __init__(self, groups: Iterable[Sequence[str]], words: Words = WORDS):
        self._words = words
        self.first = words.add(groups)
        self._all = (1 << words.count) - (1 << self.first)

    def held(self, lower: str) -> int:
        """The groups, one bit each, of which a text in small letters holds a piece; all where it has a strange letter."""
        return self._words.held(lower) & self._all


def numbers(bits: int) -> Iterator[int]:
    """The numbers of what bits stand for, the smallest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
