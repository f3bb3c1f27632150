"""In: children whose cost is known. Out: that cost, within wide bounds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rules.problem import SiteError
from tools.bench import runs

LOOP = "import time\nwhile time.process_time() < 0.5: pass"
HOLD = "import time; held = bytearray(b'x') * (100 << 20); time.sleep(1)"
TOGETHER = """
import subprocess, sys, time
code = "held = bytearray(b'x') * (100 << 20); print(flush=True); input()"
found = [subprocess.Popen([sys.executable, "-S", "-c", code], stdin=-1, stdout=-1) for _ in range(2)]
for each in found: each.stdout.readline()  # it holds all of it from here on
time.sleep(1)
for each in found: each.communicate(b"\\n")
"""
needs_proc = pytest.mark.skipif(not runs.PROC.is_dir(), reason="memory of several processes needs Linux")


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def below(code: str, count: int = 1) -> str:
    """A program that only waits for others."""
    return (
        "import subprocess, sys\n"
        f"found = [subprocess.Popen([sys.executable, '-S', '-c', {code!r}]) for _ in range({count})]\n"
        "for each in found: each.wait()"
    )


def test_a_loop_costs_the_cpu_that_it_counts_itself(tmp_path: Path) -> None:
    cost = runs.run(python(LOOP), tmp_path)
    assert 0.5 <= cost.cpu < 5
    assert cost.wall > 0.4


def test_the_cpu_of_processes_below_counts(tmp_path: Path) -> None:
    assert 1.0 <= runs.run(python(below(LOOP, 2)), tmp_path).cpu < 10


def test_sleep_costs_time_and_no_cpu(tmp_path: Path) -> None:
    cost = runs.run(python("import time; time.sleep(1)"), tmp_path)
    assert cost.wall >= 1
    assert cost.cpu < 0.5


def test_what_a_process_holds_is_seen(tmp_path: Path) -> None:
    assert 100 <= runs.run(python(HOLD), tmp_path).memory < 200


@needs_proc
def test_what_several_hold_at_one_time_is_added(tmp_path: Path) -> None:
    assert 200 <= runs.run(python(TOGETHER), tmp_path).memory < 400


@needs_proc
def test_what_several_share_counts_once(tmp_path: Path) -> None:
    shared = f"{HOLD.partition(';')[0]}, os; held = bytearray(b'x') * (100 << 20)\nos.fork(); time.sleep(1)"
    assert 100 <= runs.run(python(shared), tmp_path).memory < 190


@needs_proc
def test_the_memory_of_whoever_measures_does_not_count(tmp_path: Path) -> None:
    held = bytearray(b"x") * (200 << 20)
    assert runs.run(python("import time; time.sleep(0.3)"), tmp_path).memory < 100
    assert len(held) == 200 << 20


def test_a_command_that_fails_says_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        runs.run(["sh", "-c", "echo first; echo It cannot be. >&2; echo; exit 3"], tmp_path)
    assert str(raised.value) == (
        "`sh -c 'echo first; echo It cannot be. >&2; echo; exit 3'` failed: It cannot be."
    )


def test_a_command_that_fails_in_silence_is_told_as_well(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        runs.run(["false"], tmp_path)
    assert str(raised.value) == "`false` failed: it said nothing"


def test_the_command_runs_in_its_folder(tmp_path: Path) -> None:
    runs.run(["sh", "-c", "echo > here"], tmp_path)
    assert (tmp_path / "here").is_file()
