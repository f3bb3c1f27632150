"""In: what rclone has to do. Out: nothing, when it did it; when it failed or nothing moved any more, a HostError in words.

Which release of rclone it is, the lock says: it comes as a wheel, beside Python in .venv.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
import threading
import time
from collections.abc import Mapping, Sequence

from tools.deploy.driver import HostError, Say

FLAGS = (
    "--use-json-log",
    "--ask-password=false",
    "--stats=200ms",  # also ends rclone that soon after whoever reads it was killed
    "--stats-log-level=NOTICE",
    "--retries=5",
    "--retries-sleep=1s",
    "--low-level-retries=1",
)
TOLD_EVERY = 5  # seconds between two lines of progress

NO_REMOTE = (
    "rclone's own configuration has no remote of that name. "
    "Correct `remote` in deploy.toml, or make it with `.venv/bin/rclone config`."
)

# What rclone says -> what that means, and what to do. Trying again would not help with any of these.
HOPELESS = (
    (
        r"unable to authenticate|^530|: 530 |401 Unauthorized|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken",
        "The host refused the user name or the password. Correct them, then deploy again.",
    ),
    (
        r"api error Forbidden",  # an answer without a body: S3 says no more than that
        "The host refused the access key, its secret, or what they want to do. Correct them, then deploy again.",
    ),
    (
        r"key is unknown",
        "This computer does not know the key of that server yet. Compare it with what your host tells you, "
        "and keep it with `ssh-keyscan SERVER >> ~/.ssh/known_hosts`.",
    ),
    (
        r"key mismatch",
        "The server shows another key than the one this computer knows. "
        "Somebody may be in between: ask your host before you go on.",
    ),
    (
        r"no space left|ENOSPC|[^0-9]552[^0-9]|507 Insufficient|[Qq]uota ?[Ee]xceeded|over quota|[Dd]isk full|XMinioStorageFull",
        "The host has no room left. Make room there, then deploy again.",
    ),
    (
        r"[Pp]ermission denied|PERMISSION_DENIED|[^0-9]550 |Forbidden|StatusCode: 403|AccessDenied|405 Method",
        "The host does not let this user write there. Correct the folder or the rights, then deploy again.",
    ),
    (r"409 Conflict", "There is no such folder at the host. Make it there, or correct deploy.toml; then deploy again."),
    (r"NoSuchBucket", "There is no bucket of that name at the host. Correct deploy.toml, then deploy again."),
    (r"x509: |tls: ", "The host could not prove who it is: its certificate is not right. Ask whoever runs it."),
    (r"didn't find section in config", NO_REMOTE),
    (r"no such host", "There is no server of that name. Correct deploy.toml, then deploy again."),
)  # fmt: skip
# These may pass; when they come again and again, they do not.
DOUBTFUL = r"SSH_FX_FAILURE|sizes differ|426 .*abort"
DOUBTS = 10
NO_ROOM = "The host does not take files whole; most often this means that it has no room left."
NO_ANSWER = "The host does not answer. Try again later; if it stays so, ask whoever runs it."


def program() -> str:
    """The path of rclone. Raises HostError when this environment lacks it."""
    found = shutil.which("rclone", path=sysconfig.get_path("scripts"))
    if not found:
        raise HostError("rclone is missing from .venv. Delete that folder, then run the command again.")
    return found


def run(
    words: Sequence[str], environment: Mapping[str, str], limit: float, say: Say = lambda line: None
) -> None:
    """Start rclone and wait for it. limit: seconds in which nothing may stand still. Raises HostError."""
    # longer than limit: what rclone sends anew after its own time limit would look like progress
    limits = f"--contimeout={limit / 2:.1f}s", f"--timeout={2 * limit:.1f}s"
    command = [program(), *words, *FLAGS, *limits]
    variables = {**os.environ, **environment}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=variables
    ) as process:
        watch = _Watch(process, limit, say)
        watch.start()
        try:
            for line in process.stderr or ():
                watch.read(line)
        finally:
            process.kill()
            watch.join()
    if watch.problem or process.returncode:
        raise HostError(watch.problem or watch.last or NO_ANSWER)


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


class _Watch(threading.Thread):
    """Understands what rclone logs; ends it when it cannot succeed any more or when nothing moves for limit seconds."""

    def __init__(self, process: subprocess.Popen[bytes], limit: float, say: Say):
        super().__init__()
        self.problem = ""
        self.last = ""
        self._doubts = 0
        self._process, self._limit, self._say = process, limit, say
        self._figures: tuple[object, ...] = ()
        self._moved = self._told = time.monotonic()

    def run(self) -> None:
        while self._process.poll() is None:
            if time.monotonic() - self._moved > self._limit:
                self.problem = self.problem or NO_ANSWER
                self._process.kill()
            time.sleep(0.02)

    def read(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
        except ValueError:
            entry = {"level": "error", "msg": line.decode("utf-8", "replace").strip()}
        if not isinstance(entry, dict):
            return
        if isinstance(entry.get("stats"), dict):
            self._progress(entry["stats"])
        elif entry.get("level") in ("error", "critical"):
            self._error(str(entry.get("msg", "")))

    def _progress(self, stats: dict[str, object]) -> None:
        figures = tuple(stats.get(key) for key in ("bytes", "transfers", "deletes", "checks"))
        now = time.monotonic()
        if figures != self._figures:
            self._figures, self._moved = figures, now
        if now - self._told > TOLD_EVERY:
            self._told = now
            self._say(f"{stats.get('transfers', 0):,} of {stats.get('totalTransfers', 0):,} are there ...")

    def _error(self, text: str) -> None:
        self._doubts += bool(re.search(DOUBTFUL, text))
        hopeless = next((words for pattern, words in HOPELESS if re.search(pattern, text)), "")
        if not hopeless and self._doubts == DOUBTS:
            hopeless = NO_ROOM
        if hopeless:
            self.problem = self.problem or hopeless
            self._process.kill()
        elif re.search(DOUBTFUL, text):
            self.last = NO_ROOM
        elif re.search(r"timeout|refused|reset|EOF|closed|unreachable|dial", text):
            self.last = NO_ANSWER
        else:
            self.last = (
                f"The host said: {text.splitlines()[0]}. Try again; if it stays so, ask whoever runs it."
            )
