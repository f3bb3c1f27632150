"""In: a dressed tree and the settings we make for its server. Out: nginx, Apache or Caddy on loopback that serves it by them."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.tools.deploy.servers import free_port, running
from tools import machine
from tools.deploy import hosts

LOCAL = "127.0.0.1"
MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "alias", "rewrite", "setenvif")


@dataclass(frozen=True)
class Got:
    """One answer. headers: their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A site on a port of this machine; where there is https, on secure, and on leading what sends people there."""

    port: int
    secure: int = 0
    leading: int = 0

    def get(self, path: str, encoding: str = "identity") -> Got:
        line = http.client.HTTPConnection(LOCAL, self.port, timeout=10)
        with contextlib.closing(line):
            line.request("GET", path, headers={"Accept-Encoding": encoding})
            answer = line.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, found, answer.read())


@contextlib.contextmanager
def nginx(tree: Path, address: str, folder: Path) -> Iterator[Served]:
    """With http, with https for the name localhost, and with a port that leads from one to the other."""
    port, secure, leading = free_port(), free_port(), free_port()
    certificate(folder)
    (folder / "site.conf").write_text(hosts.server_config("nginx", tree, address), encoding="utf-8")
    conf = folder / "nginx.conf"
    conf.write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""}
load_module {machine.require(machine.BROTLI)};
daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{ listen {LOCAL}:{port}; root {tree}; include {folder}/site.conf; }}
    server {{ listen {LOCAL}:{leading}; return 301 https://localhost:{secure}$request_uri; }}
    server {{
        listen {LOCAL}:{secure} ssl; root {tree}; include {folder}/site.conf;
        ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    }}
}}
""",
        encoding="utf-8",
    )
    command = [machine.require(machine.NGINX), "-p", f"{folder}", "-c", f"{conf}", "-e", f"{folder}/errors"]
    with running(command, port, folder / "nginx.log"):
        yield Served(port, secure, leading)


@contextlib.contextmanager
def apache(tree: Path, address: str, folder: Path) -> Iterator[Served]:
    """The .htaccess of the tree is all that it knows of the site."""
    port = free_port()
    conf = folder / "httpd.conf"
    loads = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
    conf.write_text(
        f"""ServerRoot {folder}
ServerName {LOCAL}
Listen {LOCAL}:{port}
PidFile {folder}/pid
ErrorLog /dev/stderr
{loads}
{"User www-data" if os.geteuid() == 0 else ""}
TypesConfig /dev/null
AddType application/x-gzip .gz
DocumentRoot {tree}
<Directory {tree}>
    Require all granted
    AllowOverride All
    Options FollowSymLinks
</Directory>
""",
        encoding="utf-8",
    )
    command = [machine.require(machine.APACHE), "-f", f"{conf}", "-D", "FOREGROUND"]
    with running(command, port, folder / "apache.log"):
        yield Served(port)


@contextlib.contextmanager
def caddy(tree: Path, address: str, folder: Path) -> Iterator[Served]:
    port = free_port()
    made = hosts.server_config("caddy", tree, address)
    made = made.replace("clinic.test {", f"http://{LOCAL}:{port} {{").replace(
        "/srv/www/clinic/current", str(tree)
    )
    conf = folder / "Caddyfile"
    conf.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{made}", encoding="utf-8")
    command = ["env", f"HOME={folder}", machine.require(machine.CADDY), "run", "--config", f"{conf}"]
    with running([*command, "--adapter", "caddyfile"], port, folder / "caddy.log"):
        yield Served(port)


SERVERS: Mapping[str, Callable[[Path, str, Path], contextlib.AbstractContextManager[Served]]] = {
    "nginx": nginx,
    "apache": apache,
    "caddy": caddy,
}  # fmt: skip


def certificate(folder: Path) -> None:
    """cert.pem and key.pem for this machine, for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(IPv4Address(LOCAL))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
