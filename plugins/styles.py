"""In: a rendered page and theme/static/css/. Out: the page with the minified CSS of just what it shows.

What print alone needs is one file for all pages: it is not asked for before the page is drawn, and then kept for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rcssmin import cssmin

SLOT = "/*css*/"
PRINT = "@media print"
HOLDING = ("@media", "@supports", "@container")  # at-rules with rules inside
UNSURE = re.compile(r":(not|where|is|has)\([^)]*\)|\[[^]]*\]|::?[\w-]+(\([^)]*\))?")
CLASS = re.compile(r"\.-?[_a-zA-Z][\w-]*")
TAG = re.compile(r"(?<![\w.#-])[a-z][a-z0-9]*")
CLASSES = re.compile(
    r'class="([^"]*)"'
)  # a pattern that begins with plain letters is looked for ten times as fast
TAGS = re.compile(r"<([a-z][a-z0-9]*)")
TOKEN = re.compile(r"(?<=[{;])(--[\w-]+):([^;}]*);?")

Names = frozenset[str]  # ".card" for a class, "table" for an element


@dataclass(frozen=True)
class Rule:
    """One rule: its selectors, each with the classes and elements it asks for, or an at-rule with rules inside."""

    head: str
    body: str
    selectors: tuple[tuple[str, Names], ...] = ()
    inner: tuple[Rule, ...] = ()

    def shown(self, names: Names) -> str:
        """The rule with just the selectors that can be on a page with these names, or nothing."""
        if self.inner:
            inside = "".join(rule.shown(names) for rule in self.inner)
            return f"{self.head}{{{inside}}}" if inside else ""
        kept = [selector for selector, asked in self.selectors if asked <= names]
        return f"{','.join(kept)}{{{self.body}}}" if kept else ""


def inline(page: str, folder: Path) -> str:
    """Fill the slot in <style> with the CSS this page needs, in the order of order.txt."""
    if SLOT not in page:
        return page
    classes = {f".{name}" for value in set(CLASSES.findall(page)) for name in value.split()}
    tags = set(TAGS.findall(page))
    return page.replace(SLOT, _css(folder, frozenset({"html", "body", *classes, *tags})), 1)


def for_print(folder: Path) -> str:
    """What every component does on paper, as one sheet."""
    return "".join(
        f"{inner.head}{{{inner.body}}}"
        for rule in _sheet(folder)
        if rule.head == PRINT
        for inner in rule.inner
    )


@lru_cache(maxsize=1000)
def _css(folder: Path, names: Names) -> str:
    return _used_tokens("".join(rule.shown(names) for rule in _sheet(folder) if rule.head != PRINT))


def _used_tokens(css: str) -> str:
    """Take out tokens that no rule left on the page asks for."""

    def kept(token: re.Match[str]) -> str:
        return token[0] if f"var({token[1]}" in css else ""

    return TOKEN.sub(kept, css)


@cache
def _sheet(folder: Path) -> tuple[Rule, ...]:
    names = (folder / "order.txt").read_text(encoding="utf-8").split()
    return tuple(
        rule for name in names for rule in _rules(_small((folder / name).read_text(encoding="utf-8")))
    )


def _small(css: str) -> str:
    """Minified; also without the blanks that rcssmin leaves, as it cannot tell a selector's plus from a sum's."""
    small = cssmin(css).replace(" / ", "/")
    return re.sub(r"[^{}]+(?={)", lambda head: re.sub(r" ([+~]) ", r"\1", head[0]), small)


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
                if head.startswith(HOLDING):
                    yield Rule(head, body, inner=tuple(_rules(body)))
                else:
                    yield Rule(head, body, tuple((each, _asked(each)) for each in _selectors(head)))
                start = at + 1


def _selectors(head: str) -> list[str]:
    """Split at the commas that stand outside of brackets."""
    return re.split(r",(?![^(]*\))", head)


def _asked(selector: str) -> Names:
    """What must be on a page for a selector to match: what stands in brackets or behind a colon may or may not be there."""
    sure = UNSURE.sub("", selector)
    return frozenset({*CLASS.findall(sure), *TAG.findall(sure)})
