"""In: the finished Site. Out: the pages that no file stands for: A to Z, evidence, topics, people, old addresses, search, 404,
feed, sitemap, robots."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.evidence import evidence, shelves
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


class Listings(Generator):  # type: ignore[misc]
    def generate_output(self, writer: Writer) -> None:
        site: Site = self.settings["CLINIC_SITE"]
        self._write(writer, "atoz", "health/index.html", letters=letters(site))
        found = evidence(site)
        sources = {source.text for each in found for source in each.sources}
        figures = {"statements": sum(each.statements for each in found), "sources": len(sources)}
        self._write(writer, "evidence", "evidence/index.html", shelves=shelves(site, found), **figures)
        for each in found:
            self._write(writer, "evidence-page", f"{each.url}index.html", evidence=each)
        for topic in site.clinic.topics:
            self._write(writer, "topic", f"health/topics/{topic.id}/index.html", topic=topic)
        for person in site.clinic.people:
            self._write(writer, "person", f"team/{person.id}/index.html", person=person)
        for redirect in site.redirects:
            old = redirect.old.lstrip("/")
            path = old if old.endswith(".html") else f"{old.rstrip('/')}/index.html"
            target = site.base + redirect.new.lstrip("/")
            self._write(writer, "redirect", path, redirect=redirect, target=target)
        for template, path in SINGLE.items():
            self._write(writer, template, path)

    def _write(self, writer: Writer, template: str, path: str, **values: Any) -> None:
        writer.write_file(path, self.get_template(template), self.context, **values)


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


def _generators(_: Any) -> type[Listings]:
    return Listings


def register() -> None:
    signals.get_generators.connect(_generators)
