"""In: settings, programs, keys and lines that will not do. Out: proof of the words people get; and of the progress they see."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.tools.deploy.servers import Line, SshHost, make_key, ssh_server
from tests.tools.deploy.ssh_sites import PATIENCE, deploy
from tests.tools.deploy.trees import make_tree
from tools.deploy.driver import BadSetting, HostError
from tools.deploy.ssh import Ssh


def test_progress_says_how_much_goes_where(ssh: Ssh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.deploy.connection.SAID_EVERY", 0.0)
    tree = tmp_path / "tree"
    count = len(make_tree(tree, pages=20).files)
    said: list[str] = []
    deploy(ssh, tree, said.append)
    assert said[0] == f"Sending {count} files to {ssh.where} ..."
    assert said[1] == f"  1 of {count}"
    assert said[-1] == f"  {count} of {count}"


@pytest.mark.parametrize("program", ["ssh", "rsync"])
def test_a_program_that_is_missing_here_is_told(
    ssh: Ssh, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    for other in {"ssh", "rsync"} - {program}:
        (tmp_path / "bin" / other).symlink_to(str(shutil.which(other)))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(HostError) as raised:
        ssh.live()
    package = "openssh-client" if program == "ssh" else "rsync"
    assert str(raised.value) == (
        f"There is no `{program}` on this computer. Install it (on Debian and Ubuntu: `sudo apt install {package}`), "
        "then deploy again. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("host", "-oProxyCommand=x", "`-oProxyCommand=x` cannot be a host. Write only the host, without `ssh://` or spaces."),
        ("host", "ssh://example.com", "`ssh://example.com` cannot be a host. Write only the host, without `ssh://` or spaces."),
        ("user", "a b", "`a b` cannot be a user. Write only the user, without `ssh://` or spaces."),
        ("path", "/", "`/` cannot be the folder of a site. Write it like this: `/srv/www`."),
        ("port", 70000, "There is no port 70000. Leave the line out if you do not know it."),
        ("key", "/nowhere/id", "There is no file /nowhere/id. Correct the line, or leave it out and let ssh look."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_right_is_told(
    host: SshHost, site: Path, tmp_path: Path, key: str, value: str | int, message: str
) -> None:
    with pytest.raises(BadSetting) as raised:
        Ssh(host.target_with(tmp_path, {"path": str(site), key: value}))
    assert (raised.value.key, str(raised.value)) == (key, message)


@pytest.mark.parametrize("missing", ["rsync", "flock"])
def test_a_program_that_is_missing_on_the_host_is_told(tmp_path: Path, missing: str) -> None:
    make_tree(tmp_path / "tree", pages=5)
    programs = tmp_path / "bin"
    programs.mkdir()
    for directory in ("/usr/bin", "/bin"):
        for program in Path(directory).iterdir():
            if program.name != missing and not (programs / program.name).is_symlink():
                (programs / program.name).symlink_to(program)
    with ssh_server(tmp_path, f"SetEnv PATH={programs}\n") as host, pytest.raises(HostError) as raised:
        deploy(Ssh(host.target(tmp_path, tmp_path / "site")), tmp_path / "tree")
    assert (
        str(raised.value)
        == {
            "rsync": "There is no rsync on 127.0.0.1. Ask whoever looks after the server to install it "
            "(on Debian and Ubuntu: `sudo apt install rsync`), then deploy again. No site stands there yet.",
            "flock": "127.0.0.1 does not have the commands of a Linux server (flock, mv -T, stat, timeout). "
            "Use the driver `files` with sftp for it. Nothing was changed.",
        }[missing]
    )


def test_a_key_that_the_host_does_not_know_is_told(host: SshHost, site: Path, tmp_path: Path) -> None:
    make_key(tmp_path / "other")
    ssh = Ssh(host.target(tmp_path, site, key=str(tmp_path / "other")))
    with pytest.raises(HostError) as raised:
        ssh.live()
    login = f"ssh -p {host.port} -i {tmp_path}/other -o IdentitiesOnly=yes -o UserKnownHostsFile={host.known_hosts}"
    assert str(raised.value) == (
        "127.0.0.1 does not let this computer in: its key is not known there, or not any more, or is locked by a "
        "passphrase (then run `ssh-add` first). "
        f"Run `{login} {host.user}@127.0.0.1` to try; whoever looks after the server can let your key in. "
        "Nothing was changed."
    )


def test_a_host_that_nobody_has_met_is_told(host: SshHost, site: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(HostError) as raised:
        Ssh(host.target(tmp_path, site, known_hosts=str(tmp_path / "empty"))).live()
    assert re.sub("`ssh .*`", "`ssh ...`", str(raised.value)) == (
        "This computer does not know the key of 127.0.0.1 yet, so it cannot tell it from an impostor. "
        "Run `ssh ...`, compare what it shows with the key that whoever looks after the server tells you, "
        "and answer yes. Nothing was changed."
    )


def test_a_host_with_another_key_than_before_is_told(host: SshHost, site: Path, tmp_path: Path) -> None:
    make_key(tmp_path / "other")
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{host.port} {(tmp_path / 'other.pub').read_text()}")
    with pytest.raises(HostError) as raised:
        Ssh(host.target(tmp_path, site, known_hosts=str(known))).live()
    assert str(raised.value) == (
        "127.0.0.1 shows another key than the one this computer knows: either the server was set up anew, or "
        "somebody pretends to be it. Do not deploy there before whoever looks after the server has told you its "
        "new key. Nothing was changed."
    )


def test_a_server_that_is_down_is_told(host: SshHost, site: Path, tmp_path: Path, line: Line) -> None:
    line.close()
    with pytest.raises(HostError) as raised:
        Ssh(host.target(tmp_path, site, port=line.port)).live()
    assert str(raised.value) == (
        f"127.0.0.1 does not answer at port {line.port}. Check `host` and `port` in deploy.toml and your line to "
        "the internet; if they are right, the server is down. Nothing was changed."
    )


def test_a_server_that_takes_the_call_and_says_nothing_is_told(by_line: Ssh, line: Line) -> None:
    line.stall()
    started = time.monotonic()
    with pytest.raises(HostError) as raised:
        by_line.live()
    assert time.monotonic() - started < PATIENCE
    assert str(raised.value) == (
        f"127.0.0.1 does not answer at port {line.port}. Check `host` and `port` in deploy.toml and your line to "
        "the internet; if they are right, the server is down. Nothing was changed."
    )


def test_a_host_that_does_not_exist_is_told(host: SshHost, site: Path, tmp_path: Path) -> None:
    with pytest.raises(HostError) as raised:
        Ssh(host.target(tmp_path, site, host="no-such-host.invalid")).live()
    assert str(raised.value) == (
        "There is no computer called no-such-host.invalid. Correct `host` in deploy.toml, or check your line to the "
        "internet. Nothing was changed."
    )
