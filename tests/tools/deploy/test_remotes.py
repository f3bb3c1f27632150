from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.deploy.false_rclone import replace_rclone, target
from tools.deploy.driver import BadSetting, HostError
from tools.deploy.files import Files


@pytest.fixture
def rclone_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return replace_rclone(tmp_path, monkeypatch)


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
