"""In: a folder of this computer, or of a disk that is mounted on it. Out: a Driver that keeps a site there."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from filelock import FileLock, Timeout

from tools.deploy.driver import BadSetting, HostError, Key, Live, Say, Target
from tools.deploy.phased import Phased
from tools.swap import MARK

LOCK = ".deploy.lock"
PART = ".deploy.part"  # what a file is called until all of it is there
PROBE = ".deploy.test"
STEP = 500  # files between two lines of progress


class Folder(Phased):
    """A site in a folder: to be served from there, or to be carried elsewhere."""

    ABOUT = "a folder on this computer"
    SERVER = "other"
    KEYS: ClassVar[Mapping[str, Key]] = {
        "path": Key("In which folder shall the site stand? (such as /srv/www)")
    }
    SEEN_WITHIN = 5.0

    def __init__(self, target: Target):
        super().__init__(target.store)
        self.folder = Path(str(target.settings["path"])).expanduser()
        self.where = str(self.folder)
        project = target.store.parents[2]
        if not self.folder.is_absolute():
            raise BadSetting(
                "path",
                f"`{self.folder}` does not begin at the root of the disk.",
                "Write the whole path: `/srv/www`.",
            )
        if project.is_relative_to(self.folder) or self.folder.is_relative_to(project):
            raise BadSetting(
                "path",
                f"`{self.folder}` and this project lie in each other.",
                "Name a folder outside of the project.",
            )

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """One deploy at a time into this folder, from whichever copy of the project on this computer."""
        lock = FileLock(self.folder / LOCK)
        with super().hold():
            with self._in_words():
                self.folder.mkdir(parents=True, exist_ok=True)
                (
                    self.folder / LOCK
                ).touch()  # where nothing can be written, this says so, and the lock would not
                try:
                    lock.acquire(timeout=0)
                except Timeout:
                    raise HostError(
                        f"Another deploy to {self.where} runs at this moment. Wait until it is done, then try again."
                    ) from None
            try:
                yield
            finally:
                lock.release()

    def live(self) -> Live:
        """Raises HostError when anything stands in the folder that no deploy has put there."""
        with self._in_words():
            strange = self.fetch(MARK) is None and sorted(
                each.name for each in self.folder.glob("*") if not each.name.startswith(".")
            )
        found = super().live()
        if strange and not found.doubtful:
            raise HostError(
                f"{self.where} holds files that no deploy has put there, such as {strange[0]}. "
                "Empty it or choose another folder, then deploy again. Nothing was changed."
            )
        return found

    def fetch(self, path: str) -> bytes | None:
        with self._in_words():
            try:
                return self._file(path).read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return None

    def send(self, folder: Path, paths: Sequence[str], say: Say) -> None:
        """Each file is written beside its place and renamed, so that it is there whole or not at all."""
        with self._in_words():
            for number, path in enumerate(paths, 1):
                file = self._file(path)
                file.parent.mkdir(parents=True, exist_ok=True)
                part = file.parent / PART
                try:
                    shutil.copyfile(folder / path, part)
                    part.replace(file)
                finally:
                    part.unlink(missing_ok=True)
                if number % STEP == 0:
                    say(f"  {number:,} of {len(paths):,}")

    def remove(self, paths: Sequence[str]) -> None:
        with self._in_words():
            for path in paths:
                file = self._file(path)
                file.unlink(missing_ok=True)
                for above in file.parents:
                    if above == self.folder or not above.is_dir() or any(above.iterdir()):
                        break
                    above.rmdir()

    def sweep(self) -> None:
        with self._in_words():
            for part in self.folder.rglob(PART):
                part.unlink(missing_ok=True)

    def probe(self) -> None:
        with self.hold(), self._in_words():
            self.live()
            test = self.folder / PROBE
            test.write_text("A test: it will be gone in a moment.\n", encoding="ascii")
            test.unlink()

    def _file(self, path: str) -> Path:
        return self.folder / path

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise HostError(_reason(error, self.where)) from None


def _reason(error: OSError, where: str) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of {where} is full: delete what you do not need there, then deploy again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} cannot be written to: check who may write there, or choose another folder."
    return f"A file in {where} could not be written: {error.strerror or error}."
