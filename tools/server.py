"""In: a folder of finished pages. Out: the same on localhost, as a good host in production would send it."""

from __future__ import annotations

import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tools.headers import headers_for
from tools.live import EVENTS, SCRIPT, SOURCE, Live

PAUSE = 0.05  # seconds between two looks at a folder that a build is replacing at this moment


class SiteServer(ThreadingHTTPServer):
    """Serves a folder; with a Live also reloads browsers and shows what stopped a build. Raises OSError: port in use."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers have one port

    def __init__(self, folder: Path, port: int = 0, live: Live | None = None):
        super().__init__(("127.0.0.1", port), Handler)
        self.folder = folder
        self.live = live

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves in mid-answer is no news."""
        error = sys.exception() if sys.version_info >= (3, 12) else sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            print(f"A request could not be answered: {error}", file=sys.stderr)


class Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "preview"
    sys_version = ""
    disable_nagle_algorithm = True  # else a body waits 40 ms for the answer to its headers

    def do_GET(self) -> None:
        path = address(self.path)
        live = self.server.live
        if live and path == EVENTS:
            self._events(live)
        elif live and path == SCRIPT:
            self._send(200, SOURCE.name, SOURCE.read_bytes())
        elif path is None:
            self._not_found()
        elif live and live.instead and _is_page(path):
            self._send(503, "index.html", live.instead.encode())
        else:
            self._file(path)

    do_HEAD = do_GET

    def _file(self, path: str) -> None:
        file = locate(self.server.folder, path)
        if file is None:
            self._not_found()
        elif file.is_dir():
            query = urlsplit(self.path).query
            self._redirect(quote(f"{path}/") + (f"?{query}" if query else ""))
        else:
            try:
                body = file.read_bytes()
            except OSError:  # the build has just taken it away
                self._not_found()
            else:
                self._send(200, file.name, body)

    def _not_found(self) -> None:
        try:
            body = (self.server.folder / "404.html").read_bytes()
        except OSError:
            body = b"<!doctype html><title>Not found</title><p>There is no such page."
        self._send(404, "404.html", body)

    def _redirect(self, to: str) -> None:
        self.send_response(301)
        self.send_header("Location", to)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, name: str, body: bytes) -> None:
        live = self.server.live
        if live and name.endswith(".html"):
            body = live.with_script(body.decode("utf-8", "replace")).encode()
        self.send_response(status)
        for header, value in headers_for(name, body).items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self, live: Live) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        for event in live.events():
            self.wfile.write(event)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """The terminal belongs to the list of problems."""


def address(target: str) -> str | None:
    """The path that a request means, from one slash on; None for what no site of ours has."""
    path = unquote(urlsplit("/" + target.lstrip("/")).path)
    parts = path.split("/")
    if ".." in parts or "\0" in path or "\\" in path or ":" in path:
        return None
    return path


def locate(folder: Path, path: str) -> Path | None:
    """The file for a path; a folder when the slash at its end is missing; None when there is neither, or outside."""
    for _ in range(20):
        if folder.exists():
            break
        time.sleep(PAUSE)
    file = folder / path.lstrip("/")
    try:
        if path.endswith("/"):
            file = file / "index.html"
        if not file.resolve().is_relative_to(folder.resolve()):
            return None
        return file if file.is_file() or (file / "index.html").is_file() else None
    except OSError:  # a name too long for the disk
        return None


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html")) or "." not in path.rpartition("/")[2]
