"""In: a rendered page and theme/static/css/. Out: the page with the minified CSS of just the components it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rcssmin import cssmin

SLOT = "/*css*/"
HEADER = re.compile(r"\A/\*\s*(always|with:\s*(?P<tags>[\w, ]+?))\s*\*/")
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


@dataclass(frozen=True)
class Sheet:
    """One component file. It is wanted by its classes, by element names, or always."""

    css: str
    classes: frozenset[str]
    tags: frozenset[str]
    always: bool

    def wanted(self, classes: set[str], tags: set[str]) -> bool:
        return self.always or bool(self.classes & classes) or bool(self.tags & tags)


def inline(page: str, folder: Path) -> str:
    """Fill the slot in <style> with the CSS this page needs, in the order of order.txt."""
    if SLOT not in page:
        return page
    classes = {name for value in re.findall(r'\bclass="([^"]*)"', page) for name in value.split()}
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", page))
    css = "".join(sheet.css for sheet in _sheets(folder) if sheet.wanted(classes, tags))
    return page.replace(SLOT, css, 1)


@cache
def _sheets(folder: Path) -> tuple[Sheet, ...]:
    names = (folder / "order.txt").read_text(encoding="utf-8").split()
    return tuple(_sheet((folder / name).read_text(encoding="utf-8")) for name in names)


def _sheet(text: str) -> Sheet:
    header = HEADER.match(text)
    tags = header["tags"] if header and header["tags"] else ""
    return Sheet(
        css=cssmin(text),
        classes=frozenset(
            CLASS.findall(re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", text, flags=re.DOTALL))
        ),
        tags=frozenset(tags.replace(",", " ").split()),
        always=bool(header and header[1] == "always"),
    )
