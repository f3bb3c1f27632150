"""In: commands that talk, fall silent or leave children behind. Out: proof that nobody waits for them for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tools.deploy.process import Process, Silent


def test_lines_come_without_their_ends_progress_that_writes_over_itself_too() -> None:
    with Process(["printf", r"one\ntwo\rthree"], silence=10) as process:
        assert list(process.lines()) == ["one", "two", "three"]
        assert process.code() == 0


def test_what_goes_wrong_is_heard_with_its_code() -> None:
    with Process(["sh", "-c", "echo no >&2; exit 3"], silence=10) as process:
        assert list(process.lines()) == ["no"]
        assert process.code() == 3


def test_a_command_that_is_told_something_hears_it() -> None:
    with Process(["cat"], silence=10) as process:
        process.tell("hello")
        assert process.line() == "hello"


def test_a_command_that_falls_silent_is_given_up() -> None:
    started = time.monotonic()
    with Process(["sh", "-c", "echo one; sleep 60"], silence=0.3) as process:
        assert process.line() == "one"
        with pytest.raises(Silent):
            process.line()
    assert time.monotonic() - started < 20


def test_its_children_end_with_it(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > '{tmp_path}/child'; echo ready; wait"
    with Process(["sh", "-c", script], silence=10) as process:
        assert process.line() == "ready"
    child = int((tmp_path / "child").read_text())
    end = time.monotonic() + 10
    while _runs(child):
        assert time.monotonic() < end
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
