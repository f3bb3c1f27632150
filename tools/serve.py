"""In: the project and a content folder. Out: the site at localhost, built again and shown again after every save."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Any

from rules.problem import SiteError
from tools.live import Live, page
from tools.server import SiteServer
from tools.watch import Watch

PATIENCE = 10  # seconds that a child has to note what it has made
PORTS = 20  # how many to try
AGAIN = "The page comes back by itself after the next save."


def serve(root: Path, content: Path, port: int = 8000, open_browser: bool = True) -> None:
    """Runs until Ctrl-C. Raises SiteError when no port is free; every mistake in the content is shown and survived."""
    live = Live()
    server = listen(root, port, live)
    builder = Builder(root, content, server.folder, live)
    watch = Watch(root, content, builder.saved)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` ends it as Ctrl-C does
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        watch.start()
        print(f"The site is at {server.address} and follows every save. Ctrl-C ends it.", flush=True)
        builder.build()
        if open_browser and _has_screen():
            webbrowser.open(server.address)
        while True:
            builder.wait()
            builder.build()
    except KeyboardInterrupt:
        print("Stopped. The site is no longer served.", flush=True)
    finally:
        builder.end()
        live.end()
        watch.stop()
        server.shutdown()
        server.server_close()


def listen(root: Path, port: int, live: Live) -> SiteServer:
    """A server at the port, or at the next free one. Raises SiteError."""
    for each in range(port, port + PORTS):
        try:
            # a folder for each port, so that two previews never wait for one another
            server = SiteServer(root / ".cache" / "preview" / str(each), each, live)
        except OSError:
            continue
        if each != port:
            print(f"Port {port} is in use by another program, so the site is at port {each}.", flush=True)
        return server
    raise SiteError(f"The ports {port} to {port + PORTS - 1} are all in use. Choose another: --port 9000.")


class Builder:
    """Has a child process build, so that no mistake ends `serve`, and a change in the code begins another."""

    def __init__(self, root: Path, content: Path, folder: Path, live: Live):
        self.root, self.content, self.folder, self.live = root, content, folder, live
        self.errors = root / ".cache" / "preview" / f"{folder.name}.txt"
        self.dirty = threading.Event()
        self.paths: dict[str, None] = {}
        self.child: subprocess.Popen[str] | None = None
        self.indexer: subprocess.Popen[str] | None = None

    def saved(self, path: str) -> None:
        """Called by the watch, also in mid-build: then another build follows."""
        self.paths[path] = None
        self.dirty.set()

    def wait(self) -> None:
        while not self.dirty.wait(0.5):  # in short pieces, so that Ctrl-C is heard on Windows
            pass
        more = f" and {len(self.paths) - 1:,} more" if len(self.paths) > 1 else ""
        print(f"\n{self._near(next(reversed(self.paths)))}{more} saved: building again ...", flush=True)

    def build(self) -> None:
        """Build once, and tell the browsers which pages are others now."""
        self.dirty.clear()
        paths, self.paths = list(self.paths), {}
        if any(self._is_code(path) for path in paths):
            self._leave()
        try:
            answer = self._ask(paths)
        except OSError as error:
            answer = {"error": f"The build could not start: {error.strerror or error}."}
        if answer["error"]:
            print(answer["error"], file=sys.stderr)
            self.live.built(
                page("The site could not be built", [answer["error"], AGAIN], answer.get("problems"))
            )
            return
        styles = bool(paths) and all(path.endswith(".css") for path in paths)
        self.live.built(pages=answer["pages"], styles=styles)
        if answer["pages"] != []:
            self._index()

    def end(self) -> None:
        self._leave()
        if self.indexer and self.indexer.poll() is None:
            self.indexer.terminate()
            self.indexer.wait()

    def _ask(self, paths: list[str]) -> dict[str, Any]:
        """What the child answers; it is started where it does not run. Raises OSError."""
        if not self.child or self.child.poll() is not None:
            paths = []
            self.errors.parent.mkdir(parents=True, exist_ok=True)
            with self.errors.open("w", encoding="utf-8") as errors:
                command = [sys.executable, "-P", "-m", "tools.warm", str(self.content), str(self.folder)]
                self.child = subprocess.Popen(
                    command, env=self._env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                    text=True, encoding="utf-8", **group(),
                )  # fmt: skip
        child = self.child
        assert child.stdin  # noqa: S101  both are pipes
        assert child.stdout  # noqa: S101
        with contextlib.suppress(OSError):  # it has ended, and is asked why below
            child.stdin.write(json.dumps(paths) + "\n")
            child.stdin.flush()
        for line in child.stdout:
            told: dict[str, Any] = json.loads(line)
            if "say" not in told:
                return told
            print(told["say"], flush=True)
        child.wait()
        trace = self.root / ".cache" / "error.txt"
        trace.write_text(self.errors.read_text(encoding="utf-8", errors="replace"), encoding="utf-8")
        return {
            "error": f"Something went wrong inside the program. The details are in {self._near(str(trace))}."
        }

    def _leave(self) -> None:
        """Let the child note what it has made, and end."""
        if self.child:
            with contextlib.suppress(OSError):
                self.child.stdin.close()  # type: ignore[union-attr]
            try:
                self.child.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
            self.child.stdout.close()  # type: ignore[union-attr]
            self.child = None

    def _is_code(self, path: str) -> bool:
        """Whether a process that runs already would not know of a change in this file."""
        file = Path(path)
        folders = (self.root / name for name in ("plugins", "rules", "tools"))
        return (
            file.suffix == ".py" or any(file.is_relative_to(folder) for folder in folders) or not file.suffix
        )

    def _index(self) -> None:
        """Make the search of the pages that are shown already, while somebody reads them."""
        if self.indexer and self.indexer.poll() is None:
            self.indexer.terminate()
            self.indexer.wait()
        command = [sys.executable, "-P", "-m", "tools.search", str(self.folder)]
        self.indexer = subprocess.Popen(
            command, env=self._env(), stderr=subprocess.DEVNULL, text=True, **group()
        )

    def _env(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.root), "PYTHONIOENCODING": "utf-8"}

    def _near(self, path: str) -> str:
        try:
            return Path(path).relative_to(self.root).as_posix()
        except ValueError:
            return path


def group() -> dict[str, Any]:
    """A group of its own: Ctrl-C is for `serve`, which ends its children itself."""
    return {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}


def _has_screen() -> bool:
    """Without one, Python would start a browser for terminals, in this terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
