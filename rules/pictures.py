"""In: a Document with its pictures, and what the image stage knows of their files. Out: problems with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from rules.problem import Problem
from rules.site import Document, Site
from rules.targets import resolve

SMALLEST = 400
LARGE = 12_000_000
CAMERA_NAME = re.compile(
    r"(img|dsc|dscn|dscf|pxl|p|image|photo|picture|bild|screenshot|screen-shot|unnamed|untitled|download)?[ _-]*\d*"
    r"([ _-]\d+)*(\(\d+\))?",
    re.IGNORECASE,
)


def check(document: Document, site: Site) -> Iterator[Problem]:
    seen: set[str] = set()
    for picture in document.pictures:
        if not picture.alt.strip() and not picture.decoration:
            yield document.problem(
                "image.alt",
                "E",
                picture.line,
                "This picture has no words for people who cannot see it.",
                'Say in the brackets what it shows, or mark it: `![](file "decoration")`.',
            )
        name = resolve(picture.target, document, site).file
        if name in seen or name not in site.pictures:
            continue
        seen.add(name)
        yield from _file(document, picture.line, name, site)


def _file(document: Document, line: int, name: str, site: Site) -> Iterator[Problem]:
    file, base = site.pictures[name], posixpath.basename(name)
    if file.wrong:
        yield document.problem(
            "image.size",
            "E",
            line,
            f"`{base}` {file.wrong}, so it is left out.",
            "Save it anew as a JPEG of about 2000 pixels in width.",
        )
        return
    if file.moves:
        yield document.problem(
            "image.size",
            "W",
            line,
            f"`{base}` moves, and nothing on the site moves by itself: its first picture is shown.",
            "Show what matters as a row of still pictures.",
        )
    if file.width < SMALLEST:
        yield document.problem(
            "image.size",
            "W",
            line,
            f"`{base}` is only {file.width} pixels wide and will look blurred.",
            f"Use one of at least {SMALLEST} pixels, better 1600.",
        )
    elif file.bytes > LARGE:
        yield document.problem(
            "image.size",
            "W",
            line,
            f"`{base}` is {file.bytes / 1e6:.0f} MB large.",
            "It is made smaller for the site; keep originals under 12 MB.",
        )
    if CAMERA_NAME.fullmatch(posixpath.splitext(base)[0]):
        yield document.problem(
            "image.name",
            "W",
            line,
            f"The name `{base}` does not say what the picture shows.",
            "Rename it, such as `first-visit.jpg`.",
        )
    if file.has_place:
        yield document.problem(
            "image.place",
            "I",
            line,
            f"`{base}` says where, when or with what camera it was taken.",
            "This was taken out of the copy on the site.",
        )
