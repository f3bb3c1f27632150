"""In: Documents whose heads name services, conditions and articles. Out: the same linked both ways."""

from __future__ import annotations

from itertools import islice

from plugins import stages
from plugins.reader import listed
from rules.site import Document, Site

MOST = 4


def link(site: Site) -> None:
    """Fill services, conditions and related of every document. Unknown names are for rules/head.py."""
    by_kind = {kind: {d.slug: d for d in site.of_kind(kind)} for kind in ("service", "condition", "article")}
    for document in site.documents:
        for key, kind in (("Services", "service"), ("Conditions", "condition"), ("Related", "article")):
            for slug in listed(document, key):
                other = by_kind[kind].get(slug)
                if other and other is not document:
                    _both_ways(document, other)
    place = {
        d.name: n for kind in (site.services, site.conditions, site.articles) for n, d in enumerate(kind)
    }
    for document in site.documents:
        for shelf in (document.services, document.conditions, document.related):
            shelf.sort(key=lambda d: place[d.name])
        document.related = _nearest(document, site)


def _both_ways(one: Document, other: Document) -> None:
    for here, there in ((one, other), (other, one)):
        shelf = {"service": here.services, "condition": here.conditions, "article": here.related}.get(
            there.kind
        )
        if shelf is not None and there not in shelf:
            shelf.append(there)


def _nearest(document: Document, site: Site) -> list[Document]:
    """The articles named first, then for articles those of the same topic; newest first among equals."""
    named = document.related
    same = site.in_topic(document.topic) if document.kind == "article" and document.topic else []
    others = (d for d in same if d is not document and d not in named)
    return [*named, *islice(others, MOST)][:MOST]


def register() -> None:
    stages.add(link)
