"""In: Documents whose heads name services, conditions and articles. Out: the same linked both ways."""

from __future__ import annotations

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
    for document in site.documents:
        document.services.sort(key=site.services.index)
        document.conditions.sort(key=site.conditions.index)
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
    newest = site.articles
    named = sorted(document.related, key=newest.index)
    same = [d for d in newest if document.kind == "article" and document.topic and d.topic == document.topic]
    return [*named, *(d for d in same if d is not document and d not in named)][:MOST]


def register() -> None:
    stages.add(link)
