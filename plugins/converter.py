"""In: the Markdown of a body. Out: its HTML, sanitised, with its headings, links and pictures, and what was removed."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown import Extension, Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension

from plugins.cards import CardsExtension
from plugins.markup import ANCHOR, PICTURE, SOURCES, attributes, plain_text
from plugins.quick import HeadingsExtension, quicken
from plugins.sanitise import refused, sanitise


@dataclass
class Markup:
    """headings: (level, text, id); links: (target, text, in a footnote); pictures: (target, alt, title);
    removed: what was taken out, as staff wrote it; wrong: (word, "card" or "proof")."""

    html: str
    headings: list[tuple[int, str, str]]
    links: list[tuple[str, str, bool]]
    pictures: list[tuple[str, str, str]]
    removed: list[str]
    wrong: list[tuple[str, str]]
    words: int


class Converter:
    """One Markdown instance for many files: making one costs as much as a short file.

    fences: whether a text may have blocks of code between fences; those without are spared what colours code.
    """

    def __init__(self, words: dict[str, Any], fences: bool = True):
        self.cards = CardsExtension(words)
        self.md = Markdown(
            extensions=[  # by their classes: for a name, Markdown asks every package that is installed
                *(_fences() if fences else ()),
                FootnoteExtension(BACKLINK_TEXT="\u21a9"),
                AttrListExtension(),
                DefListExtension(),
                TableExtension(),
                AbbrExtension(),
                MarkdownInHtmlExtension(),
                HeadingsExtension(),
                AdmonitionExtension(),
                SaneListExtension(),
                SmartyExtension(smart_angled_quotes=False),
                self.cards,
            ]
        )
        quicken(self.md)

    def convert(self, body: str) -> Markup:
        """Errors of Markdown itself (such as too deep a nesting) come through as they are."""
        raw = self.md.reset().convert(body)
        clean = sanitise(raw)
        return Markup(
            html=clean,
            headings=list(_headings(self.md.toc_tokens)),  # type: ignore[attr-defined]
            links=list(_links(clean)),
            pictures=list(_pictures(clean)),
            removed=refused(raw),
            wrong=self.cards.parts.wrong,
            words=len(plain_text(clean.partition(SOURCES)[0]).split()),
        )


def fenced(body: str) -> bool:
    """Whether there may be a block of code between fences."""
    return "```" in body or "~~~" in body


def _fences() -> Iterator[Extension]:
    from markdown.extensions.fenced_code import (
        FencedCodeExtension,  # here: it loads Pygments, which takes long
    )

    yield FencedCodeExtension()


def _headings(tokens: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    for token in tokens:
        yield max(2, token["level"]), html.unescape(token["name"]), token["id"]
        yield from _headings(token["children"])


def _links(clean: str) -> Iterator[tuple[str, str, bool]]:
    notes = clean.find(SOURCES)
    for anchor in ANCHOR.finditer(clean):
        values = attributes(anchor["attributes"])
        if "href" in values and values.get("class") not in ("note-ref", "note-back", "btn btn--urgent"):
            yield values["href"], plain_text(anchor["text"]).strip(), 0 <= notes < anchor.start()


def _pictures(clean: str) -> Iterator[tuple[str, str, str]]:
    for picture in PICTURE.finditer(clean):
        values = attributes(picture["attributes"])
        yield values.get("src", ""), values.get("alt", ""), values.get("title", "")
