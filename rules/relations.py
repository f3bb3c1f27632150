"""In: what is known of all pages. Out: for each the services, conditions and articles that it leads to, linked both ways."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from rules.document import Shown

if TYPE_CHECKING:
    from rules.lists import Lists

MOST = 4
NAMING = (("services", "service"), ("conditions", "condition"), ("related", "article"))

Related = tuple[list[Shown], list[Shown], list[Shown]]


class Relations:
    """named: by the name of a text, the pages that it names or that name it; orders: how lists of a kind are ordered."""

    def __init__(self, lists: Lists):
        self._lists = lists
        self.named: dict[str, list[Shown]] = {}
        for page in lists.table.values():
            for field, kind in NAMING:
                for slug in getattr(page, field):
                    other = lists.slugs(kind).get(slug)
                    if other and other is not page:
                        self._both_ways(page, other)

    def _both_ways(self, one: Shown, other: Shown) -> None:
        for here, there in ((one, other), (other, one)):
            known = self.named.setdefault(here.name, [])
            if there not in known:
                known.append(there)

    def of(self, name: str) -> Related:
        """What one page leads to: what it names, what names it, and articles of its topic up to MOST."""
        page, named = self._lists.table[name], self.named.get(name, [])

        def of_kind(kind: str, order: Callable[[Shown], object]) -> list[Shown]:
            return sorted((each for each in named if each.kind == kind), key=order)  # type: ignore[arg-type]

        articles = of_kind("article", self._lists.newest)
        same = self._lists.in_topic(page.topic) if page.kind == "article" and page.topic else []
        others = (other for other in same if other is not page and other not in articles)
        articles = [*articles, *islice(others, MOST)][:MOST]
        return of_kind("service", self._lists.in_care), of_kind("condition", self._lists.by_title), articles

    def first(self, topic: str) -> tuple[str, ...]:
        """The articles of a topic that others may lead to, by the names of their texts."""
        return tuple(page.name for page in self._lists.by_topic.get(topic, [])[: MOST + 1])
