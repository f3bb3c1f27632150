"""In: nothing. Out: the types that every stage and every rule works on: a Document a file, and the Site of them all."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from rules.clinic import Clinic, Person, Topic
from rules.problem import Problem, Severity

T = TypeVar("T")


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
    services: list[Document] = field(default_factory=list)
    conditions: list[Document] = field(default_factory=list)
    related: list[Document] = field(default_factory=list)
    scheduled: bool = False
    json_ld: str = ""

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


@dataclass(frozen=True)
class Redirect:
    """An old address and where it goes now, both from the root with a slash: "/old/" -> "/new/"."""

    old: str
    new: str
    line: int


@dataclass(frozen=True)
class PictureFile:
    """What is known of an original: its size in pixels and bytes, whether it says where or with what it was taken,
    and in wrong, why it cannot be shown ("is damaged"), else "". key: what its copies are kept under.
    see_through: it has pixels one sees the page through. moves: it is a film, of which the first picture is shown."""

    width: int
    height: int
    bytes: int
    has_place: bool = False
    wrong: str = ""
    key: str = ""
    see_through: bool = False
    moves: bool = False


@dataclass(frozen=True)
class Waiver:
    """A problem that an article's `Allow:` line took out of the count, and why."""

    problem: Problem
    reason: str


@dataclass
class Site:
    """Everything between content/ and the theme. Templates see it as `site`.

    check_only: only the problems are wanted. settings: Pelican's, for the stages that hand over to it.
    files: every file in content/ that is no Markdown, by its path inside content/.
    pictures: the shown ones of files. drawings: the names that `Art:` may use.
    assets: what is written beside the pages: by its path in the output. copies: the same for files that are copied.
    words: the interface words of theme/translations/en.toml.
    base: what stands before every address on the page, "/" unless the site lives in a folder of its host.
    """

    content: Path
    shown: str  # the content folder as people are shown it
    publish: bool
    today: datetime.date
    clinic: Clinic
    words: dict[str, Any]
    base: str = "/"
    check_only: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    pictures: dict[str, PictureFile] = field(default_factory=dict)
    drawings: frozenset[str] = frozenset()
    assets: dict[str, bytes] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    _made: dict[str, tuple[list[Document], Any]] = field(default_factory=dict, repr=False)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What make says of the documents, made once for each list of them."""
        documents, found = self._made.get(name, (None, None))
        if documents is not self.documents:
            found = make()
            self._made[name] = (self.documents, found)
        return cast(T, found)

    def _by(self, name: str, key: Callable[[Document], str]) -> dict[str, list[Document]]:
        def make() -> dict[str, list[Document]]:
            found: dict[str, list[Document]] = {}
            for document in self.documents:
                found.setdefault(key(document), []).append(document)
            return found

        return self.once(name, make)

    def named(self, name: str) -> Document | None:
        """The document at a path inside content/."""
        return next(iter(self._by("name", lambda d: d.name).get(name, [])), None)

    def with_url(self, url: str) -> list[Document]:
        """The documents that want an address: more than one is a mistake."""
        return self._by("url", lambda d: d.url).get(url, [])

    def with_title(self, title: str) -> list[Document]:
        """The documents with a title, whatever its capitals, as their heads say it."""
        return self._by("title", lambda d: d.value("Title").casefold()).get(title.casefold(), [])

    def of_kind(self, kind: str) -> list[Document]:
        return self._by("kind", lambda d: d.kind).get(kind, [])

    @property
    def articles(self) -> list[Document]:
        """Newest first; equal dates by title."""

        def newest(document: Document) -> tuple[int, str, str]:
            return (-(document.date or datetime.date.min).toordinal(), document.title, document.name)

        return self.once("articles", lambda: sorted(self.of_kind("article"), key=newest))

    @property
    def services(self) -> list[Document]:
        """In the order of clinic.toml."""
        order = {service.id: place for place, service in enumerate(self.clinic.services)}

        def place(document: Document) -> tuple[int, str, str]:
            return (order.get(document.slug, len(order)), document.title, document.name)

        return self.once("services", lambda: sorted(self.of_kind("service"), key=place))

    @property
    def conditions(self) -> list[Document]:
        return self.once(
            "conditions", lambda: sorted(self.of_kind("condition"), key=lambda d: (d.title, d.name))
        )

    @property
    def listings(self) -> set[str]:
        """The addresses that no file stands for, such as the A to Z and the topics."""
        topics = {f"health/topics/{topic.id}/" for topic in self.clinic.topics}
        people = {f"team/{person.id}/" for person in self.clinic.people}
        return {"health/", "search/", "evidence/"} | topics | people

    def page(self, template: str) -> Document | None:
        """The first page that uses a template of its own, such as contact or costs."""
        return next((d for d in self.of_kind("page") if d.template == template), None)

    def at(self, url: str) -> Document | None:
        """The document at an address, such as "accessibility/"."""
        return next(iter(self.with_url(url)), None)

    def in_topic(self, topic: Topic) -> list[Document]:
        """The articles of a topic, newest first."""

        def make() -> dict[str, list[Document]]:
            found: dict[str, list[Document]] = {}
            for document in self.articles:
                found.setdefault(document.topic.id if document.topic else "", []).append(document)
            return found

        return self.once("topics", make).get(topic.id, [])
