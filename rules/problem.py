"""In: what a stage or a rule found. Out: a Problem, one line that staff can act on.

SiteError            what a person can be told in one sentence; exit code 1
└── ContentError     the content or the settings need a person; exit code 2
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["E", "W", "I"]


class Problem(NamedTuple):  # thousands are compared, sorted and kept: a tuple does each ten times as fast
    """One finding.

    path: the file as the person who started the command would name it.
    line, column: from 1; 0 where the file as a whole or the whole line is meant.
    rule: the stable id that RULES and `Allow:` use, such as ``link.internal``.
    severity: E stops a publish build, W should be mended, I is for your information.
    message: what is wrong; hint: what to do. Both are whole sentences.
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.rule}: {self.message} {self.hint}".rstrip()

    def as_dict(self) -> dict[str, str | int]:
        """The keys of `check --format json`, in their order."""
        return dict(zip(KEYS, self, strict=True))


KEYS = ("path", "line", "column", "rule", "severity", "message", "hint")


class SiteError(Exception):
    """Something a person can be told in one sentence, and that ends the command."""

    exit_code = 1


class ContentError(SiteError):
    """The content or the settings need a person: the problems say where."""

    exit_code = 2

    def __init__(self, message: str, problems: Iterable[Problem] = ()):
        super().__init__(message)
        self.problems = sorted(problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the nearest known word, or an empty string when none is near."""
    import difflib  # here: few commands meet a wrong word, and loading it takes time

    by_lower = {each.lower(): each for each in sorted(known)}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"Did you mean `{by_lower[near[0]]}`?" if near else ""
