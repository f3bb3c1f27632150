"""In: work for several processes. Out: what came of it, in order, and no process that goes on when one of them failed."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from plugins import lanes


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three processes, even for little."""
    monkeypatch.setattr(lanes, "ALONE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


def test_what_several_processes_do_comes_back_in_order() -> None:
    def work(numbers: Sequence[int]) -> list[tuple[int, int]]:
        time.sleep(0.01)
        return [(number * 2, os.getpid()) for number in numbers]

    found = lanes.share(work, range(500))
    assert [number for number, _ in found] == list(range(0, 1000, 2))
    assert len({process for _, process in found}) == 3


def test_a_slow_process_leaves_the_rest_to_the_others() -> None:
    here = os.getpid()

    def work(numbers: Sequence[int]) -> list[bool]:
        time.sleep(0.002 if os.getpid() == here else 0.5)
        return [os.getpid() == here for _ in numbers]

    assert sum(lanes.share(work, range(100))) > 90


def test_after_an_error_no_process_goes_on(tmp_path: Path) -> None:
    here, sign = os.getpid(), tmp_path / "sign"

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() == here and 0 not in numbers:
            raise OSError("The disk is full")
        if os.getpid() != here:
            time.sleep(0.5)
            sign.touch()
        return list(numbers)

    with pytest.raises(OSError, match="The disk is full"):
        lanes.share(work, range(50))
    time.sleep(1)
    assert not sign.exists()
