"""In: a Report, or the error that ended a build. Out: words for people, or one JSON object a line for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rules.problem import ContentError, Problem, Severity, SiteError
from rules.site import Waiver

if TYPE_CHECKING:
    from tools.build import Report

HEADINGS: dict[Severity, str] = {
    "E": "To mend before this can be published",
    "W": "Better to mend",
    "I": "For your information",
}
COUNTED: dict[Severity, str] = {"E": "{} to mend", "W": "{} better to mend", "I": "{} for your information"}


def show(report: Report, format: str = "text") -> None:
    """Print a whole report on stdout: problems, waivers, and a last sentence with the figures."""
    if format == "json":
        print(json_lines(report.problems), end="")
    else:
        print("\n".join([*problem_lines(report.problems), *waiver_lines(report.waivers), summary(report)]))


def show_error(error: SiteError, format: str = "text") -> None:
    """Print the problems that an error carries on stdout, and its sentence on stderr."""
    problems = error.problems if isinstance(error, ContentError) else []
    if format == "json":
        print(json_lines(problems), end="")
    elif problems:
        print("\n".join(problem_lines(problems)))
    sys.stdout.flush()
    print(error, file=sys.stderr)


def json_lines(problems: Iterable[Problem]) -> str:
    """One object a problem and line, its keys in the order of rules.problem.KEYS."""
    return "".join(json.dumps(problem.as_dict(), ensure_ascii=False) + "\n" for problem in problems)


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """A heading with its count for each severity, then its problems by file and line, then an empty line."""
    lines: list[str] = []
    for severity, heading in HEADINGS.items():
        found = sorted(problem for problem in problems if problem.severity == severity)
        if found:
            lines += [f"{heading}: {len(found)}", *(f"  {problem}" for problem in found), ""]
    return lines


def waiver_lines(waivers: Sequence[Waiver]) -> list[str]:
    """What an `Allow:` line took out of the count, each with its reason."""
    if not waivers:
        return []
    ordered = sorted(waivers, key=lambda waiver: waiver.problem)
    return [
        f"Allowed by the writer: {len(waivers)}",
        *(f"  {waiver.problem} Allowed because: {waiver.reason}" for waiver in ordered),
        "",
    ]


def summary(report: Report) -> str:
    """The last sentence: "Built 42 pages into output in 1.2 s: 2 to mend, 1 for your information."."""
    counts = {severity: sum(p.severity == severity for p in report.problems) for severity in HEADINGS}
    figures = ", ".join(COUNTED[severity].format(count) for severity, count in counts.items() if count)
    if report.output is None:
        did = "Checked"
    else:
        pages = "1 page" if report.pages == 1 else f"{report.pages} pages"
        did = f"Built {pages} into {_near(report.output)}"
    return f"{did} in {report.seconds:.1f} s: {figures or 'no problems'}."


def _near(folder: Path) -> str:
    """The folder as somebody who stands in the working folder would name it."""
    try:
        return folder.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()
