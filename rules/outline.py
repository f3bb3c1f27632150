"""In: a Document. Out: problems with its order: headings that skip or pretend, long stretches, a main message that comes late.

Sources: WCAG 1.3.1 (headings); CDC Clear Communication Index 1 to 5 (main message and what to do first).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.patterns import compiled
from rules.problem import Problem
from rules.prose import Block, Prose, Section, prose
from rules.reading import COUNTED, length
from rules.site import Document, Site

HEALTH = ("article", "service", "condition")
MOST = 300  # words under one heading
SHORT = 150  # words: a text that is itself a first section
BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>[^*_\n]+)\1[ \t]*:?[ \t]*")
MESSAGE_CARDS = {"key", "emergency", "urgent", "routine"}
DO = (
    "do|don't|call|ask|talk|see|tell|try|keep|walk|move|stay|go|get|read|stop|start|use|take|come|bring|check|look|rest|wait|avoid"
    "|book|let|make|give|put|choose|write"
)
TO_DO = compiled(
    rf"^(?:please |first,? |then |so |if [^,]+, )*(?:{DO})\b|\byou (?:can|may|should|could|need)\b"
)


def check(document: Document, site: Site) -> Iterator[Problem]:
    text = prose(document)
    yield from _levels(document, text)
    yield from _bold_lines(document, text)
    for section in text.sections:
        yield from _stretch(document, section)
    if document.kind in HEALTH:
        yield from _main_first(document, text)


def _levels(document: Document, text: Prose) -> Iterator[Problem]:
    above = 1
    for block in text.blocks:
        if block.kind != "heading":
            continue
        level = max(2, block.level)  # the title of the page is its only heading of level 1
        if level > above + 1:
            yield document.problem(
                "plain.headings",
                "E",
                block.line,
                f'"{block.text}" is a heading of level {level}, and the one above it has level {above}.',
                f"Write it as `{'#' * (above + 1)} {block.text}`.",
            )
        above = level


def _bold_lines(document: Document, text: Prose) -> Iterator[Problem]:
    """A paragraph that is nothing but a few bold words, with text after it, is a heading that machines cannot see."""
    for block, following in zip(text.blocks, text.blocks[1:], strict=False):
        found = (
            BOLD_LINE.fullmatch(block.source.strip())
            if block.kind == "paragraph" and not block.card
            else None
        )
        if not found or following.kind not in ("paragraph", "item", "quote", "cell", "term"):
            continue
        words = found["words"].strip()
        introduces = following.kind == "item" and block.source.rstrip("*_ ").endswith(":")
        if not introduces and len(words.split()) <= 10 and not re.search(r"[.!,;]$|: ", words):
            words = words.rstrip(":")
            yield document.problem(
                "plain.headings",
                "E",
                block.line,
                f'"{words}" is a bold line that stands for a heading.',
                f"Make it one: `{'#' * (_level(text, block) + 1)} {words}`.",
            )


def _level(text: Prose, block: Block) -> int:
    """The level of the heading that a block stands under, 1 for the title."""
    heading = next((s.heading for s in text.sections if block in s.blocks), None)
    return min(5, max(2, heading.level)) if heading else 1


def _stretch(document: Document, section: Section) -> Iterator[Problem]:
    """Words in cards stand under the card's own title."""
    own = (block for block in section.blocks if block.kind in COUNTED and not block.card)
    words = sum(length(block.text) for block in own)
    if words > MOST:
        where = f'under "{section.title}"' if section.heading else "before the first heading"
        yield document.problem(
            "plain.headings",
            "W",
            section.line,
            f"{words} words stand {where}.",
            f"Put a heading in between, so that no part has more than {MOST}.",
        )


def _main_first(document: Document, text: Prose) -> Iterator[Problem]:
    """The first section tells people what matters: in a card of key points or of urgent care, or as something to do."""
    if (
        not text.sections
        or sum(length(b.text) for s in text.sections for b in s.blocks if b.kind in COUNTED) < SHORT
    ):
        return
    first = next(
        (section for section in text.sections if any(b.kind in COUNTED for b in section.blocks)), None
    )
    if first is None or any(block.card in MESSAGE_CARDS for block in first.blocks):
        return
    sentences = [each for block in first.blocks if block.kind in COUNTED for each in block.sentences]
    if any(TO_DO.search(each.text) and not each.text.endswith("?") for each in sentences):
        return
    yield document.problem(
        "plain.main-first",
        "W",
        first.line,
        "The first part does not say what matters most and what people can do.",
        'Begin with a card: `!!! key "Key points"`, and below it the answer and the next step as a list.',
    )
