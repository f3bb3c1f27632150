"""In: the Site. Out: the same as one page sees it, which notes what it was asked, so that only changed answers make a page anew.

What is the same for every page (facts, interface words, the day, settings) is no question: a change of it makes all anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from rules.document import Shown

T = TypeVar("T")
Question = tuple[str, ...]

GROUND = frozenset(
    {
        "content",
        "shown",
        "publish",
        "today",
        "clinic",
        "words",
        "base",
        "check_only",
        "settings",
        "drawings",
        "listings",
        "kept",
    }
)
GATHERED = frozenset({"pictures", "assets", "copies", "waivers"})  # what pages bring, and lists of few lines


def _shown(pages: Iterable[Shown]) -> list[Question]:
    return [("shown", page.name) for page in pages]


LISTS: dict[str, Callable[[Any], Iterable[Question]]] = {
    "pages": lambda answer: [("pages",)],
    "articles": lambda answer: [("kind", "article")],
    "latest": lambda answer: [("latest",)],
    "feed": lambda answer: [("feed",)],
    "dates": lambda answer: [("dates",)],
    "topics": lambda answer: [("topics",)],
    "services": lambda answer: [("kind", "service")],
    "conditions": lambda answer: [("kind", "condition")],
    "urls": lambda answer: [("urls",)],
    "names": lambda answer: [("names",)],
    "backing": lambda answer: [("backings",)],
    "all_problems": lambda answer: [("problems",)],
}
CALLS: dict[str, Callable[..., Iterable[Question]]] = {
    "named": lambda answer, name: [("shown", name)],
    "at": lambda answer, url: [("url", url), *_shown([answer] if answer else [])],
    "has": lambda answer, url: [("url", url)],
    "with_url": lambda answer, url: [("url", url)],
    "with_title": lambda answer, title: [("title", title.casefold())],
    "has_slug": lambda answer, kind, slug: [("slug", kind, slug)],
    "slugs": lambda answer, kind: [("kind", kind)],
    "in_topic": lambda answer, topic: [("topic", topic.id)],
    "by": lambda answer, person: [("person", person.id)],
    "file": lambda answer, name: [("file", name)],
    "redirect": lambda answer, old: [("redirect", old)],
    "anchors_of": lambda answer, name: [("anchors", name)],
    "related_to": lambda answer, name: [
        ("related", name),
        *(each for part in answer for each in _shown(part)),
    ],
}


@dataclass
class Trace:
    """What was asked while one page was made, and which files it brings: their paths in the output."""

    asked: set[Question] = field(default_factory=set)
    brings: set[str] = field(default_factory=set)


class View:
    """Asks the Site, and notes the questions. Whatever else is asked for is an AttributeError: nobody would note it."""

    def __init__(self, site: Any):
        self._site = site
        self._trace = Trace()
        self._remembered: dict[Hashable, tuple[object, Trace]] = {}

    def go_on(self, site: Any) -> None:
        """Ask another Site from now on."""
        self._site, self._remembered = site, {}

    @contextlib.contextmanager
    def noting(self, trace: Trace) -> Iterator[None]:
        """Within the block, questions are noted in trace."""
        before, self._trace = self._trace, trace
        try:
            yield
        finally:
            self._trace = before

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What make says, made once a build; its questions and files count for every page that it is said to."""
        if key not in self._remembered:
            trace = Trace()
            with self.noting(trace):
                self._remembered[key] = make(), trace
        said, trace = self._remembered[key]
        self._trace.asked |= trace.asked
        self._trace.brings |= trace.brings
        return cast(T, said)

    def bring(self, address: str) -> None:
        """Note that the page at work needs the file at address, a path in the output."""
        self._trace.brings.add(address)

    def __getattr__(self, name: str) -> Any:
        if name in GROUND or name in GATHERED:
            return getattr(self._site, name)
        if name in LISTS:
            answer = getattr(self._site, name)
            self._trace.asked.update(LISTS[name](answer))
            return answer
        if name in CALLS:
            ask, questions = getattr(self._site, name), CALLS[name]

            def asking(*words: Any) -> Any:
                answer = ask(*words)
                self._trace.asked.update(questions(answer, *words))
                return answer

            return asking
        raise AttributeError(f"A page may not ask the site for `{name}`: see rules/view.py.")
