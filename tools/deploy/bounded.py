"""In: a command, its input and a number of seconds. Out: what it answered; it and all that it started end by then."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence


def run(
    command: Sequence[str], given: bytes, limit: float, environment: Mapping[str, str]
) -> tuple[int, bytes, bytes]:
    """The exit code, and what the command wrote to its output and to its errors.

    Raises FileNotFoundError when there is no such program, subprocess.TimeoutExpired when limit is over.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,  # a group of its own, so that its children end with it
    )
    with process:
        try:
            out, said = process.communicate(given, limit)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
    return process.returncode, out, said
