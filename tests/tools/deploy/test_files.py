from __future__ import annotations

import json
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.tools.deploy.deploying import deploy, files, is_exactly
from tests.tools.deploy.hosts_for_files import SERVERS, Host, Trouble
from tests.tools.deploy.trees import make_tree
from tools.deploy import rclone
from tools.deploy.driver import BadSetting, HostError, Target, Value
from tools.deploy.files import Files
from tools.deploy.manifest import of_folder
from tools.headers import FOREVER, REVALIDATE
from tools.swap import MARK

OWN: dict[str, dict[str, Value]] = {
    "sftp": {"protocol": "sftp", "host": "host.example", "user": "clinic", "folder": "/htdocs"},
    "ftp": {"protocol": "ftp", "host": "host.example", "user": "clinic", "folder": "/htdocs"},
    "webdav": {"protocol": "webdav", "url": "https://dav.host.example/site", "user": "clinic"},
    "s3": {"protocol": "s3", "bucket": "site", "region": "us-east-1", "access_key": "AK"},
    "rclone": {"protocol": "rclone", "remote": "azure:site"},
}


def target(kind: str, store: Path, **changed: Value) -> Target:
    return Target("a-test", "files", "", "other", {**OWN[kind], **changed}, store)


@pytest.fixture
def rclone_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another program in the place of rclone: says what this file has, and keeps what it was started with."""
    said = tmp_path / "said"
    program = tmp_path / "rclone"
    program.write_text(
        f"""#!{sys.executable}
import json, os, pathlib, sys
if sys.argv[1] == "obscure":
    print("hidden:" + sys.stdin.read())
    sys.exit()
folder = pathlib.Path({str(tmp_path)!r})
(folder / "started").write_text(json.dumps([sys.argv[1:], dict(os.environ)]))
sys.stderr.write((folder / "said").read_text())
sys.exit(1)
"""
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(rclone, "program", lambda: str(program))
    return said


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("sftp", "clinic@host.example:/htdocs"),
        ("ftp", "ftp://host.example/htdocs"),
        ("webdav", "https://dav.host.example/site"),
        ("s3", "s3://site"),
        ("rclone", "azure:site"),
    ],
)
def test_the_place_has_a_name_for_people(kind: str, where: str, tmp_path: Path) -> None:
    assert Files(target(kind, tmp_path)).where == where


@pytest.mark.parametrize(
    ("kind", "key", "value", "says"),
    [
        ("webdav", "url", "dav.host.example", "`dav.host.example` is no address. Write one such as https://dav.host.example/site."),
        ("rclone", "remote", "azure", "`azure` is no remote. Write its name with a colon, such as azure:site."),
        ("ftp", "folder", "htdocs", "`htdocs` does not begin at the root. Write the whole path, such as /htdocs."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_right_is_said(
    kind: str, key: str, value: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSetting) as raised:
        Files(target(kind, tmp_path, **{key: value}))
    assert (raised.value.key, str(raised.value)) == (key, says)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("sftp", "The password is missing: set the environment variable DEPLOY_A_TEST_PASSWORD, or name a `key_file` in deploy.toml."),
        ("ftp", "The password is missing: set the environment variable DEPLOY_A_TEST_PASSWORD."),
        ("webdav", "The password is missing: set the environment variable DEPLOY_A_TEST_PASSWORD."),
        ("s3", "The secret is missing: set the environment variable DEPLOY_A_TEST_SECRET."),
    ],
)  # fmt: skip
def test_a_missing_secret_is_said_with_the_name_of_its_variable(
    kind: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with pytest.raises(HostError) as raised:
        Files(target(kind, tmp_path)).live()
    assert str(raised.value) == says


@pytest.mark.parametrize("kind", ["sftp", "ftp", "webdav", "s3"])
def test_a_secret_reaches_rclone_in_the_environment_and_not_on_its_command_line(
    kind: str, tmp_path: Path, rclone_says: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rclone_says.write_text("")
    for name in ("PASSWORD", "SECRET"):
        monkeypatch.setenv(f"DEPLOY_A_TEST_{name}", "hush")
    with pytest.raises(HostError) as raised:
        Files(target(kind, tmp_path)).live()
    words, variables = json.loads((tmp_path / "started").read_text())
    assert "hush" not in " ".join(words)
    assert "hush" not in str(raised.value)
    own = {name: value for name, value in variables.items() if name.startswith("RCLONE_CONFIG_SITE_")}
    assert [name for name, value in own.items() if "hush" in value] == [
        "RCLONE_CONFIG_SITE_SECRET_ACCESS_KEY" if kind == "s3" else "RCLONE_CONFIG_SITE_PASS"
    ]


def test_an_unknown_server_is_never_trusted(
    tmp_path: Path, rclone_says: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rclone takes any key as long as nobody names a file of known ones."""
    rclone_says.write_text("")
    monkeypatch.setenv("DEPLOY_A_TEST_PASSWORD", "hush")
    with pytest.raises(HostError):
        Files(target("sftp", tmp_path)).live()
    variables = json.loads((tmp_path / "started").read_text())[1]
    assert variables["RCLONE_CONFIG_SITE_KNOWN_HOSTS_FILE"] == str(Path("~/.ssh/known_hosts").expanduser())


