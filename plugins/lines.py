"""In: the HTML of a text, and its Prose. Out: the same HTML cut in pieces, and its elements with the line each was written in.

Python-Markdown keeps no lines, so an element is known by its words. For previews alone: they can then show a problem where it is.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rules.prose import Block, Prose

TOKEN = re.compile(r'(<[/a-z](?:[^<>"]|"[^"]*")*>)')
NAME = re.compile(r"</?([a-z][a-z0-9]*)")
OWN = ("p", "li", "dt", "dd", "th", "td", "h2", "h3", "h4", "h5", "h6", "figcaption")
BREAKS = {
    *OWN,
    "ul",
    "ol",
    "dl",
    "div",
    "section",
    "table",
    "thead",
    "tbody",
    "tr",
    "blockquote",
    "pre",
    "figure",
    "details",
}
UNSAID = (("</span>", re.compile(r'<span [^>]*class="vh"')), ("</a>", re.compile(r'<a [^>]*class="note-')))
NOT_SHOWN = ("title", "summary", "proof")
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
NO_LETTERS = re.compile(r"[\W_]+")
ADDRESS = re.compile(r"https?://(?:www\.)?")  # how the page shows an address


@dataclass
class Element:
    """opens: the piece with its start tag; ends: the first piece that is no longer its own; line: in the file, 0 if unknown."""

    name: str
    opens: int
    ends: int
    words: str
    line: int = 0


def pieces(markup: str) -> list[str]:
    """Tags and the text between them, in turns."""
    return TOKEN.split(markup)


def elements(parts: list[str], prose: Prose) -> list[Element]:
    """The elements with words of their own whose line is known, in the order of the page."""
    exact: dict[str, list[Block]] = defaultdict(list)
    filled: list[tuple[re.Pattern[str], Block]] = []
    for block in reversed(prose.blocks):
        if block.kind in NOT_SHOWN:
            continue
        if PLACEHOLDER.search(block.text):
            filled.append((_pattern(block.text), block))
        else:
            exact[_letters(block.text)].append(block)
    found = []
    for element in _elements(parts):
        letters = _letters(element.words)
        blocks = exact.get(letters)
        if blocks:
            element.line = blocks.pop().line
        else:
            near = next((each for each in reversed(filled) if each[0].fullmatch(letters)), None)
            if near:
                filled.remove(near)
                element.line = near[1].line
        if element.line:
            found.append(element)
    return found


def _elements(parts: list[str]) -> Iterator[Element]:
    current: Element | None = None
    unsaid = ""
    for at, part in enumerate(parts):
        if not at % 2:
            if current and not unsaid:
                current.words += part
            continue
        if unsaid:
            unsaid = "" if part == unsaid else unsaid
            continue
        unsaid = next((end for end, start in UNSAID if start.match(part)), "")
        name = NAME.match(part)
        if name and name[1] in BREAKS:
            if current:
                current.ends = at
                yield current
            opens = name[1] in OWN and not part.startswith("</")
            current = Element(name[1], at, at, "") if opens else None


def _letters(text: str) -> str:
    text = html.unescape(text)
    if "://" in text:
        text = ADDRESS.sub("", text)
    return NO_LETTERS.sub("", text.lower())


def _pattern(text: str) -> re.Pattern[str]:
    """The letters of a text in which a placeholder stands for anything."""
    return re.compile(".*".join(_letters(part) for part in PLACEHOLDER.split(text)))
