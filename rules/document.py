"""In: nothing. Out: the types of one text: a Document is all of it, and a Shown what other pages may show of it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rules.clinic import Person, Topic
from rules.problem import Problem, Severity

ID = re.compile(r'\bid="([^"]+)"')


class Field(NamedTuple):
    """One line of a head: `Key: value`. line counts from 1 in the file."""

    key: str
    value: str
    line: int


class Heading(NamedTuple):
    level: int
    text: str
    id: str
    line: int


class Link(NamedTuple):
    """target is what stands in the Markdown; text what people read."""

    target: str
    text: str
    line: int
    in_footnote: bool = False


class Picture(NamedTuple):
    """decoration: marked by the title "decoration", so it needs no alt."""

    target: str
    alt: str
    line: int
    decoration: bool = False


class Shown(NamedTuple):
    """What other pages may show of a page, and what lists are ordered by: nothing else of it may be asked for from outside.

    services, conditions, related: the slugs that its head names. A change in any of this is a change of lists.
    """

    path: str
    name: str
    kind: str
    url: str
    slug: str
    template: str
    title: str
    head_title: str
    summary: str
    lang: str
    date: datetime.date | None
    modified: datetime.date | None
    draft: bool
    scheduled: bool
    art: str
    topic: Topic | None
    author: Person | None
    reviewer: Person | None
    also_known_as: tuple[str, ...]
    services: tuple[str, ...]
    conditions: tuple[str, ...]
    related: tuple[str, ...]


class Anchors(NamedTuple):
    """Where links into a page may lead: every id of it, and those of its headings."""

    ids: frozenset[str]
    headings: tuple[str, ...]


class Backing(NamedTuple):
    """How much of a page is sourced: its statements, and the words of its sources."""

    statements: int
    sources: tuple[str, ...]


@dataclass(eq=False)
class Document:
    """One Markdown file, from its text to what a template shows.

    The reader fills the first group, the stages after it the second. path is what people are shown;
    name is the path inside content/, with forward slashes.
    """

    path: str
    name: str
    text: str
    head: dict[str, Field]
    body: str
    body_line: int
    kind: str  # article, page, service or condition: by its folder
    title: str = ""
    summary: str = ""
    slug: str = ""
    template: str = ""
    lang: str = "en"
    date: datetime.date | None = None
    modified: datetime.date | None = None
    reviewed: datetime.date | None = None
    draft: bool = False
    html: str = ""
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    words: int = 0
    count: Any = None  # rules.reading.Count: how hard it is to read
    found: list[Problem] = field(default_factory=list)  # what the reader had to say of it
    of_text: list[Problem] | None = (
        None  # what the rules say that ask for nothing but the text, the facts and the day
    )
    readable: bool = True

    url: str = ""  # from the root of the site, without the first slash: "health/massage/"
    author: Person | None = None  # None: the clinic
    reviewer: Person | None = None
    topic: Topic | None = None
    art: str = ""
    also_known_as: list[str] = field(default_factory=list)
    search_words: list[str] = field(default_factory=list)
    services: list[Shown] = field(default_factory=list)
    conditions: list[Shown] = field(default_factory=list)
    related: list[Shown] = field(default_factory=list)
    scheduled: bool = False
    json_ld: str = ""
    evidence: Any = None  # plugins.evidence.Evidence, or None where the page says nothing with a source

    @property
    def save_as(self) -> str:
        return f"{self.url}index.html"

    @property
    def minutes(self) -> int:
        """Reading time at 200 words a minute, at least 1."""
        return max(1, round(self.words / 200))

    @property
    def contents(self) -> list[Heading]:
        """The headings that a list of contents shows."""
        return [heading for heading in self.headings if heading.level == 2]

    @property
    def folder(self) -> str:
        """Where relative links start: the folder inside content/, "" at its root."""
        return self.name.rpartition("/")[0]

    @property
    def shown(self) -> Shown:
        """What other pages may show of it, as it is now."""
        return Shown(
            self.path, self.name, self.kind, self.url, self.slug, self.template, self.title,
            self.value("Title").casefold(), self.summary, self.lang, self.date, self.modified, self.draft,
            self.scheduled, self.art, self.topic, self.author, self.reviewer, tuple(self.also_known_as),
            tuple(self.listed("Services")), tuple(self.listed("Conditions")), tuple(self.listed("Related")),
        )  # fmt: skip

    @property
    def anchors(self) -> Anchors:
        """Where links into it may lead, as it is now."""
        return Anchors(frozenset(ID.findall(self.html)), tuple(heading.id for heading in self.headings))

    def listed(self, key: str) -> list[str]:
        """The values of a key that takes several, parted by commas."""
        return [part.strip() for part in self.value(key).split(",") if part.strip()]

    def value(self, key: str) -> str:
        """The value of a key of the head, or an empty string."""
        return self.head[key].value if key in self.head else ""

    def line_of(self, key: str) -> int:
        """The line of a key of the head, or 1 where it is missing."""
        return self.head[key].line if key in self.head else 1

    def problem(
        self, rule: str, severity: Severity, line: int, message: str, hint: str = "", column: int = 0
    ) -> Problem:
        return Problem(self.path, line, column, rule, severity, message, hint)
