"""In: a target of the files driver. Out: what rclone has to know of it: a root, flags, and an environment with its secrets.

Secrets come from DEPLOY_<TARGET>_PASSWORD or DEPLOY_<TARGET>_SECRET, or stand in rclone's own configuration; they go on
in the environment, never on a command line, which every user of this computer can read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tools.deploy import rclone
from tools.deploy.driver import BadSetting, HostError, Key, Target

SERVERS = ("sftp", "ftp")
WITH_HEADERS = ("s3", "azureblob", "google cloud storage", "oracleobjectstorage", "swift")
KEYS: Mapping[str, Key] = {
    "protocol": Key(
        "How do files get there? (sftp, ftp, s3, webdav, or rclone for a remote of rclone's own configuration)",
        options=("sftp", "ftp", "s3", "webdav", "rclone"),
    ),
    "host": Key("What is the server called? (such as ftp.host.example)", when=("protocol", SERVERS)),
    "port": Key(
        "On which port? (Enter for the usual one)", needed=False, kind=int, when=("protocol", SERVERS)
    ),
    "url": Key("At which address? (such as https://dav.host.example/site)", when=("protocol", ("webdav",))),
    "user": Key("With which user name?", when=("protocol", (*SERVERS, "webdav"))),
    "folder": Key(
        "In which folder on the server does the site stand? (such as /htdocs)", when=("protocol", SERVERS)
    ),
    "key_file": Key(
        "In which file is the key? (such as ~/.ssh/id_ed25519; Enter when you have a password)",
        needed=False,
        when=("protocol", ("sftp",)),
    ),
    "known_hosts": Key(
        "In which file are the keys of servers? (Enter for ~/.ssh/known_hosts)",
        needed=False,
        when=("protocol", ("sftp",)),
    ),
    "encryption": Key(
        "How is the line encrypted? (Enter for explicit, which nearly all do; implicit; none: anybody can read your password)",
        needed=False,
        options=("explicit", "implicit", "none"),
        when=("protocol", ("ftp",)),
    ),
    "bucket": Key("Which bucket? (such as www.clinic.example)", when=("protocol", ("s3",))),
    "region": Key("In which region? (such as us-east-1)", when=("protocol", ("s3",))),
    "endpoint": Key(
        "At which address, if not Amazon's? (Enter for Amazon)", needed=False, when=("protocol", ("s3",))
    ),
    "access_key": Key(
        "Which access key ID? (Enter when it stands in Amazon's own configuration)",
        needed=False,
        when=("protocol", ("s3",)),
    ),
    "remote": Key(
        "What is it called in rclone's configuration? (such as azure:site)", when=("protocol", ("rclone",))
    ),
}


@dataclass(frozen=True)
class Remote:
    """A place as rclone knows it.

    root: "site:/htdocs". where: for people. environment: makes what rclone reads, secrets too; raises HostError when
    one is missing. kind: what rclone calls it, "" where only its own configuration knows. has_folders: whether empty
    folders can be left. renames: whether an upload that broke off leaves a half file of another name.
    """

    root: str
    where: str
    environment: Callable[[], Mapping[str, str]]
    flags: tuple[str, ...] = ("--config=",)
    kind: str = ""
    has_folders: bool = True
    renames: bool = False
    at_once: int = 4

    def sets_headers(self) -> bool:
        """Whether a file is stored there with its Content-Type and Cache-Control. Raises HostError."""
        return (self.kind or rclone.kind_of(self.root)) in WITH_HEADERS

    def inside(self, folder: str) -> str:
        if folder == ".":
            return self.root
        return f"{self.root}{folder}" if self.root.endswith((":", "/")) else f"{self.root}/{folder}"


def remote(target: Target) -> Remote:
    """Raises BadSetting."""
    return MAKERS[str(target.settings["protocol"])](target)


def _sftp(target: Target) -> Remote:
    get = _texts(target)

    def environment() -> Mapping[str, str]:
        options = {
            "host": get["host"],
            "user": get["user"],
            "port": get.get("port", "22"),
            "known_hosts_file": _file(get.get("known_hosts", "~/.ssh/known_hosts")),
            "shell_type": "none",
            "set_modtime": "false",
        }
        secret = _secret(target, "PASSWORD")
        if "key_file" in get:
            options["key_file"] = _file(get["key_file"])
            options |= {"key_file_pass": rclone.obscured(secret)} if secret else {}
        elif secret:
            options["pass"] = rclone.obscured(secret)
        elif "SSH_AUTH_SOCK" not in os.environ:
            raise _missing(target, "PASSWORD", "or name a `key_file` in deploy.toml")
        return _options("sftp", options)

    return Remote(
        f"site:{get['folder']}",
        f"{get['user']}@{get['host']}:{get['folder']}",
        environment,
        kind="sftp",
        renames=True,
        at_once=8,
    )


def _ftp(target: Target) -> Remote:
    get = _texts(target)
    if not get["folder"].startswith("/"):
        raise BadSetting(
            "folder",
            f"`{get['folder']}` does not begin at the root.",
            "Write the whole path, such as /htdocs.",
        )

    def environment() -> Mapping[str, str]:
        encryption = get.get("encryption", "explicit")
        secret = _secret(target, "PASSWORD")
        if not secret:
            raise _missing(target, "PASSWORD")
        options = {
            "host": get["host"],
            "user": get["user"],
            "port": get.get("port", "990" if encryption == "implicit" else "21"),
            "pass": rclone.obscured(secret),
            "explicit_tls": str(encryption == "explicit").lower(),
            "tls": str(encryption == "implicit").lower(),
        }
        return _options("ftp", options)

    return Remote(
        f"site:{get['folder']}", f"ftp://{get['host']}{get['folder']}", environment, kind="ftp", renames=True
    )


def _s3(target: Target) -> Remote:
    get = _texts(target)

    def environment() -> Mapping[str, str]:
        options = {
            "provider": "Other" if "endpoint" in get else "AWS",
            "region": get["region"],
            "no_check_bucket": "true",
            "no_head": "true",
        }
        options |= {"endpoint": get["endpoint"]} if "endpoint" in get else {}
        if "access_key" in get:
            secret = _secret(target, "SECRET")
            if not secret:
                raise _missing(target, "SECRET")
            options |= {"access_key_id": get["access_key"], "secret_access_key": secret}
        else:
            options["env_auth"] = "true"
        return _options("s3", options)

    return Remote(
        f"site:{get['bucket']}",
        f"s3://{get['bucket']}",
        environment,
        kind="s3",
        has_folders=False,
        at_once=16,
    )


def _webdav(target: Target) -> Remote:
    get = _texts(target)
    if urlsplit(get["url"]).scheme not in ("http", "https") or not urlsplit(get["url"]).hostname:
        raise BadSetting(
            "url", f"`{get['url']}` is no address.", "Write one such as https://dav.host.example/site."
        )

    def environment() -> Mapping[str, str]:
        secret = _secret(target, "PASSWORD")
        if not secret:
            raise _missing(target, "PASSWORD")
        options = {
            "url": get["url"],
            "user": get["user"],
            "pass": rclone.obscured(secret),
            "vendor": "other",
            "pacer_min_sleep": "0",
        }
        return _options("webdav", options)

    return Remote("site:", get["url"], environment, kind="webdav")


def _own(target: Target) -> Remote:
    """A remote that stands in rclone's own configuration, secrets included: Azure, Google, Backblaze and 70 more."""
    name = _texts(target)["remote"]
    if ":" not in name[1:]:
        raise BadSetting(
            "remote", f"`{name}` is no remote.", "Write its name with a colon, such as azure:site."
        )
    return Remote(name, name, dict, flags=())


MAKERS: Mapping[str, Callable[[Target], Remote]] = {
    "sftp": _sftp,
    "ftp": _ftp,
    "s3": _s3,
    "webdav": _webdav,
    "rclone": _own,
}


def _texts(target: Target) -> dict[str, str]:
    return {key: str(value) for key, value in target.settings.items()}


def _options(kind: str, options: Mapping[str, str]) -> Mapping[str, str]:
    """The settings of the remote `site` as variables that rclone reads."""
    named = {"type": kind, **options}
    return {f"RCLONE_CONFIG_SITE_{key.upper()}": value for key, value in named.items()}


def _variable(target: Target, kind: str) -> str:
    return f"DEPLOY_{target.name.upper().replace('-', '_')}_{kind}"


def _secret(target: Target, kind: str) -> str:
    return os.environ.get(_variable(target, kind), "")


def _missing(target: Target, kind: str, other: str = "") -> HostError:
    first = f"The {kind.lower()} is missing: set the environment variable {_variable(target, kind)}"
    return HostError(f"{first}, {other}." if other else f"{first}.")


def _file(name: str) -> str:
    return str(Path(name).expanduser())
