"""In: the finished Site. Out: the pages that no file stands for: A to Z, evidence, topics, people, old addresses, search, 404,
feed, sitemap, robots."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from plugins import evidence, stages
from plugins.addresses import is_first
from plugins.stages import Page
from rules.site import Site

SINGLE = {
    "search": "search/index.html",
    "404": "404.html",
    "feed": "feed.xml",
    "sitemap": "sitemap.xml",
    "robots": "robots.txt",
}


@dataclass(frozen=True)
class Entry:
    """A line of the A to Z. see is the page's own title where title is another name for it, else ""."""

    title: str
    url: str
    see: str = ""


def pages(site: Site) -> Iterator[Page]:
    """Each with how to ask the Site for what it shows."""
    yield Page("atoz", "health/index.html", lambda site: {"letters": letters(site)})
    yield Page("evidence", "evidence/index.html", evidence.index)
    for document in site.documents:
        if document.evidence and is_first(document, site):
            url = evidence.url(document)
            shown = partial(_given, shown=document.shown, evidence=document.evidence, page_url=url)
            yield Page("evidence-page", f"{url}index.html", shown, document.name)
    for topic in site.clinic.topics:
        yield Page("topic", f"health/topics/{topic.id}/index.html", partial(_given, topic=topic))
    for person in site.clinic.people:
        yield Page("person", f"team/{person.id}/index.html", partial(_given, person=person))
    for redirect in site.redirects:
        old = redirect.old.lstrip("/")
        path = old if old.endswith(".html") else f"{old.rstrip('/')}/index.html"
        yield Page("redirect", path, partial(_redirect, redirect.old))
    for template, path in SINGLE.items():
        yield Page(template, path)


def _redirect(old: str, site: Site) -> dict[str, Any]:
    redirect = site.redirect(old)
    return {"redirect": redirect, "target": site.base + redirect.new.lstrip("/")}


def _given(site: Site, **values: Any) -> dict[str, Any]:
    return values


def letters(site: Site) -> list[tuple[str, list[Entry]]]:
    """Articles, conditions and services under each letter, by their titles and their other names."""
    entries = set()
    for document in [*site.articles, *site.conditions, *site.services]:
        entries.add(Entry(document.title, document.url))
        entries |= {
            Entry(name[:1].upper() + name[1:], document.url, document.title)
            for name in document.also_known_as
        }
    shelves: dict[str, list[Entry]] = {letter: [] for letter in string.ascii_uppercase}
    for entry in sorted(entries, key=lambda e: (e.title.casefold(), e.see, e.url)):
        first = next((c for c in entry.title.upper() if c.isalnum()), "")
        shelves.setdefault(first if first in shelves else "0-9", []).append(entry)
    return list(shelves.items())


def register() -> None:
    stages.list_pages(pages)
