"""In: nothing but free ports of this computer. Out: real servers for the files driver, and nginx before what is uploaded."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

from tests.tools.deploy.bucket import REGION, SIGNED, copy_bucket
from tests.tools.deploy.servers import free_port, ssh_server, web_server
from tools.deploy.driver import Target, Value
from tools.machine import APACHE, FTPD, require

LOCAL = "127.0.0.1"
ENTRY = "for tests only"
BUCKET = "clinic"
START = 30  # seconds that a server gets to answer


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a server. disk: bytes of the disk that it alone sees, 0 for the one that all see.

    locked: whether an S3 server knows no key at all; the others ask for theirs in any case.
    """

    only_read: bool = False
    disk: int = 0
    locked: bool = False


@dataclass(frozen=True)
class Host:
    """A server. site: the folder it writes to, None for a bucket. address: where visitors read. port: its own."""

    kind: str
    site: Path | None
    address: str
    port: int
    settings: Mapping[str, Value]
    environment: Mapping[str, str] = field(default_factory=dict)

    def target(self, store: Path, port: int = 0) -> Target:
        """port: where a line to the server begins, 0 for the server itself."""
        way = str(port or self.port)
        settings = {
            key: value.replace(f":{self.port}", f":{way}") if key in ("url", "endpoint") else value
            for key, value in self.settings.items()
            if isinstance(value, str)
        }
        if "known_hosts" in settings and port:
            known = Path(settings["known_hosts"])
            settings["known_hosts"] = str(store.parent / f"known-{port}")
            Path(settings["known_hosts"]).write_text(known.read_text().replace(f":{self.port} ", f":{port} "))
        direct = {"port": int(way)} if "port" in self.settings else {}
        return Target("live", "files", self.address, "other", {**settings, **direct}, store)

    def stands(self, folder: Path) -> Path:
        """All that stands there at this moment: the folder it writes to, or a copy of the bucket in folder."""
        if self.site:
            return self.site
        copy_bucket(f"{self.settings['endpoint']}/{BUCKET}", folder)
        return folder


Server = Callable[[Path, Trouble], contextlib.AbstractContextManager[Host]]


@contextlib.contextmanager
def sftp(folder: Path, trouble: Trouble) -> Iterator[Host]:
    """OpenSSH, entered with a key."""
    site = _new(folder / "site")
    options = "ForceCommand internal-sftp -R\n" if trouble.only_read else ""
    mounts = f"mount -t tmpfs -o size={trouble.disk} tmpfs {site}" if trouble.disk else ""
    with ssh_server(folder, options, mounts) as server:
        seen = _seen(server.process, site, trouble)
        settings: dict[str, Value] = {
            "protocol": "sftp", "host": LOCAL, "port": server.port, "user": server.user, "folder": str(site),
            "key_file": str(server.key), "known_hosts": str(server.known_hosts),
        }  # fmt: skip
        with web_server(_new(folder / "web"), seen) as address:
            yield Host("sftp", seen, address, server.port, settings)


@contextlib.contextmanager
def ftp(folder: Path, trouble: Trouble) -> Iterator[Host]:
    """pyftpdlib."""
    site, port = _new(folder / "site"), free_port()
    require(FTPD)
    words = [
        "/usr/bin/python3", "-m", "pyftpdlib", "-i", LOCAL, "-p", str(port), "-d", str(site), "-u", "clinic", "-P", ENTRY,
        *([] if trouble.only_read else ["-w"]),
    ]  # fmt: skip
    settings: dict[str, Value] = {
        "protocol": "ftp", "host": LOCAL, "port": port, "user": "clinic", "folder": "/", "encryption": "none",
    }  # fmt: skip
    with _running(_with_disk(words, site, trouble), port, folder) as process:
        seen = _seen(process.pid, site, trouble)
        with web_server(_new(folder / "web"), seen) as address:
            yield Host("ftp", seen, address, port, settings, {"DEPLOY_LIVE_PASSWORD": ENTRY})


@contextlib.contextmanager
def webdav(folder: Path, trouble: Trouble) -> Iterator[Host]:
    """Apache with mod_dav, entered with a password. What it reads and writes lies where it may, once it is not root."""
    with tempfile.TemporaryDirectory(prefix="webdav-") as own:
        yield from _webdav(Path(own), trouble)


