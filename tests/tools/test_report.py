"""In: reports and errors. Out: exactly the lines that people and machines read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.problem import ContentError, Problem, SiteError
from rules.site import Waiver
from tools import report
from tools.build import Report

LATE = Problem(
    "content/b.md", 9, 0, "head.date", "E", "The date `2026-13-01` is no date.", "Write 2026-12-31."
)
EARLY = Problem(
    "content/b.md", 2, 5, "link.internal", "E", "There is no page `slep.md`.", "Did you mean `sleep.md`?"
)
FIRST = Problem("content/a.md", 0, 0, "head.title", "E", "There is no title.")
SOFT = Problem("content/a.md", 3, 0, "head.summary", "W", "The summary is short.")
INFO = Problem("content/a.md", 1, 0, "facts.sample", "I", "This is a sample fact.")


def test_a_report_is_grouped_by_severity_and_sorted_by_file_and_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waiver = Waiver(
        Problem("content/c.md", 4, 0, "picture.alt", "W", "The alt text is long."), "It is a map."
    )
    found = Report([LATE, SOFT, INFO, EARLY, FIRST], [waiver], 42, 1.234, Path.cwd() / "output")
    report.show(found)
    assert capsys.readouterr().out == (
        "To mend before this can be published: 3\n"
        "  content/a.md: head.title: There is no title.\n"
        "  content/b.md:2:5: link.internal: There is no page `slep.md`. Did you mean `sleep.md`?\n"
        "  content/b.md:9: head.date: The date `2026-13-01` is no date. Write 2026-12-31.\n"
        "\n"
        "Better to mend: 1\n"
        "  content/a.md:3: head.summary: The summary is short.\n"
        "\n"
        "For your information: 1\n"
        "  content/a.md:1: facts.sample: This is a sample fact.\n"
        "\n"
        "Allowed by the writer: 1\n"
        "  content/c.md:4: picture.alt: The alt text is long. Allowed because: It is a map.\n"
        "\n"
        "Built 42 pages into output in 1.2 s: 3 to mend, 1 better to mend, 1 for your information.\n"
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
        "To mend before this can be published: 1\n  content/a.md: head.title: There is no title.\n\n"
    )
    assert printed.err == "This cannot be published yet.\n"


def test_an_error_as_json_leaves_its_sentence_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_error(ContentError("This cannot be published yet.", [FIRST]), "json")
    printed = capsys.readouterr()
    assert (json.loads(printed.out), printed.err) == (FIRST.as_dict(), "This cannot be published yet.\n")


def test_a_plain_error_is_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_error(SiteError("There is no folder texts."))
    assert capsys.readouterr() == ("", "There is no folder texts.\n")
