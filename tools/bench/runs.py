"""In: a command. Out: what it cost from its start to its end, with all the processes that it started."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.problem import SiteError

PROC = Path("/proc")
LOOK = 0.02  # seconds between two looks at the memory
SHARE = 5  # and at least so many times the CPU that a look takes,
RARE = 0.005  # and such a part of the time gone by: looking is to disturb little
MIB = 1 << 20
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Cost:
    """cpu: seconds of user and system, of the process and of all below it that it waited for; wall: seconds;
    memory: the most MiB that all of them held at one time."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in folder to its end. Raises SiteError, with its last line, when it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        memory = _Memory(child.pid)
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        finally:
            memory.end()
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").split("\n")
            last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
            raise SiteError(f"`{shlex.join([Path(command[0]).name, *command[1:]])}` failed: {last}")
    most = (
        memory.most if PROC.is_dir() else used.ru_maxrss
    )  # which macOS gives in bytes, of the largest process
    return Cost(used.ru_utime + used.ru_stime, wall, most / MIB)


class _Memory:
    """Looks again and again at what a process and those below it hold, from a thread.

    Pages that several share count once in all (the PSS of Linux); where the system tells no PSS, once in each.
    """

    def __init__(self, pid: int):
        self.most = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        pause, began = 0.0, time.perf_counter()
        while not self._over.wait(pause):
            start = time.thread_time()
            pids = list(family(self._pid))
            peaks = [_told(pid, "status", "VmHWM") for pid in pids]  # which a look in between may have missed
            self.most = max(self.most, sum(_held(pid) for pid in pids), *peaks)
            used, gone = time.thread_time() - start, time.perf_counter() - began
            pause = max(LOOK, SHARE * used, RARE * gone)


def family(pid: int) -> Iterator[int]:
    """A process and all below it that run at this moment."""
    yield pid
    with contextlib.suppress(OSError):
        for thread in (PROC / str(pid) / "task").iterdir():
            with contextlib.suppress(OSError):
                for child in (thread / "children").read_text().split():
                    yield from family(int(child))


def busy(pid: int) -> float:
    """Seconds of CPU that a process and those below it have used so far, and those that have ended below them."""
    used = 0
    for each in family(pid):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (PROC / str(each) / "stat").read_text().rpartition(")")[2].split()
            used += sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime
    return used / TICK


def _held(pid: int) -> int:
    return _told(pid, "smaps_rollup", "Pss") or _told(pid, "status", "VmRSS")


def _told(pid: int, file: str, name: str) -> int:
    """Bytes."""
    with contextlib.suppress(OSError):
        found = re.search(rf"^{name}:\s+(\d+) kB", (PROC / str(pid) / file).read_text(), re.MULTILINE)
        if found:
            return int(found[1]) * 1024
    return 0
