"""In: a rendered page and theme/static/css/. Out: the page with the minified CSS of just what it shows.

What print alone needs is one file for all pages: it is not asked for before the page is drawn, and then kept for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rcssmin import cssmin

SLOT = "/*css*/"
PRINT = "@media print"
HEADER = re.compile(r"\A/\*\s*(always|with:\s*(?P<tags>[\w, ]+?))\s*\*/")
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
TOKEN = re.compile(r"(?<=[{;])(--[\w-]+):([^;}]*);?")


@dataclass(frozen=True)
class Rule:
    """One rule: its selectors, each with the classes it asks for, or an at-rule with rules inside."""

    head: str
    body: str
    inner: tuple[Rule, ...] = ()

    def shown(self, classes: set[str]) -> str:
        """The rule with just the selectors that can be on a page with these classes, or nothing."""
        if self.inner:
            inside = "".join(rule.shown(classes) for rule in self.inner)
            return f"{self.head}{{{inside}}}" if inside else ""
        kept = [selector for selector in _selectors(self.head) if _asked(selector) <= classes]
        return f"{','.join(kept)}{{{self.body}}}" if kept else ""


@dataclass(frozen=True)
class Sheet:
    """One component file. It is wanted by its classes, by element names, or always."""

    rules: tuple[Rule, ...]
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
    css = "".join(
        rule.shown(classes)
        for sheet in _sheets(folder)
        if sheet.wanted(classes, tags)
        for rule in sheet.rules
        if rule.head != PRINT
    )
    return page.replace(SLOT, _used_tokens(css), 1)


def for_print(folder: Path) -> str:
    """What every component does on paper, as one sheet."""
    return "".join(
        f"{inner.head}{{{inner.body}}}"
        for sheet in _sheets(folder)
        for rule in sheet.rules
        if rule.head == PRINT
        for inner in rule.inner
    )


def _used_tokens(css: str) -> str:
    """Take out tokens that no rule left on the page asks for."""

    def kept(token: re.Match[str]) -> str:
        return token[0] if f"var({token[1]}" in css else ""

    return TOKEN.sub(kept, css)


def _selectors(head: str) -> list[str]:
    """Split at the commas that stand outside of brackets."""
    return re.split(r",(?![^(]*\))", head)


def _asked(selector: str) -> set[str]:
    return set(CLASS.findall(re.sub(r":(not|where|is|has)\([^)]*\)", "", selector)))


def _rules(css: str) -> Iterator[Rule]:
    """The rules of minified CSS, in their order."""
    start = depth = opened = 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif sign == "}":
            depth -= 1
            if depth == 0:
                head, body = css[start:opened], css[opened + 1 : at]
                nested = head.startswith(("@media", "@supports", "@container"))
                yield Rule(head, body, tuple(_rules(body)) if nested else ())
                start = at + 1


@cache
def _sheets(folder: Path) -> tuple[Sheet, ...]:
    names = (folder / "order.txt").read_text(encoding="utf-8").split()
    return tuple(_sheet((folder / name).read_text(encoding="utf-8")) for name in names)


def _sheet(text: str) -> Sheet:
    header = HEADER.match(text)
    tags = header["tags"] if header and header["tags"] else ""
    return Sheet(
        rules=tuple(_rules(cssmin(text))),
        classes=frozenset(
            CLASS.findall(re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", text, flags=re.DOTALL))
        ),
        tags=frozenset(tags.replace(",", " ").split()),
        always=bool(header and header[1] == "always"),
    )
