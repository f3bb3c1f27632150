"""In: a Document and the Site. Out: a symptom without its urgent-care card, a treatment without its risks or other options.

What a page is about: `Kind:` in its head, else its folder (service, condition), else the words of its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.patterns import compiled
from rules.problem import Problem
from rules.prose import Prose, prose
from rules.site import Document, Site
from rules.wordlists import groups

URGENT = ("emergency", "urgent")
BY_FOLDER = {"service": {"treatment"}, "condition": {"symptom"}}
WORDS = groups(__file__)


def _pattern(name: str) -> re.Pattern[str]:
    return compiled(rf"\b{WORDS[name]}\b")


IN_TITLE = {"treatment": _pattern("treatment"), "symptom": _pattern("symptom")}
RISKS_HEADING, RISKS, NO_RISK = _pattern("risks_heading"), _pattern("risks"), _pattern("no_risk")
OPTIONS_HEADING, OPTIONS = _pattern("options_heading"), _pattern("options")
WHO_NOT = _pattern("who_not")


def check(document: Document, site: Site) -> Iterator[Problem]:
    about, why = subjects(document)
    text = prose(document)
    if "symptom" in about:
        yield from _red_flag(document, text, why)
    if "treatment" in about:
        yield from _risks(document, text, why)
        yield from _options(document, text, why)


def subjects(document: Document) -> tuple[set[str], str]:
    """What a page is about, and how one sees that."""
    kind = document.value("Kind")
    if kind:
        return {each.strip().lower() for each in kind.split(",")}, f"`Kind: {kind}`"
    if document.kind in BY_FOLDER:
        return BY_FOLDER[document.kind], f"it lies in {document.folder}"
    if document.kind != "article":
        return set(), ""
    title = document.value("Title")
    found = {name: match for name, pattern in IN_TITLE.items() if (match := pattern.search(title))}
    words = " and ".join(f'"{match[0]}"' for match in found.values())
    return set(found), f"its title says {words}"


def _red_flag(document: Document, text: Prose, why: str) -> Iterator[Problem]:
    """safety.red-flag: NHS digital service manual, care cards."""
    if not _has_card(text, *URGENT):
        yield document.problem(
            "safety.red-flag",
            "E",
            _line(document),
            f"This page is about a symptom ({why}), but has no urgent-care card.",
            'Put one near its top: `!!! urgent "See a doctor today"`, and below it, four spaces in, '
            "the signs that cannot wait.",
        )


def _risks(document: Document, text: Prose, why: str) -> Iterator[Problem]:
    """safety.risks: NCCIH; CDC Clear Communication Index. What may happen, and who should ask first."""
    if _has_card(text, "risk"):
        return
    body = [each for each in text.sentences if each.block.kind not in ("title", "summary")]
    said = [NO_RISK.sub(" ", sentence.text) for sentence in body]
    what = _has_section(text, RISKS_HEADING) or any(RISKS.search(words) for words in said)
    who = any(WHO_NOT.search(words) for words in said)
    if what and who:
        return
    lacks = (
        "its risks" if who else "who should not have it" if what else "its risks or who should not have it"
    )
    yield document.problem(
        "safety.risks",
        "E",
        _line(document),
        f"This page is about a treatment ({why}), but does not say {lacks}.",
        "Add a part `## Risks` with what may happen, and a card `!!! risk` with who should tell you first.",
    )


def _options(document: Document, text: Prose, why: str) -> Iterator[Problem]:
    """safety.options: PIF TICK; DISCERN, question 14."""
    if not _has_section(text, OPTIONS_HEADING) and not any(
        OPTIONS.search(each.text) for each in text.sentences
    ):
        yield document.problem(
            "safety.options",
            "W",
            _line(document),
            f"This page is about a treatment ({why}), but names no other.",
            "Add a part `## Other options`: what else people can do, and what happens if they do nothing.",
        )


def _line(document: Document) -> int:
    return document.line_of("Kind" if document.value("Kind") else "Title")


def _has_card(text: Prose, *cards: str) -> bool:
    """Whether there is such a card with words in it."""
    return any(block.card in cards and block.kind != "caption" for block in text.blocks)


def _has_section(text: Prose, heading: re.Pattern[str]) -> bool:
    """Whether there is a part of that name with words in it."""
    return any(section.blocks and heading.search(section.title) for section in text.sections)
