"""In: what was known of all pages, and what is known now. Out: the questions that have another answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from rules.document import Shown
from rules.problem import Problem
from rules.relations import Related
from rules.site import Site
from rules.view import Question

V = TypeVar("V")
LED_BY = (
    "kind",
    "slug",
    "title",
    "date",
    "topic",
    "services",
    "conditions",
    "related",
)  # what relations depend on
DATED = ("url", "draft", "scheduled", "date", "modified")
WHOLE = ("latest", "feed", "topics")  # short lists, which are compared as they are


def changed(before: Site, after: Site, files: set[str]) -> set[Question]:
    """The questions whose answers differ, and perhaps some whose answers do not. files: names of files that were edited."""
    found: set[Question] = set()
    for name, old, new in _differing(before.table, after.table):
        found |= {("shown", name), ("pages",)}
        for one, other in ((old, new), (new, old)):
            if one:
                found |= set(_of(one, other))
    if found:
        found |= {(name,) for name in WHOLE if getattr(before, name) != getattr(after, name)}
    found |= {("file", name) for name in files}
    for name, _, _ in _differing(before.anchors, after.anchors):
        found.add(("anchors", name))
    if before.files.keys() != after.files.keys():
        found.add(("names",))
    old_ways, new_ways = ({way.old: way for way in site.redirects} for site in (before, after))
    found |= {("redirect", old) for old, _, _ in _differing(old_ways, new_ways)}
    return found | {("related", name) for name in _related(before, after)}


def late(backing: Mapping[str, Any], problems: Iterable[Problem], site: Site) -> set[Question]:
    """The same for what is known when the last stage has run: what pages say with a source, and what is to mend."""
    found: set[Question] = set()
    if next(_differing(backing, site.backing), None):
        found.add(("backings",))
    if set(problems) != set(site.all_problems):
        found.add(("problems",))
    return found


def _of(one: Shown, other: Shown | None) -> Iterator[Question]:
    """What has another answer because one page has become another, or has come, or gone."""
    yield "kind", one.kind
    if one.kind == "article":
        if one.topic:
            yield "topic", one.topic.id
        yield from (("person", person.id) for person in (one.author, one.reviewer) if person)
    if not other or any(getattr(one, field) != getattr(other, field) for field in DATED):
        yield ("dates",)
    if not other:
        yield ("names",)
    if not other or one.url != other.url:
        yield "url", one.url
        yield ("urls",)
    if not other or one.head_title != other.head_title:
        yield "title", one.head_title
    if not other or (one.kind, one.slug) != (other.kind, other.slug):
        yield "slug", one.kind, one.slug


def _related(before: Site, after: Site) -> Iterator[str]:
    """The texts whose pages lead elsewhere now."""
    moved = {
        name: [page for page in (old, new) if page]
        for name, old, new in _differing(before.table, after.table)
        if not old or not new or any(getattr(old, field) != getattr(new, field) for field in LED_BY)
    }
    sites = (before, after)
    near = {other.name for site in sites for name in moved for other in site.relations.named.get(name, [])}
    topics = {page.topic.id for pages in moved.values() for page in pages if page.topic}
    for topic in topics:
        if before.relations.first(topic) != after.relations.first(topic):
            near |= {page.name for site in sites for page in site.by_topic.get(topic, [])}
    for name in {*near, *moved}:
        old, new = (_names(site.related_to(name)) if name in site.table else None for site in sites)
        if old and new and old != new:
            yield name


def _names(related: Related) -> list[list[str]]:
    return [[page.name for page in part] for part in related]


def _differing(before: Mapping[str, V], after: Mapping[str, V]) -> Iterator[tuple[str, V | None, V | None]]:
    """The keys with another value, with both; None where there is none."""
    if before is after:
        return
    for name in after:
        old, new = before.get(name), after[name]
        if old is not new and old != new:
            yield name, old, new
    for name in before:
        if name not in after:
            yield name, before[name], None
