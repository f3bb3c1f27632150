"""In: an ssh command. Out: one shell on the host that answers scripts one after the other, and can hold a lock meanwhile.

The lock is the host's own (flock) and is held by the very shell that does the work: it is free again when that shell
ends, and the shell ends when the line breaks or nothing has come over it for some time.
"""

from __future__ import annotations

import contextlib
import secrets
import shlex
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tools.deploy.process import Process

BUSY = "busy"

READ = """timeout {watch} sh -c 'IFS= read -r line && printf %s "$line"'"""
LOCKED = (
    "mkdir -p -- {folder} && exec 9>>{folder}/.lock || exit 1; "
    "flock -w {wait} 9 || {{ [ $? = 1 ] && echo {token} 0 {busy}; exit 1; }}; "
)
LOOP = (
    'export LC_ALL=C; {locked}echo {token} 0 ready; number=0; while line=$({read}); do [ -n "$line" ] || continue; '
    'number=$((number+1)); ( eval "$line" ) </dev/null 2>&1; printf "\\n%s %s %s\\n" {token} $number $?; done'
)


class Refused(Exception):
    """A script failed, or the line did. said: all that was heard; code: the exit code, of the script or of ssh."""

    def __init__(self, said: str, code: int):
        super().__init__(said)
        self.said = said
        self.code = code


class Broken(Refused):
    """There is no line any more: nobody knows how far the script came."""


class Busy(Exception):
    """Somebody else holds the lock."""


class Shell:
    """Opened by the block, closed by its end.

    silence: seconds to wait for a line. watch: seconds without a sign of life from here after which the host ends it;
    longer than any stall after which this side has given up. wait: seconds for the lock; one whose holder was killed this
    moment is freed when its line has closed. lock: the folder on the host to hold, made when it is not
    there; or "".
    """

    def __init__(self, ssh: Sequence[str], silence: float, watch: int, wait: int, lock: str = ""):
        self._token = secrets.token_hex(8)
        locked = (
            LOCKED.format(folder=shlex.quote(lock), token=self._token, busy=BUSY, wait=wait) if lock else ""
        )
        script = LOOP.format(locked=locked, token=self._token, read=READ.format(watch=watch))
        self._process = Process([*ssh, f"exec sh -c {shlex.quote(script)}"], silence)
        self._watch, self._asked = watch, 0
        self._done = threading.Event()
        self._telling = threading.Lock()
        self._heart = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Raises Busy, Refused, Silent."""
        try:
            if self._answer()[1] == BUSY:
                raise Busy
            self._heart.start()
        except BaseException:
            self._process.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._process.close()
        self._heart.join()

    def ask(self, script: str) -> str:
        """Run one line of sh, from the home folder of whoever logs in, and hear what it says. Raises Refused, Silent."""
        with contextlib.suppress(OSError):  # a broken line is told by what ssh says next
            self._tell(script)
        self._asked += 1
        said, code = self._answer()
        if code != "0":
            raise Refused(said, int(code))
        return said

    def _answer(self) -> tuple[str, str]:
        heard: list[str] = []
        for line in self._process.lines():
            token, *rest = line.split(" ")
            if token != self._token:
                heard.append(line)
            elif rest[0] == str(self._asked):
                return "\n".join(heard).removesuffix("\n"), rest[1]
            else:
                heard.clear()  # the late answer to a question that was given up
        raise Broken("\n".join(heard), self._process.code())

    def _tell(self, line: str) -> None:
        with self._telling:
            self._process.tell(line)

    def _beat(self) -> None:
        while not self._done.wait(self._watch / 5):
            with contextlib.suppress(OSError):
                self._tell("")
