"""In: groups of pieces of words. Out: a quick look at a text that leaves only the groups of which it may hold a piece.

A word is looked through once, however many texts it stands in: a sentence then costs one look-up a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

START = 3  # letters that pieces are kept by; shorter ones are looked for everywhere
# An expression that tells no capitals apart also takes these for i and s, and no text in small letters shows that.
STRANGE = frozenset("\u0131\u0307\u017f")


class Core(NamedTuple):
    """The longest word of a piece. starts, ends: whether a word begins, or ends, with it when a text holds the piece."""

    text: str
    bit: int
    starts: bool
    ends: bool

    def stands_in(self, word: str) -> bool:
        if self.starts and self.ends:
            return word == self.text
        if self.starts:
            return word.startswith(self.text)
        return word.endswith(self.text) if self.ends else self.text in word


def _core(piece: str, bit: int) -> Core:
    words = piece.split()
    text = max(words, key=len, default="")
    at = words.index(text) if words else 0
    return Core(text, bit, at > 0 or piece[:1].isspace(), at < len(words) - 1 or piece[-1:].isspace())


class Sieve(dict[str, int]):
    """Of each word met so far, the groups whose pieces it holds: one bit a group."""

    def __init__(self, groups: Iterable[Sequence[str]]):
        super().__init__()
        self.all = 0  # groups of which nothing is known
        self.short: list[Core] = []
        self.long: dict[str, list[Core]] = {}
        self.every = 0
        self.sure = 0  # groups of which a bit says that there surely is a piece
        for number, pieces in enumerate(groups):
            self.every |= 1 << number
            cores = [_core(piece, 1 << number) for piece in pieces]
            if not all(core.text for core in cores):
                cores = []
            if not cores:
                self.all |= 1 << number
            elif [core.text for core in cores] == list(pieces):
                self.sure |= 1 << number
            for core in cores:
                at = self.short if len(core.text) < START else self.long.setdefault(core.text[:START], [])
                at.append(core)

    def __missing__(self, word: str) -> int:
        found = 0
        for core in self.short:
            if core.stands_in(word):
                found |= core.bit
        for at in range(len(word) - START + 1):
            for core in self.long.get(word[at : at + START], ()):
                if core.stands_in(word):
                    found |= core.bit
        self[word] = found
        return found

    def left(self, lower: str) -> int:
        """The groups of which a text in small letters may hold a piece; of all others it surely holds none."""
        if not lower.isascii() and not STRANGE.isdisjoint(lower):
            return self.every
        found = self.all
        for word in _words(lower):
            found |= self[word]
        return found


@lru_cache(maxsize=1024)
def _words(text: str) -> list[str]:
    """Each sentence goes through several sieves."""
    return text.split()


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the groups that bits stand for, the smallest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
