"""In: a rendered page and theme/static/css/. Out: the page with the minified CSS of just what it shows.

What print alone needs is one file for all pages: it is not asked for before the page is drawn, and then kept for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rcssmin import cssmin

from rules.site import Site

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

    def names(self) -> Iterator[str]:
        """All that it asks for."""
        yield from (name for _, asked in self.selectors for name in asked)
        yield from (name for rule in self.inner for name in rule.names())

    def shown(self, names: Names) -> str:
        """The rule with just the selectors that can be on a page with these names, or nothing."""
        if self.inner:
            inside = "".join(rule.shown(names) for rule in self.inner)
            return f"{self.head}{{{inside}}}" if inside else ""
        kept = [selector for selector, asked in self.selectors if asked <= names]
        return f"{','.join(kept)}{{{self.body}}}" if kept else ""


@dataclass
class Sheet:
    """known: all names that rules ask for; made: the CSS of pages with just these of them."""

    rules: tuple[Rule, ...]
    known: Names
    made: dict[Names, str] = field(default_factory=dict)


def inline(page: str, site: Site) -> str:
    """Fill the slot in <style> with the CSS this page needs, in the order of order.txt."""
    if SLOT not in page:
        return page
    sheet = _of(site)
    classes = {f".{name}" for value in set(CLASSES.findall(page)) for name in value.split()}
    tags = set(TAGS.findall(page))
    names = frozenset({"html", "body", *classes, *tags}) & sheet.known
    if names not in sheet.made:
        css = "".join(rule.shown(names) for rule in sheet.rules if rule.head != PRINT)
        sheet.made[names] = _used_tokens(css)
    return page.replace(SLOT, sheet.made[names], 1)


def for_print(site: Site) -> str:
    """What every component does on paper, as one sheet."""
    return "".join(
        f"{inner.head}{{{inner.body}}}"
        for rule in _of(site).rules
        if rule.head == PRINT
        for inner in rule.inner
    )


def _of(site: Site) -> Sheet:
    """The rules of the theme, read once a build."""
    return site.kept("css", lambda: read(Path(site.settings["THEME"]) / "static/css"))


def read(folder: Path) -> Sheet:
    """The CSS of a folder, in the order of its order.txt."""
    files = ((folder / name).read_text("utf-8") for name in (folder / "order.txt").read_text("utf-8").split())
    rules = tuple(rule for text in files for rule in _rules(_small(text)))
    return Sheet(rules, frozenset({name for rule in rules for name in rule.names()}))


def _used_tokens(css: str) -> str:
    """Take out tokens that no rule left on the page asks for."""

    def kept(token: re.Match[str]) -> str:
        return token[0] if f"var({token[1]}" in css else ""

    return TOKEN.sub(kept, css)


def _small(css: str) -> str:
    """Minified; also without the blanks that rcssmin leaves, as it cannot tell a selector's plus from a sum's."""
    small = cssmin(css).replace(" / ", "/")
    return re.sub(r" ([+~]) (?=[^{}]*{)", r"\1", small)


def _rules(css: str) -> Iterator[Rule]:
    """The rules of minified CSS, in their order."""
    start = depth = opened = 0
    for brace in re.finditer("[{}]", css):
        at = brace.start()
        if brace[0] == "{":
            depth += 1
            if depth == 1:
                opened = at
        else:
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
