"""In: programs of this machine. Out: an ssh server, a web server and a bad line between, on loopback, until the block ends."""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.deploy.driver import Target, Value
from tools.machine import NGINX, SSHD, require

START = 15  # seconds that a server gets to answer at its port


@dataclass(frozen=True)
class SshHost:
    """An ssh server that lets the owner of key in, as whoever runs the tests."""

    port: int
    key: Path
    known_hosts: Path
    process: int

    @property
    def user(self) -> str:
        return pwd.getpwuid(os.getuid()).pw_name

    def target(self, project: Path, path: Path, address: str = "", **settings: Value) -> Target:
        """The target `live` of a project whose deploy.toml says so; settings go over the right ones."""
        right: dict[str, Value] = {
            "host": "127.0.0.1", "user": self.user, "path": str(path), "port": self.port,
            "key": str(self.key), "known_hosts": str(self.known_hosts),
        }  # fmt: skip
        return Target("live", "ssh", address, "nginx", right | settings, project / ".cache/deploy/live")


@contextlib.contextmanager
def ssh_server(folder: Path, *options: str) -> Iterator[SshHost]:
    """options: more lines for sshd_config. folder: where keys and settings go."""
    port = free_port()
    for name in ("host", "client"):
        make_key(folder / name)
    known, allowed = folder / "known_hosts", folder / "authorized_keys"
    allowed.write_bytes((folder / "client.pub").read_bytes())
    known.write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}", encoding="utf-8")
    config = folder / "sshd_config"
    config.write_text(
        f"""ListenAddress 127.0.0.1:{port}
HostKey {folder}/host
AuthorizedKeysFile {allowed}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
Subsystem sftp internal-sftp
"""
        + "\n".join(options),
        encoding="utf-8",
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd does not start without it
    with _running([require(SSHD), "-D", "-e", "-f", str(config)], port, folder / "sshd.log") as process:
        yield SshHost(port, folder / "client", known, process.pid)


@contextlib.contextmanager
def web_server(folder: Path, root: Path, more: str = "") -> Iterator[str]:
    """nginx over root; its address comes back. more: lines for its `server` block. folder: for its own files."""
    port = free_port()
    config = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    config.write_text(
        f"""daemon off; {user} pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; application/json json; }}
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fast;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; error_page 404 /404.html; {more} }}
}}
""",
        encoding="utf-8",
    )
    with _running([require(NGINX), "-p", str(folder), "-c", str(config)], port, folder / "nginx.out"):
        yield f"http://127.0.0.1:{port}"


class Line:
    """A line to a port of this machine that can stall or break. Others connect to port."""

    def __init__(self, to: int):
        self._to = to
        self._flowing, self._stopped = threading.Event(), threading.Event()
        self._flowing.set()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._after: tuple[int, bool] | None = None
        self._passed = 0
        self._accepting.start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def fail_after(self, count: int, stall: bool) -> None:
        """Once so many bytes have gone to the server: pass nothing any more in either direction, or break."""
        self._passed, self._after = 0, (count, stall)

    def stall(self) -> None:
        self._flowing.clear()

    def cut(self) -> None:
        """Break every line that is open now."""
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    def close(self) -> None:
        self._stopped.set()
        self._flowing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(START)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink, source is near), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        try:
            while data := source.recv(16384):
                if up and self._after:
                    self._passed += len(data)
                    if self._passed > self._after[0]:
                        self.stall() if self._after[1] else self.cut()
                self._flowing.wait()
                if self._stopped.is_set():
                    break
                sink.sendall(data)
        except OSError:
            pass
        finally:
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
            if self._stopped.is_set():
                source.close()


@contextlib.contextmanager
def bad_line(to: int) -> Iterator[Line]:
    line = Line(to)
    try:
        yield line
    finally:
        line.close()


def make_key(file: Path) -> None:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=START)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at port. All that it has started ends with it."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        end = time.monotonic() + START
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} does not answer: {log.read_text(errors='replace')}")
            time.sleep(0.02)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL if process.poll() is not None else signal.SIGTERM)
        try:
            process.wait(START)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
