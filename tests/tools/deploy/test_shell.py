"""In: a shell, here without ssh between. Out: proof that questions get their own answers, and that the lock is let go."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tools.deploy.process import Silent
from tools.deploy.shell import Broken, Busy, Refused, Shell

HERE = ["sh", "-c"]


def shell(lock: Path | None = None, silence: float = 20, watch: int = 20) -> Shell:
    return Shell(HERE, silence, watch, 1, str(lock) if lock else "")


def test_each_question_gets_all_of_its_answer() -> None:
    with shell() as opened:
        assert opened.ask("printf 'one\\n\\ntwo'") == "one\n\ntwo"
        assert opened.ask("echo three") == "three"


def test_a_question_leaves_nothing_behind_for_the_next() -> None:
    with shell() as opened:
        opened.ask("cd /; answer=42")
        assert opened.ask("echo [$answer]") == "[]"
        assert opened.ask("pwd") != "/"


def test_a_script_that_fails_says_what_it_said_and_its_code() -> None:
    with shell() as opened:
        with pytest.raises(Refused) as raised:
            opened.ask("echo one; echo two >&2; exit 7")
        assert (raised.value.said, raised.value.code) == ("one\ntwo", 7)
        assert opened.ask("echo three") == "three"


def test_the_late_answer_to_a_question_that_was_given_up_is_no_answer_to_the_next() -> None:
    with shell(silence=1.5) as opened:
        with pytest.raises(Silent):
            opened.ask("sleep 2; echo late")
        assert opened.ask("echo next") == "next"


def test_a_shell_that_ends_is_told() -> None:
    with shell() as opened, pytest.raises(Broken):
        opened.ask("kill -9 $$")


def test_one_at_a_time_holds_the_lock(tmp_path: Path) -> None:
    with shell(tmp_path), pytest.raises(Busy), shell(tmp_path):
        pass
    with shell(tmp_path) as opened:
        assert opened.ask("echo free") == "free"


def test_the_host_lets_the_lock_go_when_it_hears_no_sign_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shell, "_beat", lambda self: None)
    with shell(tmp_path, watch=1):
        end = time.monotonic() + 20
        while subprocess.run(["flock", "-n", tmp_path / ".lock", "true"]).returncode:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_signs_of_life_keep_the_lock(tmp_path: Path) -> None:
    with shell(tmp_path, watch=2) as opened:
        time.sleep(4)
        assert opened.ask("echo still here") == "still here"
