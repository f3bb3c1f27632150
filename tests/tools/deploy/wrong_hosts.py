"""In: a made-up site. Out: a server on loopback that sends it as it should be, but for what a test makes of its answers."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.tools.deploy.trees import make_tree
from tools.deploy import verify
from tools.deploy.manifest import Manifest
from tools.deploy.seen import Seen
from tools.deploy.verify import Site
from tools.headers import headers_for

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Host:
    """A server that sends what it should, but for what wrong makes of an answer: path, headers asked with, answer."""

    folder: Path
    manifest: Manifest
    address: str = ""
    wrong: Callable[[str, str, Answer], Answer] = lambda path, encoding, answer: answer
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, encoding: str) -> Answer:
        self.asked.append(path)
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        file = self.folder / name
        found = (200, file) if file.is_file() else (404, self.folder / "404.html")
        body = found[1].read_bytes()
        return self.wrong(path, encoding, (found[0], headers_for(name, body), body))

    def look(self, *changed: str, gone: tuple[str, ...] = (), server: str = "nginx", **more: object) -> Seen:
        site = Site(self.address, server, self.manifest, **more)  # type: ignore[arg-type]
        return verify.verify(site, changed, gone)


@contextlib.contextmanager
def answering(folder: Path) -> Iterator[Host]:
    """A site in folder/site, served."""
    manifest = make_tree(folder / "site", 30)
    found = Host(folder / "site", manifest)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            status, headers, body = found.answer(self.path, self.headers.get("Accept-Encoding", ""))
            if not status:
                self.close_connection = True
                return
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Whoever asked has left."""

    server = Server(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
