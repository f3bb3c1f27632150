from __future__ import annotations

import json
import re
import tempfile
import time
from pathlib import Path

import pytest

from tests.tools.deploy.deploying import files
from tests.tools.deploy.false_rclone import replace_rclone, target
from tests.tools.deploy.trees import change_page, make_tree
from tools.deploy import rclone
from tools.deploy.driver import HostError
from tools.deploy.files import Files
from tools.deploy.rclone import Rclone


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
        ("write tcp 127.0.0.1:2->127.0.0.1:1: write: broken pipe", "The host does not answer. Try again later; if it stays so, ask whoever runs it."),
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
    with Rclone((), dict, limit=0.3) as hanging, pytest.raises(HostError) as raised:
        hanging.call("sync/copy", {})
    assert str(raised.value) == (
        "The host does not answer. Try again later; if it stays so, ask whoever runs it."
    )
    assert time.monotonic() - begin < 10


def test_progress_is_told_while_files_go_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rclone, "TOLD_EVERY", 0)
    monkeypatch.setattr(rclone, "LOOK_EVERY", 0.01)
    make_tree(tmp_path / "tree", 300, pictures=2)
    said: list[str] = []
    with Rclone(("--config=", "--checkers=1", "--transfers=1"), dict, limit=20) as running:
        running.call(
            "sync/copy", {"srcFs": str(tmp_path / "tree"), "dstFs": str(tmp_path / "site")}, say=said.append
        )
    assert said
    told = [re.fullmatch(r"([\d,]+) of [\d,]+ are there \.\.\.", line) for line in said]
    assert all(told)
    there = [int(each[1].replace(",", "")) for each in told if each]
    assert there == sorted(there)
    assert 0 < there[-1] <= len(files(tmp_path / "site")) + 1  # deploy.json is not counted


def test_only_the_paths_that_are_named_are_touched(tmp_path: Path) -> None:
    make_tree(tmp_path / "site", 5, pictures=1)
    before = files(tmp_path / "site").keys()
    with Rclone(("--config=",), dict, limit=20) as running:
        running.call("operations/delete", {"fs": str(tmp_path / "site")}, [])
        assert files(tmp_path / "site").keys() == before
        running.call("operations/delete", {"fs": str(tmp_path / "site")}, ["index.html", "no such page"])
    assert files(tmp_path / "site").keys() == before - {"index.html"}


def test_rclone_starts_anew_after_it_broke(tmp_path: Path) -> None:
    make_tree(tmp_path / "tree", 2, pictures=1)
    given = {"srcFs": str(tmp_path / "tree"), "dstFs": str(tmp_path / "site")}
    with Rclone(("--config=",), dict, limit=20) as running:
        with pytest.raises(HostError):
            running.call("sync/copy", {**given, "dstFs": "nowhere:"})
        running.call("sync/copy", given)
        assert running._control
        running._control.kill()  # by whoever finds that it takes too much room
        running._control._process.wait()
        change_page(tmp_path / "tree", "New.")
        running.call("sync/copy", given)
    assert files(tmp_path / "site") == files(tmp_path / "tree")


def test_rclone_leaves_nothing_on_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "a").mkdir()
    with Rclone(("--config=",), dict, limit=20) as running:
        running.call("sync/copy", {"srcFs": str(tmp_path / "a"), "dstFs": str(tmp_path / "b")}, ["a"])
        with pytest.raises(HostError):
            running.call("sync/copy", {"srcFs": "nowhere:", "dstFs": str(tmp_path / "b")}, ["a"])
        running.call("sync/copy", {"srcFs": str(tmp_path / "a"), "dstFs": str(tmp_path / "b")}, ["a"])
    assert list((tmp_path / "temporary").iterdir()) == []


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
