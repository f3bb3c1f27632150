"""In: the sites, each served by its own program. Out: the seconds from a save on disk to the new words in the browser's reach."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rules.problem import SiteError
from tools.bench import runs
from tools.bench.sites import Site

LIMIT = 900.0  # seconds that a program has to show a page
PAUSE = 0.005  # seconds between two requests,
RARE = 0.01  # or such a part of the time gone by: asking is not to slow the answer
CALM = 0.5  # seconds
GRACE = 10.0  # seconds from a first signal to a last one
IDLE = 0.1  # of one processor
SILENT = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": "true"}  # nobody wants a window now


@dataclass(frozen=True)
class Server:
    """A program that serves its site; address has no slash at its end."""

    site: Site
    port: int
    child: subprocess.Popen[bytes]

    def seen(self, places: dict[str, str], since: float) -> float:
        """Seconds from since until each page (by its address) holds its word. Raises SiteError."""
        for address, word in places.items():
            while word not in self._page(address):
                if self.child.poll() is not None:
                    raise SiteError(f"{self.site.program} has ended while `bench` asked it for pages.")
                if time.perf_counter() - since > LIMIT:
                    raise SiteError(f"{self.site.program} did not show a save within {LIMIT:.0f} seconds.")
                time.sleep(max(PAUSE, RARE * (time.perf_counter() - since)))
        return time.perf_counter() - since

    def calm(self) -> None:
        """Return once the program has nothing left to do: what it does after a save is not to slow the others."""
        while True:
            before = runs.busy(self.child.pid)
            time.sleep(CALM)
            if runs.busy(self.child.pid) - before < CALM * IDLE:
                return

    def _page(self, address: str) -> str:
        """What a page holds at this moment, or nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", f"/{address}")
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return text if answer.status == 200 else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()


@contextlib.contextmanager
def serving(site: Site) -> Iterator[Server]:
    """The site, served until the block ends."""
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        child = _start([*site.serve, str(port)], site.folder, said)
        try:
            yield Server(site, port, child)
        finally:
            _end(child)


def _start(command: list[str], folder: Path, said: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=folder, env={**os.environ, **SILENT}, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        start_new_session=True,
    )  # fmt: skip


def _end(child: subprocess.Popen[bytes]) -> None:
    """End it and all that it started, which are a group of their own."""
    for how, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, None)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
