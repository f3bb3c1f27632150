"""In: one Document with its text. Out: the same with head values, HTML, headings, links, pictures, and what the rules say of it.

This loads Python-Markdown and all rules; where every text is known from before, nothing of it is needed.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from plugins import evidence
from plugins.cards import KINDS, PROOF
from plugins.converter import Converter, Markup, fenced
from plugins.grades import reading_of
from plugins.markup import plain_text
from plugins.placeholders import fill, fill_text
from plugins.widont import widont
from rules import engine
from rules.fields import parse_date
from rules.problem import Severity, did_you_mean
from rules.site import Document, Heading, Link, Picture, Site

DANGEROUS = re.compile(r"<(script|iframe|object|embed|form|link|meta|base|svg|math|video|audio)|on\w+$|\w+:$")


def read_text(document: Document, site: Site) -> None:
    """Everything that one text, the facts and the day decide; its problems too."""
    _head(document, site)
    try:
        fences = fenced(document.body)
        converter = site.kept(f"converter {fences}", lambda: _converter(json.dumps(site.words), fences))
        markup = converter.convert(document.body)
    except (RecursionError, ValueError, AttributeError, IndexError, KeyError, TypeError, AssertionError):
        document.readable = False
        document.found = [
            document.problem(
                "meta.limit",
                "E",
                document.body_line,
                "This text is nested or written so that it cannot be read.",
                "Take out what you added last: quotes in quotes, lists in lists, or pasted HTML.",
            )
        ]
        return
    _body(document, markup, site)
    document.of_text = engine.of_text(document, site)
    document.count = reading_of(document).count
    document.evidence = evidence.of(document, site)


@lru_cache(maxsize=4)
def _converter(words: str, fences: bool) -> Converter:
    return Converter(json.loads(words), fences)


def _head(document: Document, site: Site) -> None:
    """Lenient: what is wrong with a value is for rules/head.py to say; a preview shows the page all the same."""
    for key in ("Title", "Summary"):
        value = fill_text(document.value(key), site.clinic, site.words)
        if re.search(r"<\s*[/a-z!]", value, re.IGNORECASE):
            document.found.append(
                document.problem(
                    "html.removed",
                    "E",
                    document.line_of(key),
                    f"There is HTML in `{key}:`, and it was removed.",
                    "Write plain words here.",
                )
            )
            value = (
                plain_text(re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", value)).replace("<", "").strip()
            )
        setattr(document, key.lower(), value)
    document.title = (
        document.title or document.name.rpartition("/")[2].rpartition(".")[0].replace("-", " ").capitalize()
    )
    document.lang = document.value("Lang") or "en"
    document.date = parse_date(document.value("Date"))
    document.modified = parse_date(document.value("Modified"))
    document.reviewed = parse_date(document.value("Reviewed"))
    document.scheduled = document.date is not None and document.date > site.today
    document.draft = document.value("Status").lower() == "draft"
    document.art = document.value("Art") if document.value("Art") in site.drawings else ""
    document.also_known_as = document.listed("Also-Known-As")
    document.search_words = document.listed("Search-Words")
    document.author = site.clinic.person(document.value("Author"))
    document.reviewer = site.clinic.person(document.value("Reviewer"))


def _body(document: Document, markup: Markup, site: Site) -> None:
    document.html = widont(fill(markup.html, site.clinic, site.words))
    document.words = markup.words
    place = _Finder(document)
    document.headings = [
        Heading(level, text, id_, place.line(text))
        for level, text, id_ in markup.headings
        if not id_.startswith("card-") and id_ != "sources"
    ]
    place.again()
    document.links = [Link(target, text, place.line(target), note) for target, text, note in markup.links]
    place.again()
    document.pictures = [
        Picture(target, alt, place.line(target), title.lower() == "decoration")
        for target, alt, title in markup.pictures
    ]
    for what in markup.removed:
        severity: Severity = "E" if DANGEROUS.match(what) else "W"
        document.found.append(
            document.problem(
                "html.removed",
                severity,
                place.again().line(what),
                f"`{what}` is not allowed in a text, and it was removed.",
                "Write it in Markdown, or take it out.",
            )
        )
    for word, kind in markup.wrong:
        known = KINDS if kind == "card" else PROOF
        line = place.again().line(f"!!! {word}" if kind == "card" else word)
        document.found.append(
            document.problem(
                f"{kind}.type",
                "E",
                line,
                f"`{word}` is no kind of {kind}.",
                did_you_mean(word, known) or f"Use one of: {', '.join(known)}.",
            )
        )


class _Finder:
    """Finds lines for what Markdown gives without one: looks on from the last find, then from the start."""

    def __init__(self, document: Document):
        self.document = document
        self.body = document.body.lower()
        self.at = 0

    def again(self) -> _Finder:
        """The same, from the start."""
        self.at = 0
        return self

    def line(self, needle: str) -> int:
        body = self.body
        found = body.find(needle.lower(), self.at)
        if found < 0:
            found = body.find(needle.lower())
        if found < 0:
            return self.document.body_line
        self.at = found + 1
        return self.document.body_line + body.count("\n", 0, found)
