"""In: the Prose of a document. Out: how hard it is to read: grades for all of it and for each section, and its hardest sentences.

Counting, fixed by tests: paragraphs, items, definitions and quotes count, in cards too; headings, tables, terms, titles of
cards, pictures, sources and addresses do not. An item is a sentence. A word with hyphens is one word, and so is a number.

Flesch-Kincaid grade: Kincaid and others, Naval Technical Training Command Research Branch Report 8-75, 1975.
SMOG: McLaughlin, "SMOG grading: a new readability formula", Journal of Reading 12(8), 1969.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rules.prose import Prose, Section, Sentence
from rules.syllables import syllables

COUNTED = ("paragraph", "item", "definition", "quote")
WORD = re.compile(r"\{\{[^{}]*\}\}|[^\W_]+(?:['’.,:-]?[^\W_]+)*")
LONG = 3  # syllables of a long word
EASY = 12  # words of a sentence that nobody trips over


@dataclass(frozen=True)
class Count:
    words: int
    sentences: int
    syllables: int
    long_words: int

    @property
    def grade(self) -> float:
        """Flesch-Kincaid: the year of school that the text asks for; 0 for no words."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def smog(self) -> float:
        """Years of school too, from words of three syllables and more; 0 for no words."""
        if not self.words:
            return 0.0
        return 1.043 * math.sqrt(self.long_words * 30 / self.sentences) + 3.1291


@dataclass(frozen=True)
class Hard:
    """why: "31 words", "31 words; long ones: certainty, conditional"."""

    sentence: Sentence
    why: str


@dataclass(frozen=True)
class Reading:
    """sections: every section with words of its own, in order."""

    count: Count
    sections: tuple[tuple[Section, Count], ...]
    hardest: tuple[Hard, ...]


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


class _Measures(dict[str, tuple[int, int, int]]):
    """Words, syllables and long words in what stands between two spaces: counted once for each of these."""

    def __missing__(self, part: str) -> tuple[int, int, int]:
        found = self[part] = _measured(words_of(part))
        return found


MEASURES = _Measures()


def _measured(words: Iterable[str]) -> tuple[int, int, int]:
    spoken = [syllables(word) for word in words]
    return len(spoken), sum(spoken), sum(each >= LONG for each in spoken)


@lru_cache(maxsize=1024)
def measure(text: str) -> tuple[int, int, int]:
    """How many words, syllables and long words a text has; several rules ask that of each sentence."""
    if "{{" in text:  # a placeholder may have spaces
        return _measured(words_of(text))
    words = spoken = long_words = 0
    for part in text.split():
        more = MEASURES[part]
        words += more[0]
        spoken += more[1]
        long_words += more[2]
    return words, spoken, long_words


def length(text: str) -> int:
    """How many words a text has."""
    return measure(text)[0]


def count(texts: Iterable[str]) -> Count:
    """texts: one a sentence; those without a word do not count."""
    words = sentences = spoken = long_words = 0
    for text in texts:
        found = measure(text)
        if found[0]:
            sentences += 1
            words += found[0]
            spoken += found[1]
            long_words += found[2]
    return Count(words, sentences, spoken, long_words)


def reading(prose: Prose) -> Reading:
    """The grades of a text, and the three sentences that make it hardest."""
    sentences: list[Sentence] = []
    sections = []
    for section in prose.sections:
        own = [each for block in section.blocks if block.kind in COUNTED for each in block.sentences]
        if own:
            sections.append((section, count(each.text for each in own)))
            sentences += own
    parts = [each for _, each in sections]
    whole = Count(
        sum(each.words for each in parts),
        sum(each.sentences for each in parts),
        sum(each.syllables for each in parts),
        sum(each.long_words for each in parts),
    )
    hardest = sorted(sentences, key=_hardness, reverse=True)[:3]
    return Reading(whole, tuple(sections), tuple(Hard(each, _why(each.text)) for each in hardest))


def _hardness(sentence: Sentence) -> float:
    """Its own Flesch-Kincaid grade, but a sentence of one long word is not the hardest of all."""
    words, spoken, _ = measure(sentence.text)
    return 0.39 * words + 11.8 * spoken / max(words, EASY)


def _why(text: str) -> str:
    found = words_of(text)
    longest = sorted(
        {word for word in found if syllables(word) >= LONG}, key=lambda w: (-syllables(w), w.lower())
    )[:4]
    said = "1 word" if len(found) == 1 else f"{len(found)} words"
    return f"{said}; long one{'s' * (len(longest) > 1)}: {', '.join(longest)}" if longest else said
