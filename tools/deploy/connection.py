"""In: the settings of an ssh target. Out: a shell there and a way to send files there, both with a limit on every wait."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.deploy.driver import BadSetting, HostError, Say, Target
from tools.deploy.process import Process, Silent
from tools.deploy.shell import Busy, Refused, Shell
from tools.deploy.ssh_words import BUSY, SILENT, in_words, no_program

SAID_EVERY = 2.0  # seconds between two lines of progress
SENT = "<f"  # how rsync begins the line on a file that went over
UNCHANGED = "Nothing was changed."


@dataclass(frozen=True)
class Limits:
    """How long to wait, in seconds. connect: for an answer at the port; alive: between two questions whether the host is
    still there, of which 3 may go without an answer; silence: for the next line of a command; watch: the host for a sign
    of life from here; wait: for the lock; idle: for rsync's other end.
    """

    connect: int = 10
    alive: int = 5
    silence: float = 45
    watch: int = 40
    wait: int = 8
    idle: int = 300


LIMITS = Limits()


class Connection:
    """One account on one host. where: for people; path: the folder on the host, relative to the account's home or not."""

    def __init__(self, target: Target, limits: Limits):
        settings = target.settings
        self._limits, self._shared = limits, ""
        self._host, self._user = str(settings["host"]), str(settings["user"])
        self._port = int(settings.get("port", 22))
        self.path = str(settings["path"]).removeprefix("~/").rstrip("/")
        self.where = f"{self._user}@{self._host}:{self.path}"
        for key in ("host", "user"):
            _plain_name(key, str(settings[key]))
        if not self.path or self.path.startswith(("-", "~")) or "\n" in self.path:
            raise BadSetting(
                "path",
                f"`{settings['path']}` cannot be the folder of a site.",
                "Write it like this: `/srv/www`.",
            )
        if not 0 < self._port < 65536:
            raise BadSetting(
                "port", f"There is no port {self._port}.", "Leave the line out if you do not know it."
            )
        root = target.store.parents[2]
        self._files = {
            key: _file(root, key, str(settings[key])) for key in ("key", "known_hosts") if key in settings
        }

    @contextlib.contextmanager
    def shell(self, lock: bool = False) -> Iterator[Shell]:
        """A Shell; what is sent while it is open goes over the same line, for logging in takes longest.

        Raises HostError when a program is missing on this computer; Busy, Refused, Silent.
        """
        for program in ("ssh", "rsync"):
            if not shutil.which(program):
                raise HostError(f"{no_program(program)} {UNCHANGED}")
        with tempfile.TemporaryDirectory(prefix="ssh-", ignore_cleanup_errors=True) as folder:
            self._shared = f"{folder}/line"
            ssh = [*self._ssh(), "-M", f"{self._user}@{self._host}"]
            with Shell(
                ssh, self._limits.silence, self._limits.watch, self._limits.wait, self.path if lock else ""
            ) as shell:
                yield shell

    def send(self, folders: Sequence[Path], to: str, bases: Sequence[str], whole: int, say: Say) -> None:
        """Bring all files of folders, of which the first counts, to a folder below path.

        bases: folders beside that one; a file that one of them has, byte for byte, becomes a hard link. whole: how many
        files will probably go over. Nothing is compared by time or size: clocks and equal lengths deceive nobody.
        Raises Refused, Silent.
        """
        host = f"[{self._host}]" if ":" in self._host else self._host
        command = [
            "rsync", "-rpzs", "--chmod=D755,F644", "--checksum", f"--timeout={self._limits.idle}",
            "-ii", "--out-format=%i", "--info=progress2", "--outbuf=L",
            *(f"--link-dest=../{base}" for base in bases),
            "-e", shlex.join(self._ssh()), "--",
            *(f"{folder}/" for folder in folders), f"{self._user}@{host}:{self.path}/{to}/",
        ]  # fmt: skip
        heard, sent, last = [], 0, time.monotonic()
        with Process(command, self._limits.silence) as process:
            for line in process.lines():
                if line.startswith(SENT):
                    sent += 1
                    if time.monotonic() - last > SAID_EVERY:
                        say(f"  {min(sent, whole):,} of {whole:,}")
                        last = time.monotonic()
                else:
                    heard.append(line)
            if code := process.code():
                raise Refused("\n".join(heard[-100:]), code)

    @contextlib.contextmanager
    def told(self, state: str) -> Iterator[None]:
        """Turn what went wrong in the block into a HostError that ends with state, a sentence on what is live now."""
        try:
            yield
        except (Busy, Refused, Silent) as error:
            raise self.error(error, state) from None

    def error(self, error: Busy | Refused | Silent, state: str) -> HostError:
        names: dict[str, str | int] = {
            "host": self._host, "port": self._port, "user": self._user, "path": self.path,
            "where": self.where, "login": self._login(),
        }  # fmt: skip
        if isinstance(error, Refused):
            return HostError(f"{in_words(error.said, **names)} {state}")
        return HostError(f"{(BUSY if isinstance(error, Busy) else SILENT).format(**names)} {state}")

    def _ssh(self) -> list[str]:
        """Whatever the person's own settings of ssh say, it asks nothing, waits for ever for nothing and says what fails."""
        return [
            "ssh", "-Tax",
            "-o", "BatchMode=yes",
            "-o", "StrictHostKeyChecking=yes",
            "-o", f"ControlPath={self._shared}",
            "-o", "ControlPersist=no",
            "-o", "ClearAllForwardings=yes",
            "-o", "RemoteCommand=none",
            "-o", "LogLevel=INFO",
            "-o", f"ConnectTimeout={self._limits.connect}",
            "-o", f"ServerAliveInterval={self._limits.alive}",
            "-o", "ServerAliveCountMax=3",
            *self._whereabouts(),
        ]  # fmt: skip

    def _whereabouts(self) -> list[str]:
        found = ["-p", str(self._port)] if self._port != 22 else []
        if key := self._files.get("key"):
            found += ["-i", str(key), "-o", "IdentitiesOnly=yes"]
        if known := self._files.get("known_hosts"):
            found += ["-o", f"UserKnownHostsFile={known}"]
        return found

    def _login(self) -> str:
        """What a person would type to see for themselves."""
        return shlex.join(["ssh", *self._whereabouts(), f"{self._user}@{self._host}"])


def _plain_name(key: str, value: str) -> None:
    if not value or value.startswith("-") or any(sign.isspace() or sign in "@/'\"\\" for sign in value):
        raise BadSetting(
            key, f"`{value}` cannot be a {key}.", f"Write only the {key}, without `ssh://` or spaces."
        )


def _file(root: Path, key: str, value: str) -> Path:
    file = root / Path(value).expanduser()
    if not file.is_file():
        raise BadSetting(
            key, f"There is no file {file}.", "Correct the line, or leave it out and let ssh look."
        )
    return file
