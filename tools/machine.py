"""In: a program that the tests need. Out: its path; installed first where that is possible, else how to get it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rules.problem import SiteError


@dataclass(frozen=True)
class Need:
    """What the tests cannot do without.

    variable: an environment variable that names the program; places: where it lies when it is not on the PATH;
    oldest: the lowest version that will do, 0 for any.
    """

    name: str
    why: str
    commands: tuple[str, ...]
    package: str  # Debian's
    elsewhere: str
    variable: str = ""
    places: tuple[str, ...] = ()
    oldest: int = 0


CHROMIUM = Need(
    "Chromium",
    "the tests look at every page in a real browser",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "chromium",
    "install Chrome or Chromium, or set CHROME_PATH to where it is",
    "CHROME_PATH",
    (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    ),
)
JAVA = Need(
    "Java 17 or newer",
    "the Nu HTML checker is written in it",
    ("java",),
    "default-jre-headless",
    "install a Java runtime (for example from adoptium.net)",
    oldest=17,
)
NODE = Need(
    "Node.js 20 or newer",
    "html-validate is written for it",
    ("node", "nodejs"),
    "nodejs",
    "install it from nodejs.org",
    oldest=20,
)
NPM = Need(
    "npm", "it installs axe-core and html-validate", ("npm",), "npm", "install Node.js from nodejs.org"
)
SSHD = Need(
    "The ssh server of OpenSSH",
    "the tests deploy to it",
    ("sshd",),
    "openssh-server",
    "install OpenSSH",
    places=("/usr/sbin/sshd",),
)
RSYNC = Need("rsync", "deploys over ssh carry files with it", ("rsync",), "rsync", "install it")
NGINX = Need(
    "nginx",
    "the tests read through it what they have deployed",
    ("nginx",),
    "nginx",
    "install it from nginx.org",
    places=("/usr/sbin/nginx",),
)
BROTLI = Need(
    "The brotli module of nginx",
    "the tests read smaller copies through it",
    (),
    "libnginx-mod-http-brotli-static",
    "build it from github.com/google/ngx_brotli",
    places=("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so",),
)
APACHE = Need(
    "Apache",
    "the tests ask it to follow our .htaccess",
    ("apache2", "httpd"),
    "apache2-bin",
    "install it from httpd.apache.org",
    places=("/usr/sbin/apache2",),
)
CADDY = Need(
    "Caddy",
    "the tests ask it to follow our Caddyfile",
    ("caddy",),
    "caddy",
    "install it from caddyserver.com",
)
FTPD = Need(
    "pyftpdlib",
    "the tests deploy to its FTP server",
    (),
    "python3-pyftpdlib",
    "install it for the system's own Python",
    places=("/usr/lib/python3/dist-packages/pyftpdlib/__main__.py",),
)
NEEDS = (CHROMIUM, JAVA, NODE, NPM, SSHD, RSYNC, NGINX, BROTLI, APACHE, CADDY, FTPD)


def find(need: Need, environ: Mapping[str, str] = os.environ) -> str:
    """The path of a program, or an empty string. Raises SiteError when its variable names something that is not there."""
    named = environ.get(need.variable, "") if need.variable else ""
    if named:
        if shutil.which(named):
            return named
        raise SiteError(f"{need.variable} says {named}, but there is no program. Correct it or take it away.")
    for command in need.commands:
        if (found := shutil.which(command, path=environ.get("PATH"))) and _new_enough(found, need.oldest):
            return found
    places = (Path(os.path.expandvars(place)).expanduser() for place in need.places)
    return next((str(place) for place in places if place.is_file()), "")


def require(need: Need) -> str:
    """The path of a program. Raises SiteError, saying how to get it, when it is not there."""
    if found := find(need):
        return found
    raise SiteError(missing([need]))


def provide() -> None:
    """See that everything the tests need is there: as root on Debian install it. Raises SiteError for what is missing."""
    wanted = [need for need in NEEDS if not find(need)]
    if not wanted:
        return
    if _root_on_debian():
        _apt_install([need.package for need in wanted])
        wanted = [need for need in NEEDS if not find(need)]
    if wanted:
        raise SiteError(missing(wanted))


def missing(needs: list[Need]) -> str:
    """What is not there, why it is needed and how to get it, in one sentence for each."""
    return "\n".join(
        f"{need.name} is missing, and {need.why}: on Debian and Ubuntu run `sudo apt install {need.package}`, "
        f"elsewhere {need.elsewhere}."
        for need in needs
    )


def _new_enough(program: str, oldest: int) -> bool:
    """Also false where a program is there only to say that it is not, as java on macOS."""
    if not oldest:
        return True
    done = subprocess.run([program, "--version"], capture_output=True, text=True)
    version = re.search(r"\d+", done.stdout)
    return done.returncode == 0 and version is not None and int(version[0]) >= oldest


def _root_on_debian() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} with apt-get ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "no reason was given").splitlines()[-1]
            raise SiteError(f"apt-get could not install {', '.join(packages)}: {last}")
