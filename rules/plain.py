"""In: a Document. Out: problems with how hard it is to read: its grade, long sentences, hard words, bare per cents.

Sources: AMA and NIH (6th to 8th grade), plainlanguage.gov and NHS (sentences), CDC Everyday Words and Clear Communication
Index (words, numbers), AP Stylebook and CDC (people first). The words stand in rules/words.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.patterns import compiled
from rules.problem import Problem, Severity
from rules.prose import Prose, Sentence, prose
from rules.reading import COUNTED, Reading, length, reading
from rules.site import Document, Site
from rules.vocabulary import Entry, Found, find

AIM = 6
HARD, TOO_HARD = 8, 10
FEW, ENOUGH = 30, 60  # words: below, a grade says nothing; below, it does not stop a page
LONG, VERY_LONG, ENDLESS = 20, 25, 40  # words of a sentence
OWN = ("title", "summary", "heading", "paragraph", "item", "definition", "term", "caption", "cell")
BREAK = re.compile(
    r"[;:–—]| -- |, (?:and|but|so|yet)\b|,? \b(?:which|because|although|while|whereas|so that|even though|though)\b"
)
OF_CRIME = re.compile(r"\s+of\s+(?:a\s+)?(?:\w+\s+)?(?:crime|violence|abuse|assault|trafficking)")
PEOPLE = (
    r"(?:people|adults|patients|women|men|children|teens|workers|nurses|persons|americans|users|cases|participants|those|them"
    r"|us\b|all)"
)
PER_CENT = compiled(
    rf"(?P<low>\d+(?:\.\d+)?)\s?%?(?:\s?(?:to|-|–)\s?(?P<high>\d+(?:\.\d+)?))?\s?(?:%|per ?cent\b)"
    rf"(?=\s+of\s+(?:the\s+|all\s+|these\s+|those\s+|our\s+|\w+\s+){{0,2}}{PEOPLE})"
)
SHARE = compiled(
    r"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine) (?:in|out of|of) (?:every )?\d[\d,]*\b"
)


def check(document: Document, site: Site) -> Iterator[Problem]:
    text = prose(document)
    yield from _grade(document, reading(text))
    yield from _sentences(document, text)
    yield from _words(document, text)
    yield from _numbers(document, text)


def _grade(document: Document, found: Reading) -> Iterator[Problem]:
    """FK above 8 is W, above 10 is E; a text too short to be graded passes."""
    grade = round(found.count.grade, 1)
    if grade <= HARD or found.count.words < FEW:
        return
    severity: Severity = "E" if grade > TOO_HARD and found.count.words >= ENOUGH else "W"
    hardest = "; ".join(f"line {hard.sentence.line} ({hard.why})" for hard in found.hardest)
    yield document.problem(
        "plain.grade",
        severity,
        document.body_line,
        f"This text reads at grade {grade}, and most people read best at grade {AIM}.",
        f"Part long sentences and take shorter words. Begin with {hardest}.",
    )


def _sentences(document: Document, text: Prose) -> Iterator[Problem]:
    for sentence in text.sentences:
        if sentence.block.kind not in (*COUNTED, "summary") or sentence.text.count(" ") < LONG:
            continue
        words = length(sentence.text)
        if words <= LONG:
            continue
        severity: Severity = "E" if words > ENDLESS else "W" if words > VERY_LONG else "I"
        if sentence.block.kind == "quote":
            severity = "I"  # what others wrote cannot be mended
        yield document.problem(
            "plain.sentence",
            severity,
            sentence.line,
            f'This sentence has {words} words: "{_opening(sentence.text)} ...".',
            f"Make two of it, with at most {LONG} words each.{_cut(sentence)}",
            sentence.column,
        )


def _opening(text: str) -> str:
    return " ".join(text.split()[:5]).rstrip(",;:")


def _cut(sentence: Sentence) -> str:
    """Where the sentence may end: the break nearest to its middle that leaves at least five words on both sides."""
    text = sentence.text
    places = [
        found
        for found in BREAK.finditer(text)
        if len(text[: found.start()].split()) > 4 and len(text[found.start() :].split()) > 4
    ]
    if not places:
        return ""
    best = min(places, key=lambda found: abs(found.start() - len(text) / 2))
    following = " ".join(text[best.start() :].lstrip(" ,;:–—-").split()[:3]).rstrip(",;:")
    return f' It could end before "{following}".'


def _words(document: Document, text: Prose) -> Iterator[Problem]:
    """Each hard word once, with the other lines it stands in; words about people wherever they stand."""
    first: dict[Entry, tuple[int, int, str]] = {}
    again: dict[Entry, list[int]] = {}
    for block in text.blocks:
        if block.kind not in OWN:
            continue
        for found in find(block.text):
            line, column = block.at(found.start)
            if found.entry.part == "people":
                yield from _people(document, block.text, found, line, column)
            elif found.entry.part == "plain" and found.entry in first:
                again.setdefault(found.entry, []).append(line)
            elif found.entry.part == "plain":
                first[found.entry] = (line, column, found.text)
    for entry, (line, column, word) in first.items():
        more = sorted(set(again.get(entry, ())) - {line})
        also = f" It also stands in line {', '.join(map(str, more))}." if more else ""
        yield document.problem(
            "plain.word", "W", line, f'"{word}" is a hard word.{also}', f"Write: {entry.instead}.", column
        )


def _people(document: Document, text: str, found: Found, line: int, column: int) -> Iterator[Problem]:
    if found.text.lower().startswith("victim") and OF_CRIME.match(text, found.end):
        return
    yield document.problem(
        "words.people",
        "W",
        line,
        f'"{found.text}" puts the trouble before the person.',
        f"Write: {found.entry.instead}.",
        column,
    )


def _numbers(document: Document, text: Prose) -> Iterator[Problem]:
    for sentence in text.sentences:
        if not ("%" in sentence.text or "cent" in sentence.text) or SHARE.search(sentence.text):
            continue
        for found in PER_CENT.finditer(sentence.text):
            line, column = sentence.at(found.start())
            yield document.problem(
                "plain.number",
                "I",
                line,
                f'"{found[0]}" of people is hard to picture.',
                f'Write it as people, too: "{_in_people(found)}".',
                column,
            )


def _in_people(found: re.Match[str]) -> str:
    low, high = float(found["low"]), float(found["high"] or found["low"])
    out_of = 10 if low >= 10 else 100 if low >= 1 else 1000
    first, last = (max(1, round(each * out_of / 100)) for each in (low, high))
    if first == out_of:
        return "all" if low >= 100 else "nearly all"
    return f"about {first}{f' to {last}' if last != first else ''} in {out_of:,}"
