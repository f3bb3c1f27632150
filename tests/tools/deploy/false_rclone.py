"""In: what rclone shall say. Out: a program in its place that says it, and writes down what it was started with."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from tools.deploy import rclone
from tools.deploy.driver import Target, Value

OWN: dict[str, dict[str, Value]] = {
    "sftp": {"protocol": "sftp", "host": "host.example", "user": "clinic", "folder": "/htdocs"},
    "ftp": {"protocol": "ftp", "host": "host.example", "user": "clinic", "folder": "/htdocs"},
    "webdav": {"protocol": "webdav", "url": "https://dav.host.example/site", "user": "clinic"},
    "s3": {"protocol": "s3", "bucket": "site", "region": "us-east-1", "access_key": "AK"},
    "rclone": {"protocol": "rclone", "remote": "azure:site"},
}


def target(kind: str, store: Path, **changed: Value) -> Target:
    return Target("a-test", "files", "", "other", {**OWN[kind], **changed}, store)


def replace_rclone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another program in the place of rclone: says what this file has, and keeps what it was started with."""
    said = folder / "said"
    program = folder / "rclone"
    program.write_text(
        f"""#!{sys.executable}
import json, os, pathlib, sys
if sys.argv[1] == "obscure":
    print("hidden:" + sys.stdin.read())
    sys.exit()
folder = pathlib.Path({str(folder)!r})
(folder / "started").write_text(json.dumps([sys.argv[1:], dict(os.environ)]))
sys.stderr.write((folder / "said").read_text())
sys.exit(1)
"""
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(rclone, "program", lambda: str(program))
    return said
