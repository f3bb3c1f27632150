"""In: a table of what is known of every page. Out: the lists that pages show, and pages by what they are asked for."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast

from rules.clinic import Clinic, Person, Topic
from rules.document import Shown
from rules.relations import Related, Relations

T = TypeVar("T")
LATEST, FEED = 5, 20  # articles


class Dated(NamedTuple):
    """An address and the day of the last change there."""

    url: str
    day: datetime.date | None


class Lists:
    """What Site can be asked about its pages. table is replaced, never changed: what was made of an older one is void."""

    table: dict[str, Shown]
    clinic: Clinic

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What make says of the table, made once for each table."""
        table, found = self.lists.get(name, (None, None))
        if table is not self.table:
            found = make()
            self.lists[name] = (self.table, found)
        return cast(T, found)

    @cached_property
    def lists(self) -> dict[str, tuple[dict[str, Shown], Any]]:
        """What was made of the table, with the table it was made of."""
        return {}

    def _by(self, name: str, key: Callable[[Shown], str]) -> dict[str, list[Shown]]:
        def make() -> dict[str, list[Shown]]:
            found: dict[str, list[Shown]] = {}
            for page in self.table.values():
                found.setdefault(key(page), []).append(page)
            return found

        return self.once(name, make)

    def named(self, name: str) -> Shown | None:
        """The page of a text, by its path inside content/."""
        return self.table.get(name)

    def with_url(self, url: str) -> list[Shown]:
        """The pages that want an address: more than one is a mistake."""
        return self._by("url", lambda page: page.url).get(url, [])

    def with_title(self, title: str) -> list[Shown]:
        """The pages with a title, whatever its capitals, as their heads say it."""
        return self._by("title", lambda page: page.head_title).get(title.casefold(), [])

    def of_kind(self, kind: str) -> list[Shown]:
        return self._by("kind", lambda page: page.kind).get(kind, [])

    def slugs(self, kind: str) -> dict[str, Shown]:
        """The pages of a kind by their slugs; of two with one slug the later."""
        return self.once(f"slugs of {kind}", lambda: {page.slug: page for page in self.of_kind(kind)})

    def has_slug(self, kind: str, slug: str) -> bool:
        """Whether there is a page of a kind with a slug."""
        return slug in self.slugs(kind)

    @property
    def pages(self) -> list[Shown]:
        """All of them, by the names of their texts."""
        return list(self.table.values())

    @property
    def articles(self) -> list[Shown]:
        """Newest first; equal dates by title."""
        return self.once("articles", lambda: sorted(self.of_kind("article"), key=self.newest))

    @staticmethod
    def newest(page: Shown) -> tuple[int, str, str]:
        return (-(page.date or datetime.date.min).toordinal(), page.title, page.name)

    @property
    def services(self) -> list[Shown]:
        """In the order of clinic.toml."""
        return self.once("services", lambda: sorted(self.of_kind("service"), key=self.in_care))

    def in_care(self, page: Shown) -> tuple[int, str, str]:
        ids = [service.id for service in self.clinic.services]
        return (ids.index(page.slug) if page.slug in ids else len(ids), page.title, page.name)

    @property
    def conditions(self) -> list[Shown]:
        return self.once("conditions", lambda: sorted(self.of_kind("condition"), key=self.by_title))

    @staticmethod
    def by_title(page: Shown) -> tuple[str, str]:
        return page.title, page.name

    def at(self, url: str) -> Shown | None:
        """The page at an address, such as "accessibility/"; the first where several want it."""
        return next(iter(self.with_url(url)), None)

    def has(self, url: str) -> bool:
        """Whether there is a page at an address."""
        return bool(self.with_url(url))

    @property
    def urls(self) -> set[str]:
        """The addresses of all pages that a text stands for."""
        return set(self._by("url", lambda page: page.url))

    @property
    def latest(self) -> list[Shown]:
        """The articles that the home page shows, newest first."""
        return self.articles[:LATEST]

    @property
    def feed(self) -> list[Shown]:
        """The articles that the feed tells of, newest first."""

        def make() -> list[Shown]:
            dated = (page for page in self.articles if page.date and not page.draft and not page.scheduled)
            return list(islice(dated, FEED))

        return self.once("feed", make)

    @property
    def dates(self) -> list[Dated]:
        """The pages that are public, by their addresses."""
        public = (page for page in self.table.values() if not page.draft and not page.scheduled)
        return sorted(
            (Dated(page.url, page.modified or page.date) for page in public), key=lambda each: each.url
        )

    def by(self, person: Person) -> list[Shown]:
        """The articles that somebody wrote or reviewed, newest first."""

        def make() -> dict[str, list[Shown]]:
            found: dict[str, list[Shown]] = {}
            for page in self.articles:
                for id in {each.id for each in (page.author, page.reviewer) if each}:
                    found.setdefault(id, []).append(page)
            return found

        return self.once("people", make).get(person.id, [])

    @property
    def topics(self) -> list[Topic]:
        """Those that have articles."""
        return [topic for topic in self.clinic.topics if self.in_topic(topic)]

    def in_topic(self, topic: Topic) -> list[Shown]:
        """The articles of a topic, newest first."""
        return self.by_topic.get(topic.id, [])

    @property
    def by_topic(self) -> dict[str, list[Shown]]:
        """The articles of each topic by its id, newest first."""

        def make() -> dict[str, list[Shown]]:
            found: dict[str, list[Shown]] = {}
            for page in self.articles:
                found.setdefault(page.topic.id if page.topic else "", []).append(page)
            return found

        return self.once("topics", make)

    @property
    def relations(self) -> Relations:
        """What pages lead to."""
        return self.once("relations", lambda: Relations(self))

    def related_to(self, name: str) -> Related:
        """The services, conditions and articles that a page leads to; name: of its text."""
        return self.relations.of(name)
