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
from collections.abc import Iterator, Mapping
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

    def target(self, project: Path, path: Path, **other: Value) -> Target:
        """The target `live` of a project, for a site at path. other: settings that go over the right ones."""
        return self.target_with(project, {"path": str(path), **other})

    def target_with(self, project: Path, settings: Mapping[str, Value], address: str = "") -> Target:
        right: dict[str, Value] = {
            "host": "127.0.0.1", "user": self.user, "port": self.port,
            "key": str(self.key), "known_hosts": str(self.known_hosts),
        }  # fmt: skip
        return Target("live", "ssh", address, "nginx", {**right, **settings}, project / ".cache/deploy/live")


@contextlib.contextmanager
def ssh_server(folder: Path, options: str = "", mounts: str = "") -> Iterator[SshHost]:
    """folder: where keys and settings go. options: more lines for sshd_config.

    mounts: lines of sh that mount what only this server is to see; they are gone when it ends.
    """
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
KexAlgorithms curve25519-sha256
Subsystem sftp internal-sftp
"""
        + options,
        encoding="utf-8",
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd does not start without it
    command = [require(SSHD), "-D", "-e", "-f", str(config)]
    if mounts:
        own = ["-m"] if os.geteuid() == 0 else ["-Umc", "--keep-caps"]
        command = ["unshare", *own, "sh", "-ec", f'{mounts}\nexec "$@"', "sh", *command]
    with running(command, port, folder / "sshd.log") as process:
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
    server {{ listen 127.0.0.1:{port}; root "{root}"; error_page 404 /404.html; {more} }}
}}
""",
        encoding="utf-8",
    )
    with running([require(NGINX), "-p", str(folder), "-c", str(config)], port, folder / "nginx.out"):
        yield f"http://127.0.0.1:{port}"


class Line:
    """A line to a port of this machine that can stall or break. Others connect to port."""

    def __init__(self, to: int):
        self._to = to
        self._flowing, self._closed = threading.Event(), threading.Event()
        self._flowing.set()
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._limit, self._passed, self._fail = 0, 0, self.cut
        self._threads[0].start()

    def stall_after(self, count: int) -> None:
        """Once so many bytes have gone to the server, pass nothing any more in either direction."""
        self._limit, self._passed, self._fail = count, 0, self.stall

    def break_after(self, count: int) -> None:
        self._limit, self._passed, self._fail = count, 0, self.cut

    def stall(self) -> None:
        self._flowing.clear()

    def flow(self) -> None:
        """Be a good line again."""
        self._limit = 0
        self._flowing.set()

    def cut(self) -> None:
        """Break every line that is open now."""
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._closed.set()
        self.flow()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join(START)
        for end in (self._listener, *self._ends):
            end.close()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends += [near, far]
            ways = (near, far, True), (far, near, False)
            pair = [threading.Thread(target=self._pass, args=way) for way in ways]
            for thread in pair:
                thread.start()
            self._threads += pair

    def _pass(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        try:
            while data := source.recv(16384):
                self._passed += len(data) if up else 0
                if 0 < self._limit < self._passed:
                    self._fail()
                self._flowing.wait()
                sink.sendall(data)
        except OSError:
            pass
        finally:
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)


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
def running(command: list[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
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
