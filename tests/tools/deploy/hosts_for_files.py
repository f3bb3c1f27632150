"""In: nothing but free ports of this computer. Out: real servers for the files driver, and nginx in front of what is uploaded."""

from __future__ import annotations

import base64
import contextlib
import getpass
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.request import Request, urlopen

from tools.deploy.driver import Target, Value

LOCAL = "127.0.0.1"
ENTRY = "for tests only"
BUCKET, REGION = "clinic", "us-east-1"


@dataclass
class Host:
    """One server. site: the folder it writes to, None for a bucket. address: where visitors read. port: the server's own."""

    kind: str
    site: Path | None
    address: str
    settings: Mapping[str, Value]
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)

    def target(self, store: Path, **changed: Value) -> Target:
        return Target("live", "files", self.address, "other", {**self.settings, **changed}, store)


def free_port() -> int:
    with socket.socket() as free:
        free.bind((LOCAL, 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def running(
    words: Sequence[str | Path], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens on port when the block begins, and is gone when it ends."""
    log = folder / f"{Path(words[0]).name}-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, **(environment or {})},
        )
    try:
        end = time.monotonic() + 30
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{words[0]} does not listen: {log.read_text(errors='replace')}")
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def sftp(folder: Path, only_read: bool = False) -> Iterator[Host]:
    """OpenSSH, entered with a key."""
    site, port = _new(folder / "site"), free_port()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)
    known = folder / "known_hosts"
    public = (folder / "host.pub").read_text().split()
    known.write_text(f"[{LOCAL}]:{port} {public[0]} {public[1]}\n")
    (folder / "sshd_config").write_text(
        f"""ListenAddress {LOCAL}
Port {port}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/user.pub
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
UsePAM no
MaxStartups 100
Subsystem sftp internal-sftp {"-R" if only_read else ""}
"""
    )
    settings: dict[str, Value] = {
        "protocol": "sftp", "host": LOCAL, "port": port, "user": getpass.getuser(), "folder": str(site),
        "key_file": str(folder / "user"), "known_hosts": str(known),
    }  # fmt: skip
    command: list[str | Path] = ["/usr/sbin/sshd", "-D", "-e", "-f", folder / "sshd_config"]
    with running(command, port, folder), nginx(folder, f"root {site};") as address:
        yield Host("sftp", site, address, settings, port)


@contextlib.contextmanager
def ftp(folder: Path, only_read: bool = False, disk: int = 0) -> Iterator[Host]:
    """pyftpdlib. disk: bytes of the disk that the site lies on; 0 for the one it is on anyway."""
    site, port = _new(folder / "site"), free_port()
    words = [
        "/usr/bin/python3", "-m", "pyftpdlib", "-i", LOCAL, "-p", str(port), "-d", str(site), "-u", "clinic", "-P", ENTRY,
        *([] if only_read else ["-w"]),
    ]  # fmt: skip
    if disk:  # a small one, which only this server sees
        mount = f'mount -t tmpfs -o size={disk} tmpfs "$0" && exec "$@"'
        words = ["unshare", "-Urm", "sh", "-c", mount, str(site), *words]
    settings: dict[str, Value] = {
        "protocol": "ftp", "host": LOCAL, "port": port, "user": "clinic", "folder": "/", "encryption": "none",
    }  # fmt: skip
    with running(words, port, folder) as process:
        seen = Path(f"/proc/{process.pid}/root{site}") if disk else site
        with nginx(folder, f"root {seen};") as address:
            yield Host("ftp", seen, address, settings, port, {"DEPLOY_LIVE_PASSWORD": ENTRY})


@contextlib.contextmanager
def webdav(folder: Path, only_read: bool = False) -> Iterator[Host]:
    """Apache with mod_dav, entered with a password."""
    site, port, modules = _new(folder / "site"), free_port(), "/usr/lib/apache2/modules/mod_"
    loaded = (
        "mpm_event",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_user",
        "auth_basic",
        "dav",
        "dav_fs",
    )
    digest = base64.b64encode(hashlib.sha1(ENTRY.encode(), usedforsecurity=False).digest()).decode()
    (folder / "users").write_text(f"clinic:{{SHA}}{digest}\n")
    lines = [f"LoadModule {name}_module {modules}{name}.so" for name in loaded]
    if os.geteuid() == 0:  # Apache refuses to serve as root
        lines += ["User nobody", "Group nogroup"]
        _open_to_everybody(site)
    lines += [
        f"ServerRoot {folder}", f"DefaultRuntimeDir {folder}", f"PidFile {folder}/apache.pid", "ServerName tests",
        f"Listen {LOCAL}:{port}", "ErrorLog /dev/stderr", f"DavLockDB {site.parent}/locks/locks", f"DocumentRoot {site}",
        f"<Directory {site}>", "Dav On", "AuthType Basic", "AuthName tests", f"AuthUserFile {folder}/users",
        *(["<LimitExcept GET HEAD OPTIONS PROPFIND>", "Require all denied", "</LimitExcept>"] if only_read else []),
        "<Limit GET HEAD OPTIONS PROPFIND>" if only_read else "<RequireAll>", "Require valid-user",
        "</Limit>" if only_read else "</RequireAll>", "</Directory>",
    ]  # fmt: skip
    _open_to_everybody(_new(site.parent / "locks"))
    (folder / "users").chmod(0o644)
    (folder / "apache.conf").write_text("\n".join(lines) + "\n")
    settings: dict[str, Value] = {
        "protocol": "webdav", "url": f"http://{LOCAL}:{port}", "user": "clinic",
    }  # fmt: skip
    command: list[str | Path] = ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", folder / "apache.conf"]
    with running(command, port, folder), nginx(folder, f"root {site};") as address:
        yield Host("webdav", site, address, settings, port, {"DEPLOY_LIVE_PASSWORD": ENTRY})


@contextlib.contextmanager
def s3(folder: Path) -> Iterator[Host]:
    """moto's server; nginx asks it for the objects, as a CDN in front of a bucket does."""
    port = free_port()
    words = [
        shutil.which("moto_server", path=str(Path(sys.executable).parent)) or "",
        "-H",
        LOCAL,
        "-p",
        str(port),
    ]
    settings: dict[str, Value] = {
        "protocol": "s3", "bucket": BUCKET, "region": REGION, "endpoint": f"http://{LOCAL}:{port}",
        "access_key": "clinic",
    }  # fmt: skip
    signed = f"AWS4-HMAC-SHA256 Credential=clinic/20260101/{REGION}/s3/aws4_request, SignedHeaders=host, Signature=0"
    front = f"""rewrite ^(.*)/$ $1/index.html; rewrite ^/(.*)$ /{BUCKET}/$1 break;
        proxy_pass http://{LOCAL}:{port}; proxy_set_header Authorization "{signed}"; proxy_set_header Host $proxy_host;"""
    with running(words, port, folder), nginx(folder, front) as address:
        urlopen(Request(f"http://{LOCAL}:{port}/{BUCKET}", method="PUT"), timeout=10).close()
        yield Host("s3", None, address, settings, port, {"DEPLOY_LIVE_SECRET": ENTRY})


@contextlib.contextmanager
def nginx(folder: Path, location: str) -> Iterator[str]:
    """The address at which nginx shows a site. location: what stands in its `location / {}`."""
    port, place = free_port(), _new(folder / "nginx")
    (place / "nginx.conf").write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""}
daemon off; pid {place}/pid; error_log stderr; worker_processes 2;
events {{ worker_connections 512; }}
http {{
    access_log off; keepalive_requests 100000; default_type text/plain;
    types {{ text/html html; text/css css; }}
    client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;
    uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
    server {{ listen {LOCAL}:{port}; location / {{ {location} }} }}
}}
"""
    )
    with running(["nginx", "-p", place, "-c", place / "nginx.conf", "-e", place / "errors"], port, folder):
        yield f"http://{LOCAL}:{port}"


SERVERS: Mapping[str, Callable[[Path], contextlib.AbstractContextManager[Host]]] = {
    "sftp": sftp,
    "ftp": ftp,
    "s3": s3,
    "webdav": webdav,
}


class Line:
    """A stretch of wire before a server, which breaks after some bytes. port: where to connect instead of the server's."""

    def __init__(self, to: int, after: int, silent: bool):
        """silent: nothing passes any more, and nobody is told; else everything is cut and nobody can connect."""
        self._to, self._left, self._silent = to, after, silent
        self._listener = socket.create_server((LOCAL, 0))
        self._ends: list[socket.socket] = []
        self._lock = threading.Lock()
        self.port = int(self._listener.getsockname()[1])
        self.broken = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self._close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: the end
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection((LOCAL, self._to))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := one.recv(65536):
                with self._lock:
                    self._left -= len(part)
                    self.broken = self._left < 0
                if self.broken and self._silent:
                    continue
                if self.broken:
                    return self._close()
                other.sendall(part)
            other.shutdown(socket.SHUT_WR)

    def _close(self) -> None:
        for end in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _open_to_everybody(folder: Path) -> None:
    """So that a server that gives root up can write there; pytest keeps its folders to their owner."""
    folder.chmod(0o777)
    for above in folder.parents:
        if above.owner() == getpass.getuser() and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o011)


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOCAL, port)) == 0
