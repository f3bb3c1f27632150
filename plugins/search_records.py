"""In: the finished Documents. Out: one record a page, as the index of the search page wants it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from plugins.markup import REFERENCES, plain_text
from rules.site import Document, Site

SOURCES = re.compile(r'<section [^>]*class="sources".*?</section>', re.DOTALL)
WARNINGS = re.compile(r'<section [^>]*class="card card--(?:emergency|urgent)".*?</section>', re.DOTALL)

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Record:
    """url is the address without the first slash, "health/massage/"; html is what Pagefind reads instead of the page."""

    url: str
    html: str


def records(site: Site) -> list[Record]:
    """Every page that a patient may look for, by its address: no home page, nothing that is not public yet."""
    found = (record(document, site) for document in site.documents)
    return sorted(filter(None, found), key=lambda record: (record.url, record.html))


def record(document: Document, site: Site) -> Record | None:
    """What the index is told of one page; None of one that nobody should find."""
    if not document.url or document.draft or document.scheduled:
        return None
    return Record(document.url, _html(document, site))


def _html(document: Document, site: Site) -> str:
    """Title and other names weigh more than the text.

    Of the text, each word stands once and common ones are left out: a first search then costs half. In the order of the
    alphabet, so that an edit that brings no new word leaves the index as it is. Sources are no answer
    to anybody's question, and the warnings on every health page are the answer of the pages that are about them.
    """
    text = REFERENCES.sub("", SOURCES.sub("", document.html))
    if document.kind != "page":
        text = WARNINGS.sub("", text)
    common = set(site.words["search"]["common"].split())
    words = set(WORD.findall(plain_text(text.replace("<", " <")).lower()))
    names = ", ".join([*document.also_known_as, *document.search_words])
    return (
        f'<!doctype html><html lang="{escape(document.lang)}"><body>'
        f'<p data-pagefind-filter="topic" data-pagefind-ignore="index">{escape(_topic(document, site))}</p>'
        f'<h1 data-pagefind-meta="title" data-pagefind-weight="10">{escape(document.title)}</h1>'
        f'<p data-pagefind-weight="5">{escape(names)}</p>'
        f'<p data-pagefind-meta="summary" data-pagefind-weight="3">{escape(document.summary)}</p>'
        f"<p>{escape(' '.join(sorted(words - common)))}</p></body></html>"
    )


def _topic(document: Document, site: Site) -> str:
    """What the search page offers to narrow the results to."""
    nav = site.words["nav"]
    topics: dict[str, str] = {
        "article": document.topic.name if document.topic else nav["health"],
        "condition": nav["conditions"],
        "service": nav["services"],
    }
    return topics.get(document.kind, str(site.words["search"]["clinic"]))
