"""In: a sentence and the place of words in it. Out: whether the text itself stands behind these words.

"Massage does not cure sciatica", "Can massage cure sciatica?", "Myth: ...", "beware of ads that promise a cure" say
the opposite of a claim, though they hold the same words. What such turns look like stands in asserted.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rules.lexicon import either, table
from rules.prose import Block, Sentence

PLAIN = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-", "\u00a0": " "}
)
LONGEST = 500  # letters: a longer "sentence" is read in parts, or the patterns would take minutes for a text without full stops
MOST_ASKED = 12  # words of a question that the next sentence answers with an offer
OURS = re.compile(r"\bour (?:[\w-]+ ){0,2}$", re.IGNORECASE)
LAST = re.compile(r"(?<=[.!?])\s")


def plain(text: str) -> str:
    """The same letters at the same places, with typewriter quotes."""
    return text if text.isascii() else text.translate(PLAIN)


class _Turns(dict[str, re.Pattern[str]]):
    """The expressions of asserted.toml, each made when it is first asked for."""

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = either(_table()[name])
        return found


@cache
def _table() -> dict[str, list[str]]:
    return table("asserted.toml")


TURNS = _Turns()


@dataclass(eq=False)
class Said:
    """A sentence as the patterns read it: text, with what leads to a list item before it (lead letters of it).

    next: the sentence after it, or "". begin: where in the sentence text begins, when it is read in parts.
    """

    text: str
    lead: int
    sentence: Sentence
    next: str
    begin: int = 0

    @property
    def cited(self) -> bool:
        return bool(self.sentence.notes or self.sentence.block.lead_notes)

    @property
    def hedged(self) -> bool:
        return bool(TURNS["hedge"].search(self.text))

    @property
    def result(self) -> bool:
        """It tells what a study found, in the past tense, and names its source."""
        return self.cited and bool(TURNS["study"].search(self.text)) and bool(TURNS["past"].search(self.text))

    @property
    def question(self) -> bool:
        """A real question: not one that sells, and not one that a plain yes answers."""
        if not TURNS["question"].search(self.text) or TURNS["leading"].match(self.text, self.lead):
            return False
        return not TURNS["yes"].match(self.next) or bool(
            TURNS["hedge"].search(self.next) or TURNS["not"].search(self.next)
        )

    def place(self, start: int) -> tuple[int, int]:
        """Line and column in the file of a position in text."""
        return self.sentence.at(self.begin + max(0, start - self.lead))


def said(block: Block, before: str = "", after: str = "") -> list[Said]:
    """The sentences of a block. before: words that lead to it, when the block does not know; after: what follows it."""
    sentences = block.sentences
    lead = _lead(block) or before
    found = []
    for number, sentence in enumerate(sentences):
        follows = sentences[number + 1].text if number + 1 < len(sentences) else after
        text = plain(sentence.text)
        first = _need(sentences[number - 1].text, text) if number else f"{lead} " * bool(lead)
        for begin, end in _parts(text):
            found.append(Said(first + text[begin:end], len(first), sentence, plain(follows), begin))
    return found


def _need(before: str, text: str) -> str:
    """ "Colic? We can help": a question that names what the next sentence offers to help with."""
    asked = before.rstrip("\"' )")
    short = asked.endswith("?") and len(asked.split()) <= MOST_ASKED
    return f"{plain(asked)[:-1]} - " if short and TURNS["sells"].match(text) else ""


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The whole, or pieces of at most LONGEST letters that end at a space."""
    begin = 0
    while len(text) - begin > LONGEST:
        end = text.rfind(" ", begin + 1, begin + LONGEST)
        end = end if end > begin else begin + LONGEST
        yield begin, end
        begin = end
    yield begin, len(text)


def _lead(block: Block) -> str:
    """The last sentence before a list, without its colon: "We do not" before "promise a cure"."""
    lead = plain(block.lead).strip()
    if block.kind != "item" or lead.endswith((".", "!", "?")):
        return ""
    return LAST.split(lead)[-1].rstrip(" :")


def told_as_myth(block: Block, myths: bool) -> bool:
    """The block is what others believe: after the word, or (myths) under a heading about myths."""
    after_word = TURNS["myth"].match(plain(block.lead)) and block.kind != "heading"
    return bool(after_word) or (myths and block.kind in ("heading", "term", "cell", "item", "quote"))


def denied(each: Said, start: int, end: int, negative: bool = False) -> bool:
    """Negated before, in or after the words, asked, quoted, told of others, or called a myth.

    negative: the words deny something by themselves, as "no risk" does.
    """
    text = each.text
    clause = _clause(text, start)
    return (
        _negated(clause, text[start:end], text[end:])
        or (not negative and bool(TURNS["inside"].search(text, start, end)))
        or bool(TURNS["denied_after"].match(text[end:]))
        or each.question
        or bool(TURNS["denial"].match(each.next))
        or _quoted(text, start)
        or _reported(text, start, end)
        or bool(TURNS["asked"].search(clause))
        or _after_myth(each, start)
    )


def supposed(each: Said, start: int) -> bool:
    """Only a condition: "if it is safe", "until the pain is gone"."""
    return bool(TURNS["supposed"].search(_clause(each.text, start)))


def around(text: str, start: int, end: int) -> str:
    """The clause, or the clauses, that hold the words from start to end."""
    after = TURNS["break"].search(text, end)
    return _clause(text, start) + text[start : after.start() if after else len(text)]


def _clause(text: str, start: int) -> str:
    """What stands before a place, back to where its clause begins."""
    begin = 0
    for found in TURNS["break"].finditer(text):
        if found.start() >= start:
            break
        begin = found.end() if found[0][-1] in ";:.!? -\u2013\u2014" else found.start()
    return text[begin:start]


def _negated(clause: str, words: str, after: str) -> bool:
    if TURNS["coordinated"].search(clause) and words.split()[0].endswith("s"):
        return False
    if TURNS["unequalled"].match(after):
        clause = TURNS["nobody"].sub(" ", clause)
    return bool(TURNS["not"].search(TURNS["no_denial"].sub(" ", clause)))


def _quoted(text: str, start: int) -> bool:
    inside = any(found.start() < start < found.end() - 1 for found in TURNS["quoted"].finditer(text))
    return inside and not TURNS["own_words"].search(text)


def _reported(text: str, start: int, end: int) -> bool:
    """Said by others. What they are said to say of us ("people say we are the best"), or our own people say, is our claim."""
    for found in TURNS["reported"].finditer(text, 0, end):
        ours = TURNS["own"].search(text, found.end(), end) or OURS.search(text[: found.start()])
        if found.start() >= start or ours:
            continue
        if not re.search(r"[.;]|, but ", text[found.end() : start]):
            return True
    return False


def _after_myth(each: Said, start: int) -> bool:
    block = plain(each.sentence.block.text)
    if not TURNS["myth"].match(block):
        return False
    return not TURNS["fact"].search(block, 0, each.sentence.start + each.begin + max(0, start - each.lead))
