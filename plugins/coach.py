"""In: finished Documents and the problems of the site. Out: for previews, each page with marks and notes, and the coach's panel.

publishconf.py leaves this stage out, and no template asks for it in production.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from plugins import stages
from plugins.grades import reading_of
from plugins.lines import Element, elements, pieces
from rules.problem import Problem
from rules.prose import prose
from rules.site import Document, Site

INSIDE = (
    "li",
    "dt",
    "dd",
    "th",
    "td",
    "figcaption",
)  # these take a note in; after the others it stands by itself
NOTED = ("E", "W")  # what has a note in the text; the rest is marked, and stands in the panel
QUOTED = re.compile(r'"([^"]+)"')

ByPath = dict[str, list[Problem]]


@dataclass(frozen=True)
class Item:
    """A problem, or a hard sentence, and the id of the element it stands in; "" for the head of the file."""

    severity: str
    rule: str
    line: int
    message: str
    hint: str
    at: str = ""


@dataclass
class Coached:
    """html: the text with its lines, marks and notes. Of a page that no file stands for, all is empty."""

    path: str = ""
    html: str = ""
    items: list[Item] = field(default_factory=list)
    grade: float | None = None
    hardest: list[Item] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.severity for item in self.items)


def coached(document: Document, site: Site, problems: Sequence[Problem] | None = None) -> Coached:
    """What the coach shows of a page: of its own problems, and of no other page.

    problems: those of the document, sorted, for who has them at hand.
    """
    if problems is None:
        problems = by_file(site.problems)[document.path]
    known = prose(document)
    parts = pieces(document.html)
    text = _Text(parts, elements(parts, known))
    read = reading_of(document)
    for section, count in read.sections:
        if section.heading:
            text.grade(section.line, _macros(site).coach_grade(f"{max(count.grade, 0):.1f}"))
    items = [_item(problem, text) for problem in problems]
    hardest = [
        Item("I", "", each.sentence.line, each.sentence.text, each.why, text.anchor(each.sentence.line))
        for each in read.hardest
    ]
    for item in sorted(items, key=_gravity):
        if item.at:
            text.mark(item)
    for element, noted in text.noted.values():
        text.note(element, str(_macros(site).coach_note(noted)))
    grade = read.count.grade if read.sections else None
    return Coached(
        document.path,
        "".join(text.parts),
        sorted(items, key=_gravity),
        grade,
        hardest,
    )


def panel(found: Coached, site: Site) -> Markup:
    """The panel of a page, as `serve` also puts it in the place of the old one."""
    shown: Markup = _macros(site).coach(found)
    return shown


def _gravity(item: Item) -> tuple[int, int]:
    return "EWI".index(item.severity), item.line


def _item(problem: Problem, text: _Text) -> Item:
    at = text.anchor(problem.line)
    return Item(problem.severity, problem.rule, problem.line, problem.message, problem.hint, at)


class _Text:
    """The pieces of a page while marks and notes are put in."""

    def __init__(self, parts: list[str], known: Sequence[Element]):
        self.parts = parts
        self.known = sorted(known, key=lambda element: element.line)
        self.noted: dict[int, tuple[Element, list[Item]]] = defaultdict(lambda: (self.known[0], []))
        for element in known:
            self._add(element, f' data-line="{element.line}"')

    def anchor(self, line: int) -> str:
        """The id of the element that a line belongs to."""
        element = self._at(line)
        if element is None:
            return ""
        own = re.search(r' id="([^"]+)"', self.parts[element.opens])
        if own:
            return own[1]
        self._add(element, f' id="line-{element.line}"')
        return f"line-{element.line}"

    def grade(self, line: int, shown: str) -> None:
        element = next((each for each in self.known if each.line == line), None)
        if element and element.name.startswith("h"):
            self.parts[element.ends] = f" {shown}{self.parts[element.ends]}"
            self._add(element, ' class="coach-graded"')

    def mark(self, item: Item) -> None:
        """Mark the element, and in it the words that the message quotes; the gravest of its problems comes first."""
        element = self._at(item.line)
        if element is None:
            return
        self._classes(element, f"coach-at coach-at--{item.severity}")
        quoted = QUOTED.search(item.message)
        if quoted:
            self._words(element, quoted[1])
        if item.severity in NOTED:
            self.noted[element.opens] = (element, [*self.noted[element.opens][1], item])

    def note(self, element: Element, shown: str) -> None:
        if element.name in INSIDE:
            self.parts[element.ends] = shown + self.parts[element.ends]
        else:
            self.parts[element.ends] += shown

    def _at(self, line: int) -> Element | None:
        return next((each for each in reversed(self.known) if each.line <= line), None)

    def _add(self, element: Element, attribute: str) -> None:
        self.parts[element.opens] = self.parts[element.opens][:-1] + attribute + ">"

    def _classes(self, element: Element, names: str) -> None:
        tag = self.parts[element.opens]
        if "coach-at " in tag:
            return
        if " tabindex=" not in tag:
            self._add(element, ' tabindex="-1"')
            tag = self.parts[element.opens]
        if ' class="' in tag:
            self.parts[element.opens] = tag.replace(' class="', f' class="{names} ', 1)
        else:
            self._add(element, f' class="{names}"')

    def _words(self, element: Element, words: str) -> None:
        """Where the words stand in one piece; others are split by links or bold letters, and the whole element is marked."""
        shown = html.escape(words, quote=False).replace("'", "’")
        wanted = re.compile(r"(?:\s|&nbsp;)+".join(map(re.escape, shown.split())), re.IGNORECASE)
        for at in range(element.opens + 1, element.ends):
            found = None if at % 2 else wanted.search(self.parts[at])
            if found and "<mark" not in self.parts[at]:
                before, after = self.parts[at][: found.start()], self.parts[at][found.end() :]
                self.parts[at] = f'{before}<mark class="coach-words">{found[0]}</mark>{after}'
                return


def by_file(problems: Iterable[Problem]) -> ByPath:
    found: ByPath = defaultdict(list)
    for problem in sorted(problems):
        found[problem.path].append(problem)
    return found


def _macros(site: Site) -> Any:
    """The macros of the part of the theme that draws all this."""
    if "CLINIC_COACH" not in site.settings:
        options: dict[str, Any] = site.settings["JINJA_ENVIRONMENT"]
        folder = Path(site.settings["THEME"]) / "templates"
        environment = Environment(loader=FileSystemLoader(folder), **options)  # noqa: S701  it is set by the options
        environment.globals |= {"w": site.words, "link": lambda url: site.base + url}
        site.settings["CLINIC_COACH"] = environment.get_template("partials/coach.html").module
    return site.settings["CLINIC_COACH"]


def offer(site: Site) -> None:
    """Give the templates of a preview what they show: coached(document), and coach(document or none), its panel."""
    without = cache(lambda: panel(Coached(), site))

    @lru_cache(maxsize=1)  # a page asks twice, and those of all texts would fill the memory
    def once(document: Document) -> Coached:
        # when the first page is drawn, all problems are known
        return coached(document, site, found()[document.path])

    found = cache(lambda: by_file(site.problems))
    site.settings["JINJA_GLOBALS"] |= {
        "coached": once,
        "coach": lambda document: panel(once(document), site) if document else without(),
    }


def register() -> None:
    stages.add(offer)
