"""In: a target such as web space with FTP or a bucket. Out: a Driver that brings files there, one after the other, with rclone.

A file appears whole or not at all: with SFTP and FTP rclone uploads to another name and renames (that is what it does
without --inplace); object storage shows an upload when it has ended; WebDAV servers such as Apache and nginx do so too.
"""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import ClassVar

from tools.deploy.driver import HostError, Key, Say, Target
from tools.deploy.phased import Phased
from tools.deploy.plan import Plan
from tools.deploy.rclone import Rclone
from tools.deploy.remotes import KEYS, Remote, remote
from tools.headers import cache_control, media_type

FLAGS = ("--ignore-times", "--no-check-dest", "--no-traverse", "--sftp-disable-hashcheck")


class Files(Phased):
    """Web space or object storage."""

    ABOUT: ClassVar[str] = "web space that takes SFTP, FTP or WebDAV, or storage such as S3"
    SERVER: ClassVar[str] = "other"
    KEYS: ClassVar[Mapping[str, Key]] = KEYS
    SEEN_WITHIN: ClassVar[float] = 5
    LIMIT: ClassVar[float] = 20  # seconds in which nothing may stand still; twice that is less than a minute

    def __init__(self, target: Target):
        super().__init__(target.store)
        self._target = target
        self._remote: Remote = remote(target)
        self.where = self._remote.where
        self._stay: frozenset[str] = frozenset()
        self._rclone: Rclone | None = None

    @functools.cached_property
    def _sets_headers(self) -> bool:
        return self._remote.sets_headers()

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        with super().hold(), self._running():
            yield

    def put(self, plan: Plan, folder: Path, say: Say) -> None:
        self._stay = frozenset(_folders(plan.manifest.all_files))
        with self._running():
            super().put(plan, folder, say)

    def fetch(self, path: str) -> bytes | None:
        return self.fetch_all([path])[path]

    def fetch_all(self, paths: Sequence[str]) -> dict[str, bytes | None]:
        with tempfile.TemporaryDirectory(prefix="deploy-") as folder:
            self._call("sync/copy", paths, srcFs=self._remote.root, dstFs=folder)
            files = {path: Path(folder, path) for path in paths}
            return {path: file.read_bytes() if file.exists() else None for path, file in files.items()}

    def send(self, folder: Path, paths: Sequence[str], say: Say) -> None:
        if not self._sets_headers:
            self._copy(folder, paths, {}, say)
            return
        for (kind, keep), group in groupby(sorted(paths, key=_headers), key=_headers):
            self._copy(folder, list(group), {"Content-Type": kind, "Cache-Control": keep}, say)

    def remove(self, paths: Sequence[str]) -> None:
        self._call("operations/delete", paths, fs=self._remote.root)
        if self._remote.has_folders:
            self._remove_folders(_folders(paths) - self._stay)

    def sweep(self) -> None:
        if self._remote.renames:
            halves = {"IncludeRule": ["*.{{[0-9a-f]{8}}}.partial"]}
            self._call("operations/delete", fs=self._remote.root, _filter=halves)

    def probe(self) -> None:
        name = "deploy.probe.txt"
        self.store.mkdir(parents=True, exist_ok=True)
        (self.store / name).write_text(f"{self._target.name}\n", encoding="utf-8")
        self.send(self.store, [name], lambda line: None)
        read = self.fetch(name)
        self.remove([name])
        if read != (self.store / name).read_bytes():
            raise HostError(f"A file that was sent to {self.where} could not be read again.")

    def _copy(self, folder: Path, paths: Sequence[str], headers: Mapping[str, str], say: Say) -> None:
        sent = {"UploadHeaders": [{"Key": name, "Value": value} for name, value in headers.items()]}
        self._call("sync/copy", paths, say, srcFs=str(folder), dstFs=self._remote.root, _config=sent)

    def _remove_folders(self, empty: set[str]) -> None:
        """Folders of which no file is left, seen from the one above, which stays."""
        top = sorted(each for each in empty if PurePosixPath(each).parent.as_posix() not in empty)
        for above, group in groupby(top, key=lambda each: PurePosixPath(each).parent.as_posix()):
            rules = [f"+ /{_literal(PurePosixPath(each).name)}/**" for each in group]
            root, only = self._remote.inside(above), {"FilterRule": [*rules, "- *"]}
            self._call("operations/rmdirs", fs=root, remote="", leaveRoot=True, _filter=only)

    @contextlib.contextmanager
    def _running(self) -> Iterator[Rclone]:
        """One rclone for all that is done in the block, also where such blocks lie in each other."""
        if self._rclone:
            yield self._rclone
            return
        flags = *self._remote.flags, *FLAGS, f"--transfers={self._remote.at_once}"
        with Rclone(flags, self._remote.environment, self.LIMIT) as self._rclone:
            try:
                yield self._rclone
            finally:
                self._rclone = None

    def _call(
        self, act: str, paths: Sequence[str] | None = None, say: Say = lambda line: None, **given: object
    ) -> None:
        if paths is not None and not paths:
            return
        with self._running() as rclone:
            rclone.call(act, given, paths, say)


def _headers(path: str) -> tuple[str, str]:
    return media_type(path), cache_control(path)


def _folders(paths: Sequence[str] | Mapping[str, str]) -> set[str]:
    """Every folder that one of these files lies in, the root left out."""
    found = {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}
    return found - {"."}


def _literal(name: str) -> str:
    """A name for rclone's filters, in which some signs mean more than themselves."""
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in name)
