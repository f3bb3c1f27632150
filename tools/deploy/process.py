"""In: a command. Out: what it says, line by line, as it says it; a command that falls silent is ended."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import IO, Self, cast

LINE_END = re.compile(rb"[\r\n]")  # progress that writes over itself ends its lines with \r
GRACE = 2  # seconds a command gets to end by itself


class Silent(Exception):
    """Nothing was said for too long."""


class Process:
    """A running command. Leaving the block ends it, and all that it has started.

    silence: seconds without a line after which waiting for one raises Silent. Raises FileNotFoundError: no such program.
    """

    def __init__(self, command: Sequence[str], silence: float, environment: dict[str, str] | None = None):
        self._silence = silence
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
            start_new_session=True,  # a group of its own, so that its children end with it
        )
        self._in, self._out = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._said: queue.Queue[str | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def tell(self, line: str) -> None:
        """Write a line to it. Raises OSError when it does not listen any more."""
        self._in.write(line.encode() + b"\n")
        self._in.flush()

    def line(self) -> str | None:
        """The next line, without its end; None when there is no more. Raises Silent."""
        try:
            found = self._said.get(timeout=self._silence)
        except queue.Empty:
            raise Silent from None
        if found is None:
            self._said.put(None)
        return found

    def lines(self) -> Iterator[str]:
        """All that are still to come. Raises Silent."""
        while (line := self.line()) is not None:
            yield line

    def code(self) -> int:
        """The exit code, once there are no more lines. Raises Silent."""
        try:
            return self._process.wait(self._silence)
        except subprocess.TimeoutExpired:
            raise Silent from None

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._in.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._listener.join()
        self._out.close()

    def _listen(self) -> None:
        rest = b""
        while chunk := os.read(self._out.fileno(), 65536):
            *whole, rest = LINE_END.split(rest + chunk)
            for line in whole:
                self._said.put(line.decode("utf-8", "replace"))
        if rest:
            self._said.put(rest.decode("utf-8", "replace"))
        self._said.put(None)
