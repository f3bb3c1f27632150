"""In: everything that goes wrong on the way to a real ssh server. Out: proof that visitors keep a whole site, and how fast it is."""

from __future__ import annotations

import contextlib
import random
import shlex
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.conftest import Figures
from tests.tools.deploy.servers import Line, SshHost, ssh_server, web_server
from tests.tools.deploy.ssh_sites import PATIENCE, Trees, deploy, deploy_apart, manifest, whole
from tests.tools.deploy.trees import make_tree, mark
from tests.tools.deploy.visitors import Visitors
from tools.deploy.connection import Limits
from tools.deploy.driver import HostError
from tools.deploy.ssh import Ssh

BROKEN = "The line to 127.0.0.1 broke off. Deploy again: what has arrived is not sent twice. The live site is as it was."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    """The folder of a version of a site of 200 pages, for what does not depend on their number."""
    return _trees(tmp_path_factory.mktemp("small"), 200)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory, long: bool) -> Trees:
    """The same of 1,000 pages; without --long of 200."""
    return _trees(tmp_path_factory.mktemp("trees"), 1000 if long else 200)


def _trees(folder: Path, pages: int) -> Trees:
    def tree(version: int) -> Path:
        if not (folder / str(version)).exists():
            make_tree(folder / str(version), pages, version)
        return folder / str(version)

    return tree


def test_no_visitor_notices_that_a_whole_site_changes_or_comes_back(
    figures: Figures, ssh: Ssh, site: Path, trees: Trees, tmp_path: Path, long: bool
) -> None:
    wanted = 50_000 if long else 2_000
    requests, faults, deploys = 0, [], 0
    deploy(ssh, trees(0))
    with web_server(tmp_path, site / "current") as address:
        while requests < wanted:
            old, new = trees(deploys), trees(deploys + 1)
            with Visitors(address, old, new) as there:
                deploy(ssh, new)
            with Visitors(address, new, old) as back:
                ssh.back(manifest(old).build, lambda _: None)
            deploy(ssh, new)
            deploys += 1
            requests += there.requests + back.requests
            faults += there.faults + back.faults
    figures(
        f"\n{len(faults)} faults in {requests:,} requests during {deploys} deploys of {1000 if long else 200} pages "
        "and as many returns"
    )
    assert faults == []


@pytest.mark.timeout(3600)
def test_a_kill_at_any_moment_leaves_a_whole_site_and_the_next_deploy_heals(
    figures: Figures, host: SshHost, ssh: Ssh, site: Path, tmp_path: Path, long: bool
) -> None:
    count, pages = (50, 1000) if long else (4, 200)
    target, old, new = host.target(tmp_path, site), tmp_path / "old", tmp_path / "new"
    builds = {make_tree(old, pages).build, make_tree(new, pages, version=1).build}
    deploy(ssh, old)
    started = time.monotonic()
    process = deploy_apart(target, new)
    assert process.communicate(timeout=PATIENCE) == ("", "")
    longest = time.monotonic() - started
    chance, swapped, amid = random.Random(4), 0, 0
    for version in range(2, count + 2):
        shutil.rmtree(old)
        new.rename(old)
        builds.add(make_tree(new, pages, version=version).build)
        process = deploy_apart(target, new)
        while version % 4 and process.poll() is None and not _filling(site):
            time.sleep(0.005)  # three of four strike when files go up, or later
        time.sleep(chance.uniform(0, longest / 2))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert whole(site, old, new)
        swapped += whole(site, new)
        amid += _filling(site)
        deploy(ssh, new)
        assert whole(site, new)
        assert {each.name for each in site.iterdir()} == {".lock", "current", "releases"}
        assert {each.name.rstrip("+") for each in (site / "releases").iterdir()} <= builds
    figures(
        f"\n{count} kills: 0 mixed sites, {count} healed by the next deploy; "
        f"{amid} struck while a release was filled, {swapped} after the swap"
    )


@pytest.mark.parametrize("how", ["drops", "stalls"])
@pytest.mark.parametrize("sent", [1_000, 20_000])
def test_a_line_that_fails_leaves_the_old_site_and_is_told_in_time(
    by_line: Ssh, ssh: Ssh, line: Line, site: Path, small: Trees, how: str, sent: int
) -> None:
    deploy(ssh, small(0))
    started = time.monotonic()
    with pytest.raises(HostError) as raised, by_line.hold():
        {"drops": line.break_after, "stalls": line.stall_after}[how](sent)
        deploy(by_line, small(1))
    assert str(raised.value) == BROKEN
    assert time.monotonic() - started < PATIENCE
    assert whole(site, small(0))


