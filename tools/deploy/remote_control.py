"""In: rclone's command line. Out: rclone as a program that runs on and does what it is asked, one thing after the other.

Starting it and logging in at the host take longer than most of what it has to do, so it is started once a deploy.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import secrets
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

LOCAL = "127.0.0.1"
GRACE = 2  # seconds it gets to say goodbye to the host
# It waits for its input to end, and so ends itself when whoever holds the other end was killed.
WAITING = ("rcat", ":memory:nothing", "--rc", f"--rc-addr={LOCAL}:0")
READY = re.compile(rb"Serving remote control on http://[^/]*:(\d+)/")


class RemoteControl:
    """hear: gets every line that it logs, in another thread. folder: for files that it shall read or write."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], hear: Callable[[bytes], None]):
        own, password = tempfile.TemporaryDirectory(prefix="deploy-"), secrets.token_hex(16)
        self._own, self.folder = own, Path(own.name)
        self._entry = base64.b64encode(f"deploy:{password}".encode()).decode()
        # in its environment, where no list of processes shows it: other users of this computer could reach the port
        login = {"RCLONE_RC_USER": "deploy", "RCLONE_RC_PASS": password}
        self._process = subprocess.Popen(
            [words[0], *WAITING, *words[1:]],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**os.environ, **environment, **login},
        )  # fmt: skip
        self._in, self._log = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stderr)
        self._port, self._known = 0, threading.Event()
        self._hear = hear
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def ask(self, act: str, given: Mapping[str, object], patience: float | None = None) -> dict[str, object]:
        """What it answers; {"error": ...} when it failed. patience: seconds, None for ever.

        Raises OSError or http.client.HTTPException when it ends before that.
        """
        self._known.wait(patience)
        line = http.client.HTTPConnection(LOCAL, self._port, timeout=patience)
        head = {"Authorization": f"Basic {self._entry}", "Content-Type": "application/json"}
        with contextlib.closing(line):
            line.request("POST", f"/{act}", json.dumps(given), head)
            return cast(dict[str, object], json.loads(line.getresponse().read()))

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        """End it, in peace when it does nothing, and hear all that it has still to say."""
        with contextlib.suppress(OSError):
            self._in.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        self._process.kill()
        self._process.wait()
        self._listener.join()
        self._log.close()
        self._own.cleanup()

    def _listen(self) -> None:
        for line in self._log:
            if found := READY.search(line):
                self._port = int(found[1])
                self._known.set()
            self._hear(line)
        self._known.set()  # nothing will come any more: whoever waits finds no port open
