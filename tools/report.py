"""In: a Report, or the error that ended a build. Out: words for people, one JSON object a line, or notes for GitHub."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rules.problem import ContentError, Problem, Severity, SiteError
from rules.site import Waiver

if TYPE_CHECKING:
    from tools.job import Report

FORMATS = ("text", "json", "github")
HEADINGS: dict[Severity, str] = {
    "E": "To mend before this can be published",
    "W": "Better to mend",
    "I": "For your information",
}
COUNTED: dict[Severity, str] = {"E": "{} to mend", "W": "{} better to mend", "I": "{} for your information"}
MARKS: dict[Severity, str] = {"E": "mend", "W": "better", "I": "know"}
WIDTH = max(len(mark) for mark in MARKS.values())
COLOURS: dict[Severity, str] = {"E": "31;1", "W": "33", "I": "36"}  # of a terminal: red, yellow, blue-green
GITHUB: dict[Severity, str] = {"E": "error", "W": "warning", "I": "notice"}
WHY = "Why a rule is there, with examples: `python3 tasks.py check --explain {}`."


def known_format(name: str) -> str:
    """Text, when nothing is said. Raises SiteError."""
    if name and name not in FORMATS:
        known = ", ".join(f"--format {format}" for format in FORMATS)
        raise SiteError(f"There is no format `{name}`. Use one of: {known}.")
    return name or "text"


def show(report: Report, format: str = "text") -> None:
    """Print a whole report on stdout: problems, waivers, and a last sentence with the figures."""
    if format == "json":
        print(json_lines(report.problems), end="")
    elif format == "github":
        print(github_lines(report.problems) + summary(report))
    else:
        print(text(report, f"{report.seconds:.1f}", in_colour(sys.stdout)))


def text(report: Report, seconds: str, colour: bool = False) -> str:
    """The whole report for people. seconds: how long it took."""
    lines = problem_lines(report.problems, colour)
    return "\n".join([*lines, *waiver_lines(report.waivers), *why_lines(report), summary(report, seconds)])


def show_error(error: SiteError, format: str = "text") -> None:
    """Print the problems that an error carries on stdout, and its sentence on stderr."""
    problems = error.problems if isinstance(error, ContentError) else []
    if format == "json":
        print(json_lines(problems), end="")
    elif format == "github":
        print(github_lines(problems), end="")
    elif problems:
        print("\n".join(problem_lines(problems, in_colour(sys.stdout))))
    sys.stdout.flush()
    print(error, file=sys.stderr)


def in_colour(stream: TextIO) -> bool:
    """Only where a person looks at a terminal that knows colours, and has not asked for none (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def json_lines(problems: Iterable[Problem]) -> str:
    """One object a problem and line, its keys in the order of rules.problem.KEYS."""
    return "".join(json.dumps(problem.as_dict(), ensure_ascii=False) + "\n" for problem in problems)


def github_lines(problems: Iterable[Problem]) -> str:
    """Workflow commands: GitHub then shows each problem beside its line in a pull request."""
    lines = []
    for problem in problems:
        places = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule}
        named = ",".join(f"{key}={_escaped(str(place), ':,')}" for key, place in places.items() if place)
        words = _escaped(f"{problem.message} {problem.hint}".strip())
        lines.append(f"::{GITHUB[problem.severity]} {named}::{words}\n")
    return "".join(lines)


def _escaped(text: str, more: str = "") -> str:
    """Per cent first; the commands of GitHub also end at a line end, and their properties at a colon or comma."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def problem_lines(problems: Iterable[Problem], colour: bool = False) -> list[str]:
    """A heading for each file with its counts, the worst file first; below it what to mend before what to know."""
    rank = list(HEADINGS)
    by_file = {
        path: sorted(found, key=lambda problem: (rank.index(problem.severity), problem))
        for path, found in groupby(sorted(problems), key=lambda problem: problem.path)
    }
    lines: list[str] = []
    for path, found in sorted(by_file.items(), key=lambda file: (*_badness(file[1]), file[0])):
        lines += [_painted(f"{path}: {counted(found)}", "1", colour)]
        for problem in found:
            mark = _painted(f"{MARKS[problem.severity]:<{WIDTH}}", COLOURS[problem.severity], colour)
            lines += [f"  {mark}  {problem}"]
        lines += [""]
    return lines


def _badness(problems: Sequence[Problem]) -> tuple[int, ...]:
    counts = Counter(problem.severity for problem in problems)
    return tuple(-counts[severity] for severity in HEADINGS)


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def counted(problems: Iterable[Problem]) -> str:
    """ "2 to mend, 1 for your information", or "no problems"."""
    counts = Counter(problem.severity for problem in problems)
    figures = [COUNTED[severity].format(counts[severity]) for severity in HEADINGS if counts[severity]]
    return ", ".join(figures) or "no problems"


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


def why_lines(report: Report) -> list[str]:
    """Where to read more about the rule that was broken most often; only after a check."""
    rules = Counter(problem.rule for problem in report.problems if problem.severity != "I")
    if not rules or report.output is not None:
        return []
    often = min(rules, key=lambda rule: (-rules[rule], rule))
    return [WHY.format(often)]


def summary(report: Report, seconds: str = "") -> str:
    """The last sentence: "Built 42 pages into output in 1.2 s: 2 to mend, 1 for your information."."""
    took = seconds or f"{report.seconds:.1f}"
    return f"{_did(report)} in {took} s{_because(report)}: {counted(report.problems)}."


def _did(report: Report) -> str:
    if report.output is None:
        return "Checked" + (f" {_several(report.pages, 'text')}" if report.pages else "")
    there = _near(report.output)
    if report.edited:
        return f"Changed: {report.edited}. Wrote {report.written:,} of {_several(report.pages, 'page')} in {there}"
    if report.unchanged:
        return f"Nothing changed. Looked at {_several(report.pages, 'page')} in {there}"
    return f"Built {_several(report.pages, 'page')} into {there}"


def _because(report: Report) -> str:
    return f", all of them, as {report.because}" if report.because else ""


def _several(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _near(folder: Path) -> str:
    """The folder as somebody who stands in the working folder would name it."""
    try:
        return folder.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()
