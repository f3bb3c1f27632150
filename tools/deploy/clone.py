"""In: the address of a git repository and a branch. Out: a copy of that branch here, commits made of files, and pushes.

Plumbing of git alone: no work tree, so that nothing is ever checked out, and no filter changes a byte.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.deploy.bounded import run
from tools.deploy.driver import HostError
from tools.deploy.git_words import UNCHANGED, reason

KEPT_COMMITS = 20
QUICK, LONG = 50.0, 900.0  # seconds; a line that stalls is found out much earlier by ALIVE
ALIVE = (
    "http.lowSpeedLimit=100", "http.lowSpeedTime=30", "core.quotePath=false", "gc.auto=0", "protocol.ext.allow=never",
)  # fmt: skip
SSH = "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=10 -o ServerAliveCountMax=3"
REF = "refs/deploy/live"
Entries = dict[str, str]  # path -> the object's id


@dataclass(frozen=True)
class Commit:
    """build: the build that it brought, "" when somebody else made it. when: UTC, "2026-11-25 14:03"."""

    id: str
    when: str
    build: str


class Clone:
    """A bare repository in folder with the newest commits of one branch of another. Every method raises HostError."""

    def __init__(self, folder: Path, repository: str, branch: str):
        self.folder = folder
        self.repository = repository
        self.branch = branch

    def update(self) -> str:
        """Look at the branch, and copy it when it has moved. Returns its newest commit, "" when there is no such branch."""
        if not (self.folder / "HEAD").is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._git("init", "--bare", "--quiet", "--initial-branch=none")
        tip = self._tip(self.branch)
        if tip and self._known() != tip:
            self._git(
                "fetch", "--quiet", "--no-tags", f"--depth={KEPT_COMMITS}", "--", self.repository,
                f"+refs/heads/{self.branch}:{REF}", limit=LONG,
            )  # fmt: skip
            tip = self._known()
        return tip

    def log(self, commit: str) -> list[Commit]:
        """The newest commits, newest first."""
        lines = self._git(
            "log", "--first-parent", f"--max-count={KEPT_COMMITS}", "--format=%H %ct %s", commit, "--"
        )
        found = []
        for line in lines.decode(errors="replace").splitlines():
            number, seconds, subject = line.split(" ", 2)
            build = re.fullmatch(r"Deploy build ([0-9a-f]{12})", subject)
            when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(int(seconds)))
            found.append(Commit(number, when, build[1] if build else ""))
        return found

    def read(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        entry = self.entries(commit, path).get(path)
        return self._git("cat-file", "blob", entry) if entry else None

    def entries(self, commit: str, *paths: str) -> Entries:
        lines = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths).decode().split("\0")
        parted = (line.partition("\t") for line in lines if line)
        return {path: head.split()[2] for head, _, path in parted}

    def add(self, folder: Path, paths: Sequence[str]) -> Entries:
        """Take files of a folder in, byte for byte."""
        if not paths:
            return {}
        names = "".join(f"{folder / path}\n" for path in paths).encode()
        ids = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", given=names, limit=LONG)
        return dict(zip(paths, ids.decode().split(), strict=True))

    def add_text(self, text: str) -> str:
        return self._git("hash-object", "-w", "--no-filters", "--stdin", given=text.encode()).decode().strip()

    def commit(self, entries: Entries, message: str, parent: str) -> str:
        """A commit of exactly these files; it stands nowhere until it is pushed."""
        index = {"GIT_INDEX_FILE": str(self.folder / "deploy.index")}
        (self.folder / "deploy.index").unlink(missing_ok=True)
        rows = "".join(f"100644 {entry}\t{path}\0" for path, entry in entries.items()).encode()
        self._git("update-index", "-z", "--index-info", given=rows, environment=index)
        tree = self._git("write-tree", environment=index).decode().strip()
        parents = ["-p", parent] if parent else []
        return self._git("commit-tree", tree, *parents, "-m", message).decode().strip()

    def push(self, commit: str, branch: str, before: str) -> None:
        """Make commit the newest of the branch, if that is still at before; "" is no branch, before and after."""
        name = f"refs/heads/{branch}"
        try:
            self._git(
                "push", "--quiet", f"--force-with-lease={name}:{before}", "--", self.repository,
                f"{commit}:{name}", limit=LONG,
            )  # fmt: skip
        except HostError:
            if self._tip(branch) != commit:  # the line may have broken off after all was done
                raise
        if branch == self.branch:
            self._git("update-ref", REF, commit)

    def _tip(self, branch: str) -> str:
        said = self._git("ls-remote", "--", self.repository, f"refs/heads/{branch}").decode().split()
        return said[0] if said else ""

    def _known(self) -> str:
        return self._git("for-each-ref", "--format=%(objectname)", REF).decode().strip()

    def _git(
        self,
        *words: str,
        given: bytes = b"",
        limit: float = 0,
        environment: Mapping[str, str] | None = None,
    ) -> bytes:
        """What git answers. limit: seconds, 0 for QUICK. Raises HostError, in words, when it refuses or the time is over."""
        limit = limit or QUICK
        command = ["git", *(part for each in ALIVE for part in ("-c", each)), *words]
        try:
            code, out, said = run(command, given, limit, {**_environment(self.folder), **(environment or {})})
        except FileNotFoundError:
            raise HostError(
                "The program git is missing on this computer. Install it (on Debian and Ubuntu: "
                f"`sudo apt install git`), then deploy again. {UNCHANGED}"
            ) from None
        except subprocess.TimeoutExpired:
            raise HostError(
                f"{self.repository} has not answered for {limit:.0f} seconds. "
                f"Check the connection, then deploy again. {UNCHANGED}"
            ) from None
        if code:
            raise HostError(f"{reason(said.decode(errors='replace'), self.repository)} {UNCHANGED}")
        return out


def _environment(folder: Path) -> dict[str, str]:
    """Git as it is for everybody, but it asks nobody anything and signs with the program's name."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_DIR")}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Deploy", f"GIT_{role}_EMAIL": "deploy@localhost"}
    return {
        **environment, "GIT_DIR": str(folder), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_ASKPASS": "true",
        "GIT_SSH_COMMAND": environment.get("GIT_SSH_COMMAND", SSH),
    }  # fmt: skip
