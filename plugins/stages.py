"""In: the functions that plugins register. Out: each called once a build, in the order of PLUGINS.

A stage works on the whole Site, or on each Document; then it sees the Site through a View, which notes what it asked.
Pelican's signals keep their receivers in a set and call them in no order; stages build on each other, so they share one
receiver: plugins.contents connects run(). This module does without Pelican, so that a check of the texts need not load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from rules.site import Document, Site

Stage = Callable[[Site], None]
DocumentStage = Callable[[Document, Site], None]
Opener = Callable[[dict[str, Any]], Site]


@dataclass(frozen=True)
class Page:
    """A page that no file stands for: its template, its path in the output, and what else its template is given.

    values: made when the page is, by asking the Site. document: the name of the text that it is about, if it is about one.
    """

    template: str
    path: str
    values: Callable[[Site], dict[str, Any]] = field(default=lambda _: {})
    document: str = ""


Lister = Callable[[Site], Iterator[Page]]

_openers: dict[Opener, None] = {}
_stages: dict[Stage, None] = {}
_listers: dict[Lister, None] = {}


def clear() -> None:
    """Forget what was registered: another build may have other plugins."""
    for registered in (_openers, _stages, _listers):
        registered.clear()


def begin(opener: Opener) -> None:
    """Make the Site of a build with opener, from Pelican's settings, before the first stage."""
    _openers[opener] = None


def add(stage: Stage) -> None:
    """Call stage with the Site after those added before it."""
    _stages[stage] = None


def add_each(stage: DocumentStage) -> None:
    """Call stage with every Document of the Site after the stages added before it."""

    def on_each(site: Site) -> None:
        for document in site.documents:
            with site.view.noting(site.traces[document.name]):
                stage(document, cast(Site, site.view))

    if stage not in _each:
        _each[stage] = on_each
    add(_each[stage])


_each: dict[DocumentStage, Stage] = {}


def list_pages(lister: Lister) -> None:
    """Have the pages of lister written beside those of the Documents."""
    _listers[lister] = None


def listed(site: Site) -> Iterator[Page]:
    """The pages that no file stands for."""
    for lister in _listers:
        yield from lister(site)


def open_site(settings: dict[str, Any]) -> Site:
    """Open the Site, and put it into the settings as CLINIC_SITE."""
    for opener in _openers:
        settings["CLINIC_SITE"] = opener(settings)
    return cast(Site, settings["CLINIC_SITE"])


def run(settings: dict[str, Any]) -> None:
    """Open the Site, and call every stage with it."""
    site = open_site(settings)
    for stage in _stages:
        stage(site)


def around(stage: Stage) -> tuple[list[Stage], list[Stage]]:
    """The stages before one of them, and those after it."""
    every = list(_stages)
    at = every.index(stage)
    return every[:at], every[at + 1 :]
