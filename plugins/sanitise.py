"""In: HTML that Python-Markdown wrote. Out: what of it may stand on a page, and what may not, as staff wrote it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
import pcre2

from plugins.cards import CARDS, PROOF

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
ANY_VALUE = r'[^"<>]*'
SAFE_VALUE = r'(?:(?:https?|mailto|tel):[^"<>]*|[^":&<>\x00-\x20]*)'


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


HARMLESS: re.Pattern[str] = pcre2.compile(
    _harmless(), jit=True
)  # Python's own engine takes 10 ms to compile it


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