def test_ftp_is_encrypted_unless_deploy_toml_says_no(
    tmp_path: Path, rclone_says: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rclone_says.write_text("")
    monkeypatch.setenv("DEPLOY_A_TEST_PASSWORD", "hush")
    with pytest.raises(HostError):
        Files(target("ftp", tmp_path)).live()
    assert json.loads((tmp_path / "started").read_text())[1]["RCLONE_CONFIG_SITE_EXPLICIT_TLS"] == "true"


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
        Files(target("rclone", tmp_path)).live()
    assert str(raised.value) == says


def test_a_line_of_rclone_that_is_no_json_is_told_too(tmp_path: Path, rclone_says: Path) -> None:
    rclone_says.write_text("Fatal error: unknown flag: --x\n")
    with pytest.raises(HostError) as raised:
        Files(target("rclone", tmp_path)).live()
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


@pytest.fixture(params=["sftp", "ftp", "webdav"])
def host(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    yield from _started(request.param, tmp_path, monkeypatch)


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    yield from _started("s3", tmp_path, monkeypatch)


def _started(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    folder = tmp_path / "server"
    folder.mkdir()
    with SERVERS[kind](folder, Trouble()) as started:
        for name, value in started.environment.items():
            monkeypatch.setenv(name, value)
        yield started


def test_names_with_spaces_and_signs_arrive_and_go_with_their_folders_alone(
    host: Host, tmp_path: Path
) -> None:
    """What somebody else has put beside them stays."""
    assert host.site
    old, new = tmp_path / "old", tmp_path / "new"
    make_tree(old, 3, pictures=2)
    make_tree(new, 3, pictures=2)
    names = (
        "care [new] {1}/index.html",
        "a/b/c/index.html",
        "a/b/d/index.html",
        "a/Größe 100 %.html",
        "#1.html",
    )
    for name in names:
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(f"<p>{name}")
    (old / MARK).write_text(of_folder(old).to_json(), encoding="utf-8")
    driver = Files(host.target(tmp_path / "store"))
    deploy(driver, old)
    assert is_exactly(host.site, old)
    (host.site / "a/b/c/theirs.txt").write_text("Theirs.")
    deploy(driver, new)
    (host.site / "a/b/c/theirs.txt").read_text()
    assert sorted(folder.name for folder in host.site.rglob("*") if folder.is_dir() and "health" not in str(folder)) == [
        "a", "assets", "b", "c", "images",
    ]  # fmt: skip


def test_a_folder_that_is_not_there_yet_is_made_or_said(host: Host, tmp_path: Path) -> None:
    assert host.site
    make_tree(tmp_path / "tree", 2, pictures=1)
    given = host.target(tmp_path / "store")
    key = "url" if host.kind == "webdav" else "folder"
    deeper = f"{given.settings[key]}".rstrip("/") + "/deep/er"
    driver = Files(replace(given, settings={**given.settings, key: deeper}))
    if host.kind != "webdav":
        deploy(driver, tmp_path / "tree")
        assert is_exactly(host.site / "deep/er", tmp_path / "tree")
        return
    with pytest.raises(HostError) as raised:
        deploy(driver, tmp_path / "tree")
    assert str(raised.value) == (
        "There is no such folder at the host. Make it there, or correct deploy.toml; then deploy again. "
        "No site stands there yet."
    )


def test_a_probe_leaves_nothing(host: Host, tmp_path: Path) -> None:
    assert host.site
    Files(host.target(tmp_path / "store")).probe()
    assert list(host.site.iterdir()) == []


def test_halves_that_a_kill_left_are_swept_away(host: Host, tmp_path: Path) -> None:
    if host.kind == "webdav":
        return  # an upload has no other name there
    assert host.site
    half = host.site / "health/index.html.0123abcd.partial"
    half.parent.mkdir()
    half.write_text("<p>Ha")
    Files(host.target(tmp_path / "store")).sweep()
    assert files(host.site) == {}


@pytest.mark.parametrize(
    ("path", "kind", "keep"),
    [
        ("index.html", "text/html; charset=utf-8", REVALIDATE),
        ("style.0123456789ab.css", "text/css; charset=utf-8", FOREVER),
        ("feed.xml", "application/atom+xml; charset=utf-8", REVALIDATE),
        ("card.vcf", "text/vcard; charset=utf-8", REVALIDATE),
        ("site.webmanifest", "application/manifest+json", REVALIDATE),
    ],
)
def test_a_bucket_keeps_type_and_age_of_a_file(
    bucket: Host, tmp_path: Path, path: str, kind: str, keep: str
) -> None:
    """Also where this computer has no list of types: rclone would take them from there."""
    (tmp_path / path).write_text("x")
    Files(bucket.target(tmp_path / "store")).send(tmp_path, [path], print)
    with urlopen(f"{bucket.address}/{path}", timeout=20) as answer:
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (kind, keep)


def test_a_remote_of_rclone_s_own_configuration_is_used_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "rclone.conf"
    config.write_text("[disk]\ntype = local\n")
    monkeypatch.setenv("RCLONE_CONFIG", str(config))
    make_tree(tmp_path / "tree", 2, pictures=1)
    driver = Files(target("rclone", tmp_path / "store", remote=f"disk:{tmp_path}/site"))
    deploy(driver, tmp_path / "tree")
    assert is_exactly(tmp_path / "site", tmp_path / "tree")


def test_a_build_comes_back(host: Host, tmp_path: Path) -> None:
    assert host.site
    for version in range(2):
        make_tree(tmp_path / str(version), 3, version, pictures=1)
    driver = Files(host.target(tmp_path / "store"))
    deploy(driver, tmp_path / "0")
    first = driver.releases()[0].build
    deploy(driver, tmp_path / "1")
    driver.back(first, print)
    live = driver.live().manifest
    assert live
    assert (live.build, live.files) == (first, files(tmp_path / "0"))
    assert files(tmp_path / "0").items() <= files(host.site).items()
