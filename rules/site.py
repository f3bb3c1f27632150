"""In: nothing. Out: what every stage and every rule works on: the Site of all Documents, with what is known of each."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from rules.clinic import Clinic
from rules.document import Anchors, Backing, Document, Field, Heading, Link, Picture, Shown
from rules.lists import Lists
from rules.problem import Problem
from rules.view import Trace, View

__all__ = [
    "Document",
    "Field",
    "Heading",
    "Link",
    "Picture",
    "PictureFile",
    "Redirect",
    "Shown",
    "Site",
    "Waiver",
]


T = TypeVar("T")


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
class Site(Lists):
    """Everything between content/ and the theme. Templates see it as `site`, through a View.

    check_only: only the problems are wanted. settings: Pelican's, for the stages that hand over to it.
    documents: the texts that this build works on: all, or those that an edit has touched.
    table, anchors, backing: what is known of every page, by the names of their texts; held: of those that wait for
    their day, their addresses. files: every file in content/ that is no Markdown, by its path inside content/.
    pictures: the shown ones of files. drawings: the names that `Art:` may use.
    assets: what is written beside the pages: by its path in the output. copies: the same for files that are copied.
    traces: what each page asked and brings, by the name of its text, or by its path; by "" of all.
    others: the problems of texts that this build does not work on. ground: what was made of the theme or the facts, see kept().
    tasks: the pages to render, see plugins/render.py; written: the SHA-256 of each file of the output by its path.
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
    table: dict[str, Shown] = field(default_factory=dict)
    anchors: dict[str, Anchors] = field(default_factory=dict)
    backing: dict[str, Backing] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    pictures: dict[str, PictureFile] = field(default_factory=dict)
    drawings: frozenset[str] = frozenset()
    assets: dict[str, bytes] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=lambda: defaultdict(Trace))
    others: list[Problem] = field(default_factory=list)
    ground: dict[str, Any] = field(default_factory=dict)
    tasks: list[Any] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)

    @property
    def all_problems(self) -> list[Problem]:
        """Those of every text, whether this build works on it or not."""
        return [*self.problems, *self.others]

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What make says of the theme or of the facts, made once as long as these stay."""
        if name not in self.ground:
            self.ground[name] = make()
        return cast(T, self.ground[name])

    @cached_property
    def view(self) -> View:
        """The Site as pages see it."""
        return View(self)

    def remember(self, lists: dict[str, Any], ground: dict[str, Any], view: View | None) -> None:
        """Go on with what an earlier Site of the same theme and facts has made; templates that were loaded know its View."""
        vars(self)["lists"], self.ground = lists, ground
        if view:
            view.go_on(self)
            vars(self)["view"] = view

    def bring(self, address: str) -> None:
        """Note that the site needs the file at address, a path in the output, whatever its pages are."""
        self.traces[""].brings.add(address)

    def document(self, name: str) -> Document:
        """The document of a text that this build works on; name: its path inside content/."""
        return self.once("documents", lambda: {each.name: each for each in self.documents})[name]

    def file(self, name: str) -> Path | None:
        """A file of content/ that is no Markdown, by its path inside."""
        return self.files.get(name)

    def redirect(self, old: str) -> Redirect:
        """Where an old address leads now."""
        return next(redirect for redirect in self.redirects if redirect.old == old)

    @property
    def names(self) -> list[str]:
        """Every text and every other file, by its path inside content/."""
        return [*self.table, *self.files]

    def anchors_of(self, name: str) -> Anchors:
        """Where links into a page may lead; name: of its text."""
        return self.anchors[name]

    @property
    def listings(self) -> set[str]:
        """The addresses that no file stands for, such as the A to Z and the topics."""
        topics = {f"health/topics/{topic.id}/" for topic in self.clinic.topics}
        people = {f"team/{person.id}/" for person in self.clinic.people}
        return {"health/", "search/", "evidence/"} | topics | people
