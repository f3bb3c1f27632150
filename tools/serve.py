"""In: the project and a content folder. Out: the site at localhost, built again and shown again after every save."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

from rules.problem import SiteError
from tools.live import Live, page
from tools.quick_reader import Reader, group
from tools.server import SiteServer
from tools.watch import Watch

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
    """Builds in a child process, so that a change in the code counts as well and no mistake ends `serve`."""

    def __init__(self, root: Path, content: Path, folder: Path, live: Live):
        self.root, self.content, self.folder, self.live = root, content, folder, live
        self.told = root / ".cache" / "preview" / f"{folder.name}.json"
        self.dirty = threading.Event()
        self.path = ""
        self.reader = Reader(
            [sys.executable, "-P", "-m", "tools.quick", str(content)], self._env(), live.found
        )
        self.child: subprocess.Popen[str] | None = None
        self.indexer: subprocess.Popen[str] | None = None

    def saved(self, path: str) -> None:
        """Called by the watch, also in mid-build: then another build follows."""
        self.path = path
        self.reader.saved(path)
        self.dirty.set()

    def wait(self) -> None:
        while not self.dirty.wait(0.5):  # in short pieces, so that Ctrl-C is heard on Windows
            pass
        print(f"\n{self._near(self.path)} was saved: building again ...", flush=True)

    def build(self) -> None:
        """Build once, and tell the browsers."""
        self.dirty.clear()
        self.live.begin()
        self.reader.ready()
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.told.unlink(missing_ok=True)
            instead = self._run()
        except OSError as error:
            sentence = f"The build could not start: {error.strerror or error}."
            print(sentence, file=sys.stderr)
            instead = page("The site could not be built", [sentence, AGAIN])
        self.live.built(instead)
        if not instead:
            self._index()

    def end(self) -> None:
        self.reader.end()
        for child in (self.child, self.indexer):
            if child and child.poll() is None:
                child.terminate()
                child.wait()

    def _index(self) -> None:
        """Make the search of the pages that are shown already, while somebody reads them."""
        if self.indexer and self.indexer.poll() is None:
            self.indexer.terminate()
            self.indexer.wait()
        command = [sys.executable, "-P", "-m", "tools.search", str(self.folder)]
        self.indexer = subprocess.Popen(
            command, env=self._env(), stderr=subprocess.DEVNULL, text=True, **group()
        )

    def _run(self) -> str:
        """The page to show instead of the site, or an empty string."""
        command = [sys.executable, "-P", "-m", "tools.build", "--content", str(self.content)]
        command += ["--output", str(self.folder), "--json", str(self.told), "--search-later"]
        self.child = subprocess.Popen(
            command, env=self._env(), stderr=subprocess.PIPE, text=True, encoding="utf-8", **group()
        )
        errors = self.child.communicate()[1]
        problems, sentence = self._read()
        if sentence is None:
            trace = self.root / ".cache" / "error.txt"
            trace.write_text(errors, encoding="utf-8")
            sentence = (
                f"Something went wrong inside the program. The details are in {self._near(str(trace))}."
            )
            print(sentence, file=sys.stderr)
        elif errors.strip():
            print(errors.strip(), file=sys.stderr)
        if sentence or self.child.returncode or not self.folder.is_dir():
            return page("The site could not be built", [sentence, AGAIN], problems)
        return ""

    def _env(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.root), "PYTHONIOENCODING": "utf-8"}

    def _read(self) -> tuple[list[dict[str, str | int]], str | None]:
        """The problems and the sentence that the build left; None in its place when it left nothing."""
        try:
            told = json.loads(self.told.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return [], None
        return told["problems"], told["error"]

    def _near(self, path: str) -> str:
        try:
            return Path(path).relative_to(self.root).as_posix()
        except ValueError:
            return path


def _has_screen() -> bool:
    """Without one, Python would start a browser for terminals, in this terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
