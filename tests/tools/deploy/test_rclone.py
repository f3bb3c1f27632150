from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.tools.deploy.false_rclone import replace_rclone, target
from tools.deploy import rclone
from tools.deploy.driver import HostError
from tools.deploy.files import Files


@pytest.fixture
def rclone_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEPLOY_A_TEST_SECRET", "hush")
    return replace_rclone(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ssh: handshake failed: ssh: unable to authenticate, attempted methods [none password]", "The host refused the user name or the password. Correct them, then deploy again."),
        ("530 Authentication failed.", "The host refused the user name or the password. Correct them, then deploy again."),
        ("InvalidAccessKeyId: no such key", "The host refused the user name or the password. Correct them, then deploy again."),
        ("api error Forbidden: Forbidden", "The host refused the access key, its secret, or what they want to do. Correct them, then deploy again."),
        ("ssh: handshake failed: knownhosts: key is unknown", "This computer does not know the key of that server yet. Compare it with what your host tells you, and keep it with `ssh-keyscan SERVER >> ~/.ssh/known_hosts`."),
        ("ssh: handshake failed: knownhosts: key mismatch", "The server shows another key than the one this computer knows. Somebody may be in between: ask your host before you go on."),
        ("Failed to copy: 507 Insufficient Storage", "The host has no room left. Make room there, then deploy again."),
        ("Failed to copy: update stor: 552 Quota exceeded", "The host has no room left. Make room there, then deploy again."),
        ("Failed to copy: open: permission denied", "The host does not let this user write there. Correct the folder or the rights, then deploy again."),
        ("NoSuchBucket: The specified bucket does not exist", "There is no bucket of that name at the host. Correct deploy.toml, then deploy again."),
        ("tls: failed to verify certificate: x509: unknown authority", "The host could not prove who it is: its certificate is not right. Ask whoever runs it."),
        ("dial tcp: lookup host.example: no such host", "There is no server of that name. Correct deploy.toml, then deploy again."),
        ("dial tcp 127.0.0.1:1: connect: connection refused", "The host does not answer. Try again later; if it stays so, ask whoever runs it."),
        ("read tcp: i/o timeout", "The host does not answer. Try again later; if it stays so, ask whoever runs it."),
        ("Failed to copy: corrupted on transfer: sizes differ", "The host does not take files whole; most often this means that it has no room left."),
        ("Something new\nin two lines", "The host said: Something new. Try again; if it stays so, ask whoever runs it."),
    ],
)  # fmt: skip
def test_what_rclone_says_is_told_in_plain_words(
    text: str, says: str, tmp_path: Path, rclone_says: Path
) -> None:
    rclone_says.write_text(json.dumps({"level": "error", "msg": text}) + "\n")
    with pytest.raises(HostError) as raised:
        Files(target("s3", tmp_path)).live()
    assert str(raised.value) == says


def test_a_line_of_rclone_that_is_no_json_is_told_too(tmp_path: Path, rclone_says: Path) -> None:
    rclone_says.write_text("Fatal error: unknown flag: --x\n")
    with pytest.raises(HostError) as raised:
        Files(target("s3", tmp_path)).live()
    assert str(raised.value) == (
        "The host said: Fatal error: unknown flag: --x. Try again; if it stays so, ask whoever runs it."
    )


def test_rclone_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "rclone"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(rclone, "program", lambda: str(program))
    begin = time.monotonic()
    with pytest.raises(HostError) as raised:
        rclone.run(["copy"], {}, limit=0.3)
    assert str(raised.value) == (
        "The host does not answer. Try again later; if it stays so, ask whoever runs it."
    )
    assert time.monotonic() - begin < 10


def test_progress_is_told_while_files_go_up(
    tmp_path: Path, rclone_says: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rclone, "TOLD_EVERY", 0)
    stats = {"stats": {"transfers": 1234, "totalTransfers": 5678, "bytes": 1}, "level": "notice"}
    rclone_says.write_text(json.dumps(stats) + "\n")
    said: list[str] = []
    with pytest.raises(HostError):
        rclone.run(["copy"], {}, 5, said.append)
    assert said == ["1,234 of 5,678 are there ..."]


def test_a_remote_that_rclone_does_not_know_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    says = (
        "rclone's own configuration has no remote of that name. "
        "Correct `remote` in deploy.toml, or make it with `.venv/bin/rclone config`."
    )
    with pytest.raises(HostError) as raised:
        rclone.kind_of("azure:site")
    assert str(raised.value) == says
    with pytest.raises(HostError) as raised:
        Files(target("rclone", tmp_path)).live()
    assert str(raised.value) == says


def test_the_kind_of_a_remote_stands_in_rclone_s_own_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rclone.conf").write_text("[store]\ntype = azureblob\n")
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    assert rclone.kind_of("store:site") == "azureblob"