def test_after_a_stall_the_lock_is_free_when_the_host_has_missed_signs_of_life(
    by_line: Ssh, line: Line, site: Path, small: Trees, limits: Limits
) -> None:
    deploy(by_line, small(0))
    with contextlib.suppress(HostError), by_line.hold():
        line.stall_after(20_000)
        deploy(by_line, small(1))
    line.flow()
    until = time.monotonic() + limits.watch + PATIENCE / 4
    while not whole(site, small(1)):
        assert time.monotonic() < until
        with contextlib.suppress(HostError):
            deploy(by_line, small(1))
    assert len(list((site / "releases").iterdir())) == 2


def test_what_arrived_before_a_line_broke_is_not_sent_twice(
    by_line: Ssh, line: Line, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(100):
        (pictures / f"{number}.jpg").write_bytes(random.Random(number).randbytes(50_000))
    mark(pictures)
    line.break_after(4_500_000)
    with pytest.raises(HostError):
        deploy(by_line, pictures)
    line.flow()
    arrived = len([file for file in (site / "releases").rglob("*.jpg") if file.stat().st_size == 50_000])
    monkeypatch.setattr("tools.deploy.connection.SAID_EVERY", 0.0)
    said: list[str] = []
    deploy(by_line, pictures, said.append)
    assert whole(site, pictures)
    assert arrived > 10
    sent = int(said[-1].removesuffix(" of 100"))
    assert (
        sent <= 100 - arrived + 1
    )  # and deploy.json; what was on its way when we counted has arrived as well


def test_two_deploys_at_once_leave_one_whole_site(
    host: SshHost, ssh: Ssh, site: Path, small: Trees, tmp_path: Path
) -> None:
    deploy(ssh, small(0))
    both = [deploy_apart(host.target(tmp_path, site), small(version)) for version in (1, 2)]
    said = sorted(process.communicate(timeout=PATIENCE)[1] for process in both)
    assert said[0] == ""
    assert said[1] in (
        "",
        f"Another deploy to {ssh.where} runs at this moment, or one broke off less than a minute ago. "
        "Wait a minute, then try again. Nothing was changed.\n",
    )
    assert whole(site, small(1), small(2))


def test_a_full_disk_leaves_the_old_site_and_is_told(tmp_path: Path, small: Trees) -> None:
    """A real one: a file system of 3 MB that only this server sees, with a whole site on it and no room for the next."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with ssh_server(tmp_path, mounts=f"mount -t tmpfs -o size=3m,mode=0777 tmpfs {disk}") as host:
        ssh = Ssh(host.target(tmp_path, disk / "site"))
        deploy(ssh, small(0))
        before = _sums(ssh)
        with pytest.raises(HostError) as raised:
            deploy(ssh, small(1))
        assert str(raised.value) == (
            "The disk of 127.0.0.1 is full. Make room there, or ask whoever looks after the server to; "
            "then deploy again. The live site is as it was."
        )
        assert _sums(ssh) == before


def test_a_read_only_disk_leaves_the_old_site_and_is_told(
    ssh: Ssh, site: Path, small: Trees, tmp_path: Path
) -> None:
    deploy(ssh, small(0))
    place = shlex.quote(str(site))
    mounts = f"mount --bind {place} {place}\nmount -o remount,ro,bind {place}"
    (tmp_path / "sshd").mkdir()
    with ssh_server(tmp_path / "sshd", mounts=mounts) as host, pytest.raises(HostError) as raised:
        deploy(Ssh(host.target(tmp_path, site)), small(1))
    assert str(raised.value) == (
        f"{host.user} may not write to {site} on 127.0.0.1. Correct `path` in deploy.toml, or ask whoever looks "
        f"after the server to let {host.user} write there. Nothing was changed."
    )
    assert whole(site, small(0))


def _filling(site: Path) -> bool:
    """Whether a release that is not whole yet stands on the host."""
    return any((site / "releases").glob(".new-*"))


def _sums(ssh: Ssh) -> str:
    """The digest of every file that visitors of a host see, as the host itself reads it."""
    with ssh._any_shell() as shell:
        return ssh._in(shell, "current/", "find . -type f | sort | xargs sha256sum")
