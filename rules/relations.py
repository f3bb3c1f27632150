"""In: what is known of all pages. Out: for each the services, conditions and articles that it leads to, linked both ways."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rules.document import Shown

if TYPE_CHECKING:
    from rules.lists import Lists

MOST = 4
KINDS = ("service", "condition", "article")
NAMING = tuple(zip(("services", "conditions", "related"), KINDS, strict=True))

Relations = dict[
    str, tuple[list[Shown], list[Shown], list[Shown]]
]  # services, conditions and articles, by the name of a text


def relations(site: Lists) -> Relations:
    """What every page leads to: what it names, what names it, and articles of its topic up to MOST."""
    shelves: Relations = {name: ([], [], []) for name in site.table}
    for page in site.pages:
        for field, kind in NAMING:
            for slug in getattr(page, field):
                other = site.slugs(kind).get(slug)
                if other and other is not page:
                    for here, there in ((page, other), (other, page)):
                        if there.kind in KINDS:
                            shelf = shelves[here.name][KINDS.index(there.kind)]
                            if there not in shelf:
                                shelf.append(there)
    place = {
        page.name: n
        for kind in (site.services, site.conditions, site.articles)
        for n, page in enumerate(kind)
    }
    for name, (services, conditions, articles) in shelves.items():
        for shelf in (services, conditions, articles):
            shelf.sort(key=lambda page: place[page.name])
        articles[:] = _nearest(site.table[name], articles, site)
    return shelves


def _nearest(page: Shown, named: list[Shown], site: Lists) -> list[Shown]:
    """The articles named first, then for articles those of the same topic; newest first among equals."""
    same = site.in_topic(page.topic) if page.kind == "article" and page.topic else []
    others = (other for other in same if other is not page and other not in named)
    return [*named, *islice(others, MOST)][:MOST]
