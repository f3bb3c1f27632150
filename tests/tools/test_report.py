"""In: reports and errors. Out: exactly the lines that people and machines read."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from rules.problem import ContentError, Problem, SiteError
from rules.site import Waiver
from tools import report
from tools.job import Report

LATE = Problem(
    "content/b.md", 9, 0, "head.date", "E", "The date `2026-13-01` is no date.", "Write 2026-12-31."
)
EARLY = Problem(
    "content/b.md", 2, 5, "link.internal", "E", "There is no page `slep.md`.", "Did you mean `sleep.md`?"
)
FIRST = Problem("content/a.md", 0, 0, "head.title", "E", "There is no title.")
SOFT = Problem("content/a.md", 3, 0, "head.summary", "W", "The summary is short.")
INFO = Problem("content/a.md", 1, 0, "facts.sample", "I", "This is a sample fact.")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_report_is_grouped_by_file_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    waiver = Waiver(
        Problem("content/c.md", 4, 0, "picture.alt", "W", "The alt text is long."), "It is a map."
    )
    found = Report([LATE, SOFT, INFO, EARLY, FIRST], [waiver], 42, 1.234, Path.cwd() / "output")
    report.show(found)
    assert capsys.readouterr().out == (
        "content/b.md: 2 to mend\n"
        "  mend    content/b.md:2:5: link.internal: There is no page `slep.md`. Did you mean `sleep.md`?\n"
        "  mend    content/b.md:9: head.date: The date `2026-13-01` is no date. Write 2026-12-31.\n"
        "\n"
        "content/a.md: 1 to mend, 1 better to mend, 1 for your information\n"
        "  mend    content/a.md: head.title: There is no title.\n"
        "  better  content/a.md:3: head.summary: The summary is short.\n"
        "  know    content/a.md:1: facts.sample: This is a sample fact.\n"
        "\n"
        "Allowed by the writer: 1\n"
        "  content/c.md:4: picture.alt: The alt text is long. Allowed because: It is a map.\n"
        "\n"
        "Built 42 pages into output in 1.2 s: 3 to mend, 1 better to mend, 1 for your information.\n"
    )


def test_files_that_are_equally_bad_stand_by_name() -> None:
    same = [Problem(f"content/{name}.md", 1, 0, "link.text", "W", "Bad.") for name in "cab"]
    headings = [line for line in report.problem_lines(same) if line and line[0] != " "]
    assert headings == [f"content/{name}.md: 1 better to mend" for name in "abc"]


def test_one_thing_to_mend_is_worse_than_many_to_better() -> None:
    many = [Problem("content/a.md", line, 0, "link.text", "W", "Bad.") for line in range(1, 9)]
    assert report.problem_lines([*many, EARLY])[0] == "content/b.md: 1 to mend"


def test_colours_stand_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    report.show(Report([SOFT], [], 1, 0.5, None))
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    report.show(Report([SOFT], [], 1, 0.5, None))
    assert terminal.getvalue().splitlines()[:2] == [
        "\x1b[1mcontent/a.md: 1 better to mend\x1b[0m",
        "  \x1b[33mbetter\x1b[0m  content/a.md:3: head.summary: The summary is short.",
    ]


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_whoever_wants_no_colours_gets_none(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert report.in_colour(Terminal())
    monkeypatch.setenv(name, value)
    assert not report.in_colour(Terminal())


def test_a_check_says_where_to_read_about_the_rule_broken_most(capsys: pytest.CaptureFixture[str]) -> None:
    report.show(Report([EARLY, SOFT, SOFT._replace(line=4), *[INFO] * 3], [], 2, 0.5, None))
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Why a rule is there, with examples: `python3 tasks.py check --explain head.summary`.",
        "Checked 2 texts in 0.5 s: 1 to mend, 2 better to mend, 3 for your information.",
    ]


def test_github_gets_a_command_a_problem_and_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    report.show(Report([EARLY, SOFT, INFO], [], 1, 0.5, None), "github")
    assert capsys.readouterr().out == (
        "::error file=content/b.md,line=2,col=5,title=link.internal::There is no page `slep.md`. Did you mean `sleep.md`?\n"
        "::warning file=content/a.md,line=3,title=head.summary::The summary is short.\n"
        "::notice file=content/a.md,line=1,title=facts.sample::This is a sample fact.\n"
        "Checked 1 text in 0.5 s: 1 to mend, 1 better to mend, 1 for your information.\n"
    )


def test_what_means_something_to_github_is_escaped() -> None:
    odd = Problem("content/a, b: 5%.md", 1, 0, "link.text", "W", "50 % of it:\nall.")
    assert report.github_lines([odd]) == (
        "::warning file=content/a%2C b%3A 5%25.md,line=1,title=link.text::50 %25 of it:%0Aall.\n"
    )


def test_nothing_to_say_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    report.show(Report([], [], 1, 0.26, Path("/elsewhere/site")))
    assert capsys.readouterr().out == "Built 1 page into /elsewhere/site in 0.3 s: no problems.\n"


def test_a_check_builds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    report.show(Report([SOFT], [], 0, 0.5, None))
    assert capsys.readouterr().out.endswith("\nChecked in 0.5 s: 1 better to mend.\n")


def test_json_is_one_object_a_line_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    report.show(Report([EARLY, SOFT], [], 0, 0.5, None), "json")
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [EARLY.as_dict(), SOFT.as_dict()]
    assert list(json.loads(lines[0])) == ["path", "line", "column", "rule", "severity", "message", "hint"]


def test_json_of_a_clean_folder_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    report.show(Report([], [], 0, 0.5, None), "json")
    assert capsys.readouterr().out == ""


def test_an_error_brings_its_problems_and_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_error(ContentError("This cannot be published yet.", [FIRST]))
    printed = capsys.readouterr()
    assert printed.out == (
        "content/a.md: 1 to mend\n  mend    content/a.md: head.title: There is no title.\n\n"
    )
    assert printed.err == "This cannot be published yet.\n"


def test_an_error_as_json_leaves_its_sentence_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_error(ContentError("This cannot be published yet.", [FIRST]), "json")
    printed = capsys.readouterr()
    assert (json.loads(printed.out), printed.err) == (FIRST.as_dict(), "This cannot be published yet.\n")


def test_an_error_for_github_brings_its_problems(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_error(ContentError("This cannot be published yet.", [FIRST]), "github")
    assert capsys.readouterr() == (
        "::error file=content/a.md,title=head.title::There is no title.\n",
        "This cannot be published yet.\n",
    )


def test_a_plain_error_is_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_error(SiteError("There is no folder texts."))
    assert capsys.readouterr() == ("", "There is no folder texts.\n")
