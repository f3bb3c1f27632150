"""In: a Document with its links, and the Site. Out: problems with links that lead nowhere or do not say where they lead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from rules.problem import Problem
from rules.site import Document, Link, Site
from rules.targets import Resolved, resolve

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic", ".heif")
BARE = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
EMPTY_WORDS = {
    "click here", "here", "click", "this", "this page", "link", "this link", "read more", "more", "learn more", "page", "go",
}  # fmt: skip


def check(document: Document, site: Site) -> Iterator[Problem]:
    leads = [(link, resolve(link.target, document, site)) for link in document.links]
    yield from _targets(document, site, leads)
    yield from _texts(document, leads)


def _targets(document: Document, site: Site, leads: Sequence[tuple[Link, Resolved]]) -> Iterator[Problem]:
    for link, found in leads:
        if found.error:
            yield document.problem("link.internal", "E", link.line, found.error, found.hint)
    for picture in document.pictures:
        found = resolve(picture.target, document, site)
        if (
            not found.error
            and not found.file
            and not urlsplit(picture.target).scheme
            and not urlsplit(picture.target).netloc
        ):
            found = Resolved(
                error=f"`{picture.target}` is no picture.", hint="Name a file of content/images."
            )
        elif found.file and not found.file.lower().endswith(PICTURES):
            found = Resolved(error=f"`{picture.target}` is no picture.", hint="Save it as .jpg or .png.")
        if found.error:
            yield document.problem("link.internal", "E", picture.line, found.error, found.hint)


def _texts(document: Document, leads: Sequence[tuple[Link, Resolved]]) -> Iterator[Problem]:
    places: dict[str, set[str]] = defaultdict(set)
    for link, found in leads:
        text = " ".join(link.text.split())
        if link.in_footnote or urlsplit(link.target).scheme in ("tel", "mailto"):
            continue
        if text.lower().strip(" .!>»") in EMPTY_WORDS:
            yield document.problem(
                "link.text",
                "W",
                link.line,
                f'The words "{text}" do not say where this link leads.',
                "Name the page or the thing that people find there.",
            )
        elif BARE.fullmatch(text):
            yield document.problem(
                "link.text",
                "W",
                link.line,
                "A bare address is hard to read and to hear.",
                "Write words for it: `[what is there](address)`.",
            )
        place = found.url or found.file or link.target
        if text and places[text.lower()] - {place}:
            yield document.problem(
                "link.text",
                "W",
                link.line,
                f'"{text}" leads to two places on this page.',
                "Give each its own words.",
            )
        places[text.lower()].add(place)
