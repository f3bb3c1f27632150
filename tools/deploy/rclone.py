"""In: what rclone has to do. Out: nothing, when it did it; when it failed or nothing moved any more, a HostError in words.

Which release of rclone it is, the lock says: it comes as a wheel, beside Python in .venv.
"""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from tools.deploy.driver import HostError, Say
from tools.deploy.rclone_words import NO_ANSWER, NO_REMOTE, Heard
from tools.deploy.remote_control import RemoteControl

FLAGS = (
    "--use-json-log",
    "--ask-password=false",
    "--stats=200ms",  # also ends rclone that soon after whoever reads it was killed
    "--stats-log-level=NOTICE",
    "--low-level-retries=1",
)
TRIES = 5
PAUSE = 1.0  # seconds between two of them
LOOK_EVERY = 0.2  # seconds between two looks at whether anything moves
TOLD_EVERY = 5  # seconds between two lines of progress


class Rclone:
    """rclone for as long as the block lasts. It starts with the first call, and anew with the next after one that broke.

    environment: makes what it reads besides, secrets too. limit: seconds in which nothing may stand still.
    """

    def __init__(self, flags: Sequence[str], environment: Callable[[], Mapping[str, str]], limit: float):
        # longer than limit: what rclone sends anew after its own time limit would look like progress
        limits = f"--contimeout={limit / 2:.1f}s", f"--timeout={2 * limit:.1f}s"
        self._flags = *flags, *FLAGS, *limits
        self._environment, self._limit = environment, limit
        self._control: RemoteControl | None = None
        self._heard = Heard()
        self._calls = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def call(
        self,
        act: str,
        given: Mapping[str, object],
        paths: Sequence[str] | None = None,
        say: Say = lambda line: None,
    ) -> None:
        """Have one thing done, as rclone's remote control names it. paths: the only files it is about; None where
        that is said otherwise, or nowhere.

        What failed is tried again, where that may help. Raises HostError.
        """
        heard = self._heard = Heard()
        self._calls += 1
        try:
            for number in range(TRIES):
                if number:
                    time.sleep(PAUSE)
                if self._done(act, {**given, "_group": f"{act} {self._calls}"}, paths, say):
                    return
                if heard.problem or not self._control:
                    break  # nothing that trying again would mend
        except BaseException:
            self._end()
            raise
        raise HostError(heard.problem or heard.last or NO_ANSWER)

    def _done(self, act: str, given: Mapping[str, object], paths: Sequence[str] | None, say: Say) -> bool:
        control = self._running()
        if paths is not None:
            names = control.folder / "paths"
            names.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
            given = {**given, "_filter": {"FilesFromRaw": [str(names)]}}
        watch = _Watch(control, str(given["_group"]), self._heard, self._limit, say)
        watch.start()
        try:
            answer = control.ask(act, given)
        except (OSError, http.client.HTTPException, ValueError):
            answer = {}
            self._end()  # and hear why
        finally:
            watch.end()
        if "error" in answer:
            self._heard.error(str(answer["error"]))
        if self._heard.problem:
            self._end()
        return bool(self._control) and "error" not in answer

    def _running(self) -> RemoteControl:
        if self._control and not self._control.runs:
            self._end()
        if not self._control:
            words = program(), *self._flags
            self._control = RemoteControl(words, self._environment(), lambda line: self._heard.line(line))
        return self._control

    def _end(self) -> None:
        if self._control:
            self._control.close()
            self._control = None


class _Watch(threading.Thread):
    """Ends rclone when it cannot succeed any more or when nothing moves for limit seconds, and tells how far it is."""

    def __init__(self, control: RemoteControl, group: str, heard: Heard, limit: float, say: Say):
        super().__init__()
        self._control, self._group, self._heard = control, group, heard
        self._limit, self._say = limit, say
        self._figures: tuple[object, ...] = ()
        self._moved = self._told = time.monotonic()
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self._look()
            if time.monotonic() - self._moved > self._limit:
                self._heard.stalled()
            if self._heard.problem:
                self._control.kill()
                return

    def end(self) -> None:
        self._over.set()
        self.join()

    def _look(self) -> None:
        try:
            stats = self._control.ask("core/stats", {"group": self._group}, patience=LOOK_EVERY)
        except (OSError, http.client.HTTPException, ValueError):
            return
        figures = tuple(stats.get(key) for key in ("bytes", "transfers", "deletes", "checks"))
        now = time.monotonic()
        if figures != self._figures:
            self._figures, self._moved = figures, now
        if now - self._told > TOLD_EVERY and not self._over.is_set():
            self._told = now
            self._say(f"{stats.get('transfers', 0):,} of {stats.get('totalTransfers', 0):,} are there ...")


def program() -> str:
    """The path of rclone. Raises HostError when this environment lacks it."""
    found = shutil.which("rclone", path=sysconfig.get_path("scripts"))
    if not found:
        raise HostError("rclone is missing from .venv. Delete that folder, then run the command again.")
    return found


def obscured(secret: str) -> str:
    """A password as rclone wants to have it; it goes in through a pipe, where no list of processes shows it."""
    done = subprocess.run(
        [program(), "obscure", "-"], input=secret, capture_output=True, text=True, timeout=20, check=True
    )
    return done.stdout.strip()


def kind_of(remote: str) -> str:
    """What a remote of rclone's own configuration is, such as "s3" for "store:bucket". Raises HostError when it has none."""
    name = remote.partition(":")[0]
    done = subprocess.run(
        [program(), "listremotes", "--json", "--ask-password=false"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    try:
        kinds = {each["name"].rstrip(":"): str(each["type"]) for each in json.loads(done.stdout or "[]")}
        return kinds[name]
    except (ValueError, KeyError, TypeError):
        raise HostError(NO_REMOTE) from None
