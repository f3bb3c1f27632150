"""In: a piece of an old text. Out: what a clinician has to answer before it can stand: every figure, study and claim in it.

It asks more than the rules find: they are there to be right, this is there to overlook nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from rules import advertising, claims
from rules.clinic import Clinic
from rules.sentences import spans
from rules.site import Document, Site
from tools.importing.patterns import pattern
from tools.importing.plain_words import plain

TODAY = datetime.date(2000, 1, 1)  # claims do not age

QUIET = re.compile(
    r"\?$|\b(?:no|not|never|nobody)\b|n't\b", re.IGNORECASE
)  # a question or a denial claims nothing
NO_FIGURE, FIGURE, STUDY, CLAIM = (
    pattern("questions.toml", key) for key in ("no_figure", "figure", "study", "claim")
)


def of(markdown: str, clinic: Clinic) -> Iterator[str]:
    """One question a sentence: its figures or its study, and what the rules say of its claims."""
    said = _by_rules(markdown, clinic)
    for start, end in spans(markdown):
        raw = markdown[start:end]
        words = " ".join(plain(raw).split())
        found = list(dict.fromkeys(text for place, text in said if start <= place < end))
        sourced = "[^" in raw or markdown[end : end + 3].strip().startswith("[^")
        if not sourced:
            found += _of_sentence(words, bool(found))
        if found:
            several = len(found) > 1
            yield "\n".join(
                [*(f"- {each}" if several else each for each in found), f"It says: {shown(words)}"]
            )


def _of_sentence(words: str, claimed: bool) -> Iterator[str]:
    if figures := _figures(words):
        yield f"{figures}: which source says so? Add it as a footnote, or take it out."
    elif study := STUDY.search(words):
        yield f'"{study[0]}": which one? Add it as a footnote, or take the sentence out.'
    elif not claimed and not QUIET.search(words) and (claim := CLAIM.search(words)):
        yield f'"{claim[0]}": is that so, for whom, how sure is it, and who says so?'


def _by_rules(markdown: str, clinic: Clinic) -> list[tuple[int, str]]:
    """What the rules on claims and advertising find, each with its place in the Markdown."""
    document = Document("", "articles/draft.md", markdown, {}, markdown, 1, "article")
    site = Site(Path(), "", publish=False, today=TODAY, clinic=clinic, words={})
    lines = markdown.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    return [
        (starts[problem.line - 1] + max(problem.column - 1, 0), f"{problem.message} {problem.hint}")
        for check in (claims.check, advertising.check)
        for problem in check(document, site)
        if problem.line <= len(lines)
    ]


def _figures(words: str) -> str:
    left = NO_FIGURE.sub(lambda found: " " * len(found[0]), words)
    found = dict.fromkeys(match[0].strip(" .,") for match in FIGURE.finditer(left))
    return ", ".join(f'"{figure}"' for figure in found)


def shown(words: str) -> str:
    """A sentence short enough for one line of a note."""
    return (
        words
        if len(words) <= 160
        else f"{words[:120].rpartition(' ')[0]} ... {words[-30:].partition(' ')[2]}"
    )
