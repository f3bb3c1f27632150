"""In: the plain words of one block. Out: where its sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

END = re.compile(r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)\]]*+(?=\s)")
LAST = re.compile(r"[^\s(\[\"\u201c/]+$")
# U.S, D.C, Ph.D, a.m: the last dot is the one in question.
LONGEST = 40  # letters before a full stop that are looked at
DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")
NEXT = re.compile(r"\s+[\"'\u201c\u2018(\[]*(\{\{|[^\W_][\w'\u2019-]*|\S)")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEVER = _set(
    "dr mr mrs ms prof rev st mt jr sr vs v fig figs eq sec vol ed eds approx ca cf viz incl hon gen sen rep"
)
BEFORE_NUMBER = _set("no nos p pp jan feb mar apr jun jul aug sep sept oct nov dec vol fig ch")
OFTEN = _set("al inc ltd co corp etc ave blvd rd dept jr sr est min hr hrs lb lbs oz ft")
STARTERS = _set(
    """a an the this that these those it its he she they we you i my our your his her their there here if when while
    after before as at in on for from with without but and or so yet not no some many most few all each every both one
    two three ask call see tell go do don't take try read talk keep stop write come get use what which who why how
    where massage pain care people doctors studies exercise heat ice is are was were does did can could may might will
    would should"""
)
DAYS = _set(
    """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january
    february march april may june july august september october november december eastern central mountain pacific
    est edt cst cdt mst mdt pst pdt et ct mt pt"""
)
LETTERED = _set("vitamin type hepatitis group plan part stage grade class option step section appendix")
UNITS = frozenset("cfkmglvw")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, without the space between them."""
    start = 0
    for found in END.finditer(text):
        following = NEXT.match(text, found.end())
        if not following:
            break
        if _ends(text, start, found, following[1]):
            yield start, found.end()
            start = found.end()
            while text[start].isspace():
                start += 1
    if text[start:].strip():
        yield start, len(text)


def _ends(text: str, start: int, found: re.Match[str], following: str) -> bool:
    mark = found[0]
    if following[0].islower() or following[0] in ",;:)-\u2013\u2014":
        return False
    if mark[0] in "!?" or "\u2026" in mark or mark.startswith(".."):
        return True
    before = LAST.search(text, max(start, found.start() - LONGEST), found.start())
    if not before:
        return before is not None or found.start() > start
    word = before[0]
    if word.isalpha():
        lower = word.lower()
        if lower in NEVER:
            return False
        if lower in BEFORE_NUMBER and any(letter.isdigit() for letter in following):
            return False
        if lower in OFTEN and word[0].isupper():
            return following.lower() in STARTERS
        return len(word) > 1 or not word.isupper() or _letter_ends(text, start, before, following)
    if DOTTED.fullmatch(word):
        return _dotted_ends(word.lower(), following)
    return not (word.isdigit() and len(word) <= 2 and before.start() == start)  # "1. Sit down"


def _letter_ends(text: str, start: int, before: re.Match[str], following: str) -> bool:
    """A capital letter and a dot: an initial, unless it names a kind ("vitamin D."), or a unit after a number ("100.4 F.")."""
    previous = text[max(start, before.start() - LONGEST) : before.start()].split()
    if not previous:
        return False
    last = previous[-1].strip("(,")
    if last.lower() in LETTERED or (before[0].lower() in UNITS and last[-1:].isdigit()):
        return True
    return before[0] == "I" or (following.lower() in STARTERS and not last[:1].isupper())


def _dotted_ends(word: str, following: str) -> bool:
    if word in ("e.g", "i.e"):
        return False
    if word in ("a.m", "p.m"):
        return not following[0].isdigit() and following.lower() not in DAYS
    if word in ("u.s", "u.k", "u.n", "e.u", "u.s.a"):
        return following.lower() in STARTERS
    return not following[0].isdigit()
