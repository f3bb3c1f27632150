"""In: the problems of the site. Out: for previews, one page with all pages and files that have something to mend, worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from plugins import stages
from plugins.coach import NOTED
from plugins.stages import Page
from rules.problem import Severity
from rules.site import Site


@dataclass(frozen=True)
class Entry:
    """title: of the page, or the path of a file that is no page; url: its address, or ""; counts: problems by severity."""

    title: str
    url: str
    counts: Counter[Severity]


def pages(site: Site) -> Iterator[Page]:
    yield Page("problems", "problems/index.html", lambda site: {"found": entries(site)})


def entries(site: Site) -> list[Entry]:
    """Those with most that cannot be published first."""
    pages = {page.path: page for page in site.pages}
    counted: dict[str, Counter[Severity]] = defaultdict(Counter)
    for problem in site.all_problems:
        if problem.severity in NOTED:
            counted[problem.path][problem.severity] += 1
    worst = sorted(counted, key=lambda each: _gravity(counted[each], each))
    return [
        Entry(pages[path].title, site.base + pages[path].url, counted[path])
        if path in pages
        else Entry(path, "", counted[path])
        for path in worst
    ]


def _gravity(counts: Counter[Severity], path: str) -> tuple[int, int, str]:
    return -counts["E"], -counts["W"], path


def register() -> None:
    stages.list_pages(pages)
