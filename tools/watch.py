"""In: the project and a content folder. Out: a call for every save, from before `ready` on, whatever happens to the folders."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import watchfiles

FOLDERS = ("theme", "plugins", "rules", "tools")
FILES = ("pelicanconf.py", "publishconf.py", "content/clinic.toml", "content/redirects.toml")
TICK = 200  # milliseconds
STEP = 25  # milliseconds without another save after which a save is told; many files at once are one build


class Watch:
    """Watches in a thread of its own; changed(path) is called there with each file that was saved."""

    def __init__(self, root: Path, content: Path, changed: Callable[[str], None]):
        self.folders = [content, *(root / name for name in FOLDERS)]
        self.files = [root / name for name in FILES]
        self.changed = changed
        self.ready = threading.Event()
        self.stopped = threading.Event()
        self.polling = False
        self.thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Returns when every save from now on is seen."""
        self.thread.start()
        self.ready.wait()

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join(timeout=5)

    def _run(self) -> None:
        while not self.stopped.is_set():
            try:
                self._until_moved()
            except OSError:  # the system's limit of watched folders is reached: look at them in turn instead
                self.polling = True
                time.sleep(TICK / 1000)

    def _until_moved(self) -> None:
        """Watch the folders that are there, until one of them comes, goes or is replaced."""
        folders, files = self._folders(), self._files()
        if self.ready.is_set():
            self.changed("a folder")  # what was saved while nobody watched
        if not folders:
            self.ready.set()
            self.stopped.wait(TICK / 1000)
            return
        for changes in watchfiles.watch(
            *folders,
            stop_event=self.stopped,
            step=STEP,
            rust_timeout=TICK,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self.polling or None,
        ):
            self.ready.set()
            if changes:
                for path in sorted({path for _, path in changes}, reverse=True):
                    self.changed(path)
            now = self._files()
            if now != files:
                self.changed(next(str(path) for path in self.files if now.get(path) != files.get(path)))
                files = now
            if self._folders() != folders:
                return

    def _folders(self) -> dict[Path, tuple[int, int]]:
        """The folders that are there, and which they are."""
        there = {}
        for folder in self.folders:
            try:
                stat = folder.stat()
            except OSError:
                continue
            if folder.is_dir():
                there[folder] = (stat.st_dev, stat.st_ino)
        return there

    def _files(self) -> dict[Path, tuple[int, int]]:
        there = {}
        for file in self.files:
            try:
                stat = file.stat()
            except OSError:
                continue
            there[file] = (stat.st_mtime_ns, stat.st_size)
        return there
