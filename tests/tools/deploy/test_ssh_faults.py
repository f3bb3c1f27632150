"""In: everything that goes wrong on the way to a real ssh server. Out: proof that visitors keep a whole site, and how fast it is."""

from __future__ import annotations

import contextlib
import math
import random
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tools.deploy.servers import Line, SshHost, bad_line, make_key, ssh_server, web_server
from tests.tools.deploy.ssh_sites import QUICK, Trees, deploy, deploy_apart, manifest, whole
from tests.tools.deploy.trees import change_page, make_tree
from tests.tools.deploy.visitors import Visitors
from tools.deploy.connection import LIMITS, Limits
from tools.deploy.driver import HostError
from tools.deploy.manifest import of_folder
from tools.deploy.ssh import Ssh
from tools.swap import MARK

BROKEN = "The line to 127.0.0.1 broke off. Deploy again: what has arrived is not sent twice. The live site is as it was."
PATIENCE = 60  # seconds after which the slowest failure has been told


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshHost]:
    with ssh_server(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    """The same of 200 pages, for what does not depend on their number."""
    folder = tmp_path_factory.mktemp("small")

    def tree(version: int) -> Path:
        if not (folder / str(version)).exists():
            make_tree(folder / str(version), 200, version)
        return folder / str(version)

    return tree


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    """The folder of a version of a site of 1,000 pages."""
    folder = tmp_path_factory.mktemp("trees")

    def tree(version: int) -> Path:
        if not (folder / str(version)).exists():
            make_tree(folder / str(version), version=version)
        return folder / str(version)

    return tree


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "srv"


@pytest.fixture
def ssh(host: SshHost, site: Path, tmp_path: Path) -> Ssh:
    return Ssh(host.target(tmp_path, site))


@pytest.fixture
def line(host: SshHost) -> Iterator[Line]:
    with bad_line(host.port) as opened:
        yield opened


@pytest.fixture
def limits(request: pytest.FixtureRequest) -> Limits:
    """The real ones with --long, shorter ones without."""
    return LIMITS if request.config.getoption("--long") else QUICK


@pytest.fixture
def by_line(host: SshHost, line: Line, site: Path, tmp_path: Path, limits: Limits) -> Ssh:
    """The way to the host over the bad line."""
    known = tmp_path / "known_hosts"
    known.write_text(host.known_hosts.read_text().replace(f":{host.port} ", f":{line.port} "))
    return Ssh(host.target(tmp_path, site, port=line.port, known_hosts=str(known)), limits)


def test_no_visitor_notices_that_a_whole_site_changes_or_comes_back(
    ssh: Ssh, site: Path, trees: Trees, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    wanted = 50_000 if request.config.getoption("--long") else 10_000
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
    print(
        f"\n{len(faults)} faults in {requests:,} requests during {deploys} deploys of 1,000 pages and as many returns"
    )
    assert faults == []


@pytest.mark.timeout(3600)
def test_a_kill_at_any_moment_leaves_a_whole_site_and_the_next_deploy_heals(
    host: SshHost, ssh: Ssh, site: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    count = 50 if request.config.getoption("--long") else 4
    target, old, new = host.target(tmp_path, site), tmp_path / "old", tmp_path / "new"
    builds = {make_tree(old).build, make_tree(new, version=1).build}
    deploy(ssh, old)
    started = time.monotonic()
    process = deploy_apart(target, new)
    assert process.communicate(timeout=PATIENCE) == ("", "")
    longest = time.monotonic() - started
    chance, swapped = random.Random(4), 0
    for version in range(2, count + 2):
        shutil.rmtree(old)
        new.rename(old)
        builds.add(make_tree(new, version=version).build)
        process = deploy_apart(target, new)
        time.sleep(chance.uniform(0.2, longest))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert whole(site, old, new)
        swapped += whole(site, new)
        deploy(ssh, new)
        assert whole(site, new)
        assert {each.name for each in site.iterdir()} == {".lock", "current", "releases"}
        assert {each.name.rstrip("+") for each in (site / "releases").iterdir()} <= builds
    print(f"\n{count} kills within {longest:.1f} s: 0 mixed sites, {count} healed, {swapped} after the swap")


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
    (pictures / MARK).write_text(of_folder(pictures).to_json())
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
    assert said[-1] == f"  {100 - arrived + 1} of 100"  # and deploy.json


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
    mounts = f"mount --bind {site} {site}\nmount -o remount,ro,bind {site}"
    (tmp_path / "sshd").mkdir()
    with ssh_server(tmp_path / "sshd", mounts=mounts) as host, pytest.raises(HostError) as raised:
        deploy(Ssh(host.target(tmp_path, site)), small(1))
    assert str(raised.value) == (
        f"{host.user} may not write to {site} on 127.0.0.1. Correct `path` in deploy.toml, or ask whoever looks "
        f"after the server to let {host.user} write there. Nothing was changed."
    )
    assert whole(site, small(0))


@pytest.mark.parametrize("missing", ["rsync", "flock"])
def test_a_program_that_is_missing_on_the_host_is_told(tmp_path: Path, small: Trees, missing: str) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for directory in ("/usr/bin", "/bin"):
        for program in Path(directory).iterdir():
            if program.name != missing and not (programs / program.name).is_symlink():
                (programs / program.name).symlink_to(program)
    with ssh_server(tmp_path, f"SetEnv PATH={programs}\n") as host, pytest.raises(HostError) as raised:
        deploy(Ssh(host.target(tmp_path, tmp_path / "site")), small(0))
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


def test_a_look_a_page_a_site_and_a_return_are_as_fast_as_promised(
    ssh: Ssh, trees: Trees, tmp_path: Path
) -> None:
    """Each has a few tries, because other work on the machine is no fault of ours."""
    one = tmp_path / "one"
    make_tree(one, version=1)
    deploy(ssh, trees(0))

    def page() -> None:
        change_page(one, "Closed on Monday.")

    def both() -> None:
        deploy(ssh, trees(0))
        deploy(ssh, one)

    times = {
        "1,000 pages": _best(10, lambda: None, lambda: deploy(ssh, one)),
        "one page": _best(2, page, lambda: deploy(ssh, one)),
        "nothing": _best(1, lambda: None, lambda: _look(ssh)),
        "rollback": _best(5, both, lambda: ssh.back(manifest(trees(0)).build, lambda _: None)),
    }
    print("\n" + ", ".join(f"{what}: {seconds:.2f} s" for what, (seconds, _) in times.items()))
    assert [what for what, (seconds, limit) in times.items() if seconds > limit] == []


def _best(limit: float, before: Callable[[], object], act: Callable[[], object]) -> tuple[float, float]:
    """How long an act took, the first time that was within the limit in seconds, or the best of five; and the limit."""
    best = math.inf
    for _ in range(5):
        before()
        started = time.monotonic()
        act()
        best = min(best, time.monotonic() - started)
        if best < limit:
            break
    return best, limit


def _look(ssh: Ssh) -> None:
    with ssh.hold():
        ssh.live()


def _sums(ssh: Ssh) -> str:
    """The digest of every file that visitors of a host see, as the host itself reads it."""
    with ssh._any_shell() as shell:
        return ssh._in(shell, "current/", "find . -type f | sort | xargs sha256sum")
