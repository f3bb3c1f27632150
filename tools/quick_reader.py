"""In: every save while `serve` runs. Out: what tools.quick finds in the saved text, told before the build has ended.

The process is started anew when anything but a text was saved: facts, theme and code count for every page.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

TEXTS = (".md", ".markdown")


class Reader:
    """Keeps one process of tools.quick. found: called in a thread with each answer, JSON on one line."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], found: Callable[[str], None]):
        self.command, self.env, self.found = command, env, found
        self.child: subprocess.Popen[str] | None = None
        self.stale = True

    def saved(self, path: str) -> None:
        """Ask for what is in a text; after anything else, the next ready() begins anew."""
        if not path.endswith(TEXTS):
            self.stale = True
        elif self.child and self.child.stdin:
            try:
                self.child.stdin.write(f"{path}\n")
                self.child.stdin.flush()
            except OSError:  # it has ended
                self.stale = True

    def ready(self) -> None:
        """A build begins: begin anew where something else than a text was saved, or where the process has ended."""
        if self.child and self.child.poll() is None and not self.stale:
            return
        self.end()
        self.stale = False
        self.child = subprocess.Popen(
            self.command, env=dict(self.env), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8", **group(),
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self.child,), name="quick", daemon=True).start()

    def end(self) -> None:
        if self.child:
            if self.child.poll() is None:
                self.child.terminate()
            self.child.wait()
            for pipe in (self.child.stdin, self.child.stdout):
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()

    def _listen(self, child: subprocess.Popen[str]) -> None:
        with contextlib.suppress(OSError, ValueError):  # closed by end()
            for line in child.stdout or ():
                self.found(line.strip())


def group() -> dict[str, Any]:
    """A group of its own: Ctrl-C is for `serve`, which ends its children itself."""
    return {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
