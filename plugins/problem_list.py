"""In: the problems of the site. Out: for previews, one page with all pages and files that have something to mend, worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.coach import NOTED, by_file
from rules.problem import Severity
from rules.site import Site


@dataclass(frozen=True)
class Entry:
    """title: of the page, or the path of a file that is no page; url: its address, or ""; counts: problems by severity."""

    title: str
    url: str
    counts: Counter[Severity]


class ProblemList(Generator):  # type: ignore[misc]
    def generate_output(self, writer: Writer) -> None:
        found = entries(self.settings["CLINIC_SITE"])
        writer.write_file("problems/index.html", self.get_template("problems"), self.context, found=found)


def entries(site: Site) -> list[Entry]:
    """Those with most that cannot be published first."""
    pages = {document.path: document for document in site.documents}
    counted = {
        path: Counter(problem.severity for problem in problems if problem.severity in NOTED)
        for path, problems in by_file(site).items()
    }
    worst = sorted(
        (each for each in counted if counted[each]), key=lambda each: _gravity(counted[each], each)
    )
    return [
        Entry(pages[path].title, site.base + pages[path].url, counted[path])
        if path in pages
        else Entry(path, "", counted[path])
        for path in worst
    ]


def _gravity(counts: Counter[Severity], path: str) -> tuple[int, int, str]:
    return -counts["E"], -counts["W"], path


def _generators(_: Any) -> type[ProblemList]:
    return ProblemList


def register() -> None:
    signals.get_generators.connect(_generators)
