"""In: the Markdown of a body. Out: its HTML, sanitised, with its headings, links and pictures, and what was removed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import nh3
from markdown import Markdown

from plugins.cards import CARDS, PROOF, CardsExtension
from plugins.inline import quicken

TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
}
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "div": {"role", "tabindex", "aria-label"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "section": {"aria-labelledby"},
    "span": {"aria-hidden"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope"},
}
DROPPED_WITH_TEXT = {"script", "style", "iframe", "object", "noscript", "template", "title"}
CLASSES = {
    "vh",
    "btn",
    "btn--urgent",
    "card",
    "card__title",
    "fact",
    "fact__figure",
    "fact__stones",
    "fact__text",
    "is-counted",
    "found",
    "found__row",
    "found__proof",
    "bones",
    "note-ref",
    "note-back",
    "sources",
    "scroll",
    "noprint",
    *(f"card--{kind}" for kind in CARDS),
    *(f"found__proof--{level}" for level in PROOF),
}
SCHEMES = {"http", "https", "mailto", "tel"}
# What nh3 writes: every attribute in double quotes, so a tag can be found by its grammar.
ATTRIBUTES_OF_TAG = r'(?P<attributes>(?: [\w:-]+="[^"]*")*)'
SOURCES = '<section aria-labelledby="sources" class="sources">'
PICTURE = re.compile(rf"<img{ATTRIBUTES_OF_TAG}>")
ANY_VALUE = r'[^"<>]*'
SAFE_VALUE = r'(?:(?:https?|mailto|tel):[^"<>]*|[^":&<>\x00-\x20]*)'
REFERENCES = re.compile(r'<a class="note-ref".*?</a>', re.DOTALL)
ANCHOR = re.compile(rf"<a{ATTRIBUTES_OF_TAG}>(?P<text>.*?)</a>", re.DOTALL)


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
    """One Markdown instance for all files: making one costs as much as a short file."""

    def __init__(self, words: dict[str, Any]):
        self.cards = CardsExtension(words)
        self.md = Markdown(
            extensions=["extra", "toc", "admonition", "sane_lists", "smarty", self.cards],
            extension_configs={
                "smarty": {"smart_angled_quotes": False},
                "footnotes": {"BACKLINK_TEXT": "\u21a9"},
            },
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


def sanitise(text: str) -> str:
    """Only what ATTRIBUTES and TAGS name comes through; links get no rel."""
    return CLEANER.clean(text)


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        kept = [name for name in value.split() if name in CLASSES]
        return " ".join(kept) or None
    if attribute == "tabindex":
        return "0"
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=DROPPED_WITH_TEXT,
    attributes=ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes=SCHEMES,
    link_rel=None,
)


def _harmless() -> str:
    """What one tag of which sanitise() takes nothing looks like, as Python-Markdown writes it."""
    tags = []
    for name in sorted(TAGS):
        known = sorted(ATTRIBUTES["*"] | ATTRIBUTES.get(name, set()))
        each = (f'{key}="{SAFE_VALUE if key in ("href", "src") else ANY_VALUE}"' for key in known)
        tags.append(rf"{name}(?: (?:{'|'.join(each)}))*+(?: /)?>")
    return rf"<(?:{'|'.join(tags)}|/(?:{'|'.join(sorted(TAGS))})>)"


HARMLESS = re.compile(_harmless())


class _Refused(HTMLParser):
    """Collects the tags and attributes that sanitise() takes out, once each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            if tag != "h1":
                self.found[f"<{tag}"] = None
            return
        for name, value in attrs:
            if (
                name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
                and not (tag == "th" or tag == "td")
                and name != "rel"
            ):
                self.found[name] = None
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", value or "").lower())
            if name in ("href", "src") and scheme and scheme[1] not in SCHEMES:
                self.found[scheme[0]] = None


def refused(raw: str) -> list[str]:
    """What sanitise() takes out of this HTML: "<script", "onclick", "javascript:" ..."""
    if "<" not in HARMLESS.sub("", raw):  # most texts, and a parser takes ten times as long
        return []
    return parsed(raw)


def parsed(raw: str) -> list[str]:
    """The same, by a parser."""
    parser = _Refused()
    parser.feed(raw)
    parser.close()
    return list(parser.found)


def plain_text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def attributes(text: str) -> dict[str, str]:
    """The attributes of one tag that nh3 wrote, unescaped."""
    return {name: html.unescape(value) for name, value in re.findall(r' ([\w:-]+)="([^"]*)"', text)}


def tag(name: str, values: dict[str, str]) -> str:
    """The opening tag with these attributes, escaped as nh3 writes them."""
    return f"<{name}" + "".join(f' {key}="{html.escape(value)}"' for key, value in values.items()) + ">"


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
