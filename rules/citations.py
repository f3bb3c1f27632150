"""In: a Document and the Site. Out: figures and "studies show" without a source, and sources that cannot be found or weighed.

What counts as a figure is in rules/figures.py, as a study in rules/studies.py, and as a source in rules/sources.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rules.figures import figures, first_figure
from rules.patterns import compiled
from rules.problem import Problem
from rules.prose import Block, Prose, Sentence, prose
from rules.site import Document, Site
from rules.sources import newest, sources
from rules.studies import first_study, is_one_study, names_author_and_year

Found = re.Match[str]
OLD = 10  # years
NO_NOTES = ("title", "summary", "heading", "term")  # where a footnote cannot stand, or would look odd
KINDS = (*NO_NOTES, "paragraph", "item", "definition", "quote", "caption", "cell")
QUESTION = re.compile(r"\?[\"'”’)]*$")
ASKS_NOBODY = compiled(r"\bdid you know\b|\b(?:are you|you are) (?:one|part|among) of\b|\bis among\b")
MYTH = compiled(
    r"^\W*myth\b|\ba myth\b|\b(?:not|n't) true that\b|\bno (?:good )?(?:source|proof|evidence|figures?)\b"
    r"|\b(?:some|many|other|old|these) (?:ads?|advertisements|sites|websites|web pages|people|blogs) (?:say|claim|promise|tell)\b"
    r"|\b(?:no ?one|nobody) knows (?:if|whether|how|the)\b|\bdo(?:es)? not know (?:if|whether|how (?:many|often|likely))\b"
    r"|\bdon't know (?:if|whether|how (?:many|often|likely))\b"
)
PUT_BEHIND = "Put one behind it, `[^name]`, and at the end of the file `[^name]: Who. Title. Year. <address>`; or leave {} out."
SAY_BELOW = "Say it in the text too, with its source; or leave {} out here."


def check(document: Document, site: Site) -> Iterator[Problem]:
    text = _Cited(prose(document))
    for sentence in text.sentences:
        figure = first_figure(sentence.text)
        if figure:
            yield from _figure(sentence, figure, text, document)
            yield from _old(sentence, figure, text, document, site.today.year)
        if sentence.block.kind != "heading":
            yield from _study(sentence, text, document)
    yield from sources(document, text.prose)


class _Cited:
    """A text that knows which of its sentences have a source."""

    def __init__(self, prose: Prose):
        self.prose = prose
        self.rows: dict[int, set[str]] = {}
        before: Block | None = None
        for block in prose.blocks:
            if block.kind == "cell":
                introduced = before.notes if before else ()
                self.rows.setdefault(block.line, set(introduced)).update(block.notes)
            else:
                before = block

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [each for block in self.prose.blocks if block.kind in KINDS for each in block.sentences]

    def notes(self, sentence: Sentence) -> tuple[str, ...]:
        """Its own footnotes, else those of what introduces it: the line before a list, the row of a table, a card's text.

        A sentence that tells of one study may leave its footnote to the sentences that go on with it.
        """
        block = sentence.block
        if sentence.notes:
            return sentence.notes
        if block.kind == "item" and block.lead.endswith(":") and block.lead_notes:
            return block.lead_notes
        if block.kind == "cell":
            return tuple(self.rows[block.line])
        if block.kind == "caption" and block.card:
            following = self.prose.blocks[self.prose.blocks.index(block) + 1 :]
            return following[0].notes if following and following[0].card == block.card else ()
        if is_one_study(sentence.text):
            later = block.sentences[block.sentences.index(sentence) :]
            return next((each.notes for each in later if each.notes), ())
        return ()

    @cached_property
    def figures_with_source(self) -> set[str]:
        with_source = (each for each in self.sentences if self.notes(each))
        return {_plain(found[0]) for each in with_source for found in figures(each.text)}

    @cached_property
    def has_study_with_source(self) -> bool:
        return any(first_study(each.text) and self.notes(each) for each in self.sentences)


def _plain(figure: str) -> str:
    return " ".join(re.findall(r"[\w.%$]+", figure.lower()))


def _understood(text: str) -> bool:
    """A question asks, and a myth is told to be denied; neither says that it is so."""
    return bool(MYTH.search(text) or (QUESTION.search(text) and not ASKS_NOBODY.search(text)))


def _figure(sentence: Sentence, found: Found, text: _Cited, document: Document) -> Iterator[Problem]:
    """src.stat: JAMA benchmarks, attribution; CDC Clear Communication Index."""
    if _understood(sentence.text) or text.notes(sentence):
        return
    here = sentence.block.kind in NO_NOTES
    if here and _plain(found[0]) in text.figures_with_source:
        return
    yield document.problem(
        "src.stat", "E", *_place(sentence, found.start(), f'"{found[0]}" has no source.', here, "the figure")
    )


def _study(sentence: Sentence, text: _Cited, document: Document) -> Iterator[Problem]:
    """src.study: Texas 22 TAC 77.1(b)."""
    found = first_study(sentence.text)
    if (
        not found
        or _understood(sentence.text)
        or text.notes(sentence)
        or names_author_and_year(sentence.text)
    ):
        return
    here = sentence.block.kind in NO_NOTES
    if here and text.has_study_with_source:
        return
    message = f'"{found[0]}" does not say which study.'
    yield document.problem("src.study", "E", *_place(sentence, found.start(), message, here, "it"))


def _place(sentence: Sentence, offset: int, message: str, here: bool, what: str) -> tuple[int, str, str, int]:
    line, column = sentence.at(offset)
    return line, message, (SAY_BELOW if here else PUT_BEHIND).format(what), column


def _old(sentence: Sentence, found: Found, text: _Cited, document: Document, now: int) -> Iterator[Problem]:
    """src.age: a figure whose newest source is older than ten years, unless the sentence says how old it is."""
    year = newest(text.notes(sentence), text.prose.footnotes)
    if year and now - year > OLD and not re.search(r"\b(?:19|20)\d\d\b", sentence.text):
        line, column = sentence.at(found.start())
        yield document.problem(
            "src.age",
            "I",
            line,
            f'The source of "{found[0]}" is from {year}.',
            "Look for a newer one; if there is none, say the year in the sentence.",
            column,
        )