def _webdav(folder: Path, trouble: Trouble) -> Iterator[Host]:
    folder.chmod(0o755)
    site, port = _new(folder / "site"), free_port()
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
    rules = "Require valid-user"
    if trouble.only_read:
        rules = f"<Limit GET HEAD OPTIONS PROPFIND>\n{rules}\n</Limit>\n<LimitExcept GET HEAD OPTIONS PROPFIND>\nRequire all denied\n</LimitExcept>"
    own = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""  # Apache does not serve as root
    (folder / "apache.conf").write_text(
        "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in loaded)
        + f"""{own}
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ServerName tests
Listen {LOCAL}:{port}
ErrorLog /dev/stderr
DavLockDB {_open_to_all(folder / "locks")}/locks
DocumentRoot {_open_to_all(site)}
<Directory {site}>
Dav On
AuthType Basic
AuthName tests
AuthUserFile {folder}/users
{rules}
</Directory>
"""
    )
    words = [require(APACHE), "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]
    settings: dict[str, Value] = {
        "protocol": "webdav", "url": f"http://{LOCAL}:{port}", "user": "clinic",
    }  # fmt: skip
    with _running(_with_disk(words, site, trouble), port, folder) as process:
        seen = _seen(process.pid, site, trouble)
        with web_server(_new(folder / "web"), seen) as address:
            yield Host("webdav", seen, address, port, settings, {"DEPLOY_LIVE_PASSWORD": ENTRY})


@contextlib.contextmanager
def s3(folder: Path, trouble: Trouble) -> Iterator[Host]:
    """moto's server. nginx asks it for the objects, as a CDN before a bucket does."""
    inner = free_port()
    words = [
        shutil.which("moto_server", path=str(Path(sys.executable).parent)) or "",
        "-H",
        LOCAL,
        "-p",
        str(inner),
    ]
    front = f"""location / {{ rewrite ^(.*)/$ $1/index.html; rewrite ^/(.*)$ /{BUCKET}/$1 break;
        proxy_pass http://{LOCAL}:{inner}; proxy_set_header Authorization "{SIGNED["Authorization"]}"; }}"""
    with contextlib.ExitStack() as servers:
        if trouble.locked:  # after the one request that makes the bucket
            words = ["env", "INITIAL_NO_AUTH_ACTION_COUNT=1", *words]
        servers.enter_context(_running(words, inner, folder))
        urlopen(Request(f"http://{LOCAL}:{inner}/{BUCKET}", method="PUT"), timeout=START).close()
        address = servers.enter_context(web_server(_new(folder / "web"), folder, front))
        port = inner
        if trouble.only_read:
            gate = f"location / {{ limit_except GET {{ deny all; }} proxy_pass http://{LOCAL}:{inner}; }}"
            port = int(
                servers.enter_context(web_server(_new(folder / "gate"), folder, gate)).rpartition(":")[2]
            )
        settings: dict[str, Value] = {
            "protocol": "s3", "bucket": BUCKET, "region": REGION, "endpoint": f"http://{LOCAL}:{port}",
            "access_key": "clinic",
        }  # fmt: skip
        yield Host("s3", None, address, port, settings, {"DEPLOY_LIVE_SECRET": ENTRY})


SERVERS: Mapping[str, Server] = {"sftp": sftp, "ftp": ftp, "webdav": webdav, "s3": s3}


def _with_disk(words: list[str], site: Path, trouble: Trouble) -> list[str]:
    if not trouble.disk:
        return words
    own = ["-m"] if os.geteuid() == 0 else ["-Umc", "--keep-caps"]
    mount = f'mount -t tmpfs -o size={trouble.disk},mode=777 tmpfs {site} && exec "$@"'
    return ["unshare", *own, "sh", "-c", mount, "sh", *words]


def _seen(process: int, site: Path, trouble: Trouble) -> Path:
    """The site as everybody sees it, also where it lies on a disk of the server's own."""
    return Path(f"/proc/{process}/root{site}") if trouble.disk else site


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _open_to_all(folder: Path) -> Path:
    _new(folder).chmod(0o777)
    return folder


@contextlib.contextmanager
def _running(words: Sequence[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at port when the block begins, and is gone when it ends."""
    log = folder / f"{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        end = time.monotonic() + START
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{words[0]} does not answer: {log.read_text(errors='replace')}")
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(START)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), contextlib.closing(socket.create_connection((LOCAL, port), 1)):
        return True
    return False
