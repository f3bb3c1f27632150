"""In: everything that goes wrong on the way to real servers. Out: proof that visitors keep a whole site, and how fast it is."""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import Figures
from tests.tools.deploy.deploying import deploy, deploy_apart, differences, files, without_assets
from tests.tools.deploy.hosts_for_files import SERVERS, Host, Trouble
from tests.tools.deploy.servers import bad_line
from tests.tools.deploy.trees import change_page, make_tree, mark
from tests.tools.deploy.visitors import Visitors
from tools.deploy import rclone
from tools.deploy.announced import NEXT
from tools.deploy.driver import HostError, Target, Value
from tools.deploy.files import Files
from tools.deploy.manifest import parse
from tools.deploy.rclone_words import NO_ANSWER, NO_ROOM
from tools.swap import MARK

KINDS = ("sftp", "ftp", "webdav", "s3")
BREAKS = {"cut": False, "stalled": True}
FEW = (("sftp", "cut"), ("ftp", "stalled"), ("webdav", "cut"), ("s3", "stalled"))
OLD = "The live site is as it was."
MIXED = "Some pages there are new and some are old, each with all that it needs: deploy again to finish."
SOUND = Trouble()
Start = Callable[..., Host]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What takes long is tried with every kind of host only when there is time."""
    long = metafunc.config.getoption("--long")
    if "breaks" in metafunc.fixturenames:
        metafunc.parametrize("kind, breaks", [(k, b) for k in KINDS for b in BREAKS] if long else FEW)
    if "killed_kind" in metafunc.fixturenames:
        metafunc.parametrize("killed_kind", KINDS if long else ["sftp"])
    if "timed_kind" in metafunc.fixturenames:
        metafunc.parametrize("timed_kind", KINDS if long else ["webdav"])


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three versions of a small site."""
    folder = tmp_path_factory.mktemp("trees")
    for version in range(3):
        make_tree(folder / str(version), 12, version, pictures=4)
    return [folder / str(version) for version in range(3)]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a server of a kind, with the trouble it shall have."""
    with ExitStack() as servers:

        def server(kind: str, trouble: Trouble = SOUND) -> Host:
            folder = tmp_path / "server"
            folder.mkdir()
            host = servers.enter_context(SERVERS[kind](folder, trouble))
            for name, value in host.environment.items():
                monkeypatch.setenv(name, value)
            return host

        yield server


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch, long: bool) -> None:
    if not long:
        monkeypatch.setattr(rclone, "PAUSE", 0.1)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Files, "LIMIT", 2.0)


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("kind", KINDS)
def test_no_visitor_notices_a_deploy(
    figures: Figures, kind: str, start: Start, store: Path, tmp_path: Path, long: bool
) -> None:
    pages, enough, pictures = (1000, 10_000, 100) if long else (40, 300, 5)
    host = start(kind)
    driver = Files(host.target(store))
    make_tree(tmp_path / "0", pages, pictures=pictures)
    deploy(driver, tmp_path / "0")
    requests, faults, version = 0, list[str](), 0
    while requests < enough:  # a server in Python answers so few that one deploy is over before
        version += 1
        old, new = tmp_path / str(version - 1), tmp_path / str(version)
        make_tree(new, pages, version, pictures)
        with Visitors(host.address, old, new, people=20 if long else 4) as visitors:
            deploy(driver, new)
            visitors.wait_for(min(enough // 4, 1000))
        requests, faults = requests + visitors.requests, faults + visitors.faults
    figures(f"{kind}: {len(faults)} faults in {requests} requests, {version} deploys of {pages} pages")
    assert faults == []


@pytest.mark.timeout(3000)
def test_a_kill_at_any_moment_breaks_no_page_and_the_next_run_heals(
    figures: Figures,
    killed_kind: str,
    start: Start,
    store: Path,
    trees: list[Path],
    long: bool,
    tmp_path: Path,
) -> None:
    host, chance, kills = start(killed_kind), random.Random(4), 50 if long else 1
    target = host.target(store)
    process = deploy_apart(target, trees[0])
    begin = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    longest = time.monotonic() - begin
    stands, midway, broken, wrong = 0, 0, list[str](), list[set[str]]()
    for _ in range(kills):
        killed = (stands + chance.choice((1, 2))) % 3
        process = deploy_apart(target, trees[killed])
        assert process.stdout
        lines = chance.randrange(
            5
        )  # so many phases have begun, and a moment has passed since the last one did
        for _ in range(lines):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.1 if lines else longest))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        there = host.stands(tmp_path / "copy")
        broken += without_assets(there)
        midway += (there / NEXT).exists()
        stands = chance.choice((killed, (killed + 1) % 3, (killed + 2) % 3))
        deploy(Files(target), trees[stands])
        wrong.append(differences(host.stands(tmp_path / "copy"), trees[stands]))
    healed = wrong.count(set())
    figures(
        f"{killed_kind}: {healed} of {kills} kills healed, {midway} of them in mid-deploy, "
        f"{len(broken)} pages without an asset"
    )
    assert [each for each in wrong if each] == []
    assert broken == []


def test_rclone_ends_soon_after_a_kill(start: Start, store: Path, tmp_path: Path) -> None:
    """Otherwise it would go on uploading while the next run does."""
    host = start("sftp")
    assert host.site
    make_tree(tmp_path / "tree", 2000, pictures=2)
    process = deploy_apart(host.target(store), tmp_path / "tree")
    while not (host.site / "health").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    time.sleep(1)
    then = files(host.site)
    time.sleep(0.5)
    assert files(host.site) == then
    assert len(then) < 2000


@pytest.mark.usefixtures("hasty")
def test_a_line_that_breaks_leaves_the_old_site(
    kind: str, breaks: str, start: Start, store: Path, trees: list[Path]
) -> None:
    host = start(kind)
    deploy(Files(host.target(store)), trees[0])
    with bad_line(host.port) as line:

        def say(words: str) -> None:
            if " asset" in words:
                line.stall_after(500) if BREAKS[breaks] else line.break_after(500)

        with pytest.raises(HostError) as raised:
            deploy(Files(host.target(store, line.port)), trees[1], say)
    assert str(raised.value) == f"{NO_ANSWER} {OLD}"
    assert_stands(host, trees[0])
    deploy(Files(host.target(store)), trees[1])
    assert_stands(host, trees[1])


def test_a_line_that_stalls_is_told_within_a_minute(
    figures: Figures,
    start: Start,
    store: Path,
    trees: list[Path],
    long: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The longest way to a failure: among changed pages, so that the old ones cannot be put back either."""
    if not long:
        monkeypatch.setattr(Files, "LIMIT", 2.0)
    host = start("sftp")
    assert host.site
    deploy(Files(host.target(store)), trees[0])
    with bad_line(host.port) as line:
        begin = time.monotonic()

        def say(words: str) -> None:
            if "changed pages" in words:
                line.stall_after(20_000)

        with pytest.raises(HostError) as raised:
            deploy(Files(host.target(store, line.port)), trees[1], say)
    seconds = time.monotonic() - begin
    figures(f"stalled among changed pages: told after {seconds:.0f} s")
    assert seconds < 60
    assert str(raised.value) == f"{NO_ANSWER} {MIXED}"
    assert without_assets(host.site) == []


@pytest.mark.usefixtures("hasty")
def test_a_server_that_is_not_there_is_said(start: Start, store: Path, trees: list[Path]) -> None:
    host = start("sftp")
    with bad_line(host.port) as line:
        gone = host.target(store, line.port)
    with pytest.raises(HostError, match=f"^{re.escape(NO_ANSWER)}$"):
        deploy(Files(gone), trees[0])


@pytest.mark.parametrize("kind", ["sftp", "ftp", "webdav"])
def test_a_full_disk_leaves_the_old_site(kind: str, start: Start, store: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    make_tree(old, 5, pictures=2)
    make_tree(new, 5, pictures=2)
    (new / "film.0123456789ab.mp4").write_bytes(bytes(3_000_000))
    mark(new)
    host = start(kind, Trouble(disk=2_000_000))
    deploy(Files(host.target(store)), old)
    with pytest.raises(HostError) as raised:
        deploy(Files(host.target(store)), new)
    full = "The host has no room left. Make room there, then deploy again."
    assert str(raised.value) == f"{full if kind == 'webdav' else NO_ROOM} {OLD}"
    assert_stands(host, old)


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_that_can_only_be_read_is_said(
    kind: str, start: Start, store: Path, trees: list[Path]
) -> None:
    host = start(kind, Trouble(only_read=True))
    with pytest.raises(HostError) as raised:
        deploy(Files(host.target(store)), trees[0])
    assert str(raised.value) == (
        "The host does not let this user write there. Correct the folder or the rights, then deploy again. "
        "No site stands there yet."
    )


@pytest.mark.parametrize("kind", ["ftp", "webdav", "s3"])
def test_a_wrong_password_is_said(
    kind: str, start: Start, store: Path, trees: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    host = start(kind, Trouble(locked=kind == "s3"))
    for name in host.environment:
        monkeypatch.setenv(name, "wrong")
    begin = time.monotonic()
    with pytest.raises(HostError) as raised:
        deploy(Files(host.target(store)), trees[0])
    what = "access key, its secret, or what they want to do" if kind == "s3" else "user name or the password"
    assert str(raised.value) == f"The host refused the {what}. Correct them, then deploy again."
    assert time.monotonic() - begin < 20


def test_a_wrong_key_is_said(start: Start, store: Path, trees: list[Path], tmp_path: Path) -> None:
    target = start("sftp").target(store)
    other = tmp_path / "server/host"  # a key, but of nobody who may enter
    with pytest.raises(HostError, match=r"^The host refused the user name or the password\."):
        deploy(Files(with_setting(target, "key_file", str(other))), trees[0])


def assert_stands(host: Host, tree: Path) -> None:
    """That every file of a tree is on the host as it should be."""
    if host.site:
        assert files(tree).items() <= files(host.site).items()
        return
    for path in ("index.html", "404.html", "robots.txt"):
        with urlopen(f"{host.address}/{path}", timeout=20) as answer:
            assert answer.read() == (tree / path).read_bytes()


def with_setting(target: Target, key: str, value: Value) -> Target:
    return replace(target, settings={**target.settings, key: value})


def test_how_long_it_takes(
    figures: Figures, timed_kind: str, start: Start, store: Path, tmp_path: Path, long: bool
) -> None:
    pages, pictures = (1000, 100) if long else (20, 5)
    driver = Files(start(timed_kind).target(store))
    old, new = tmp_path / "old", tmp_path / "new"
    make_tree(old, pages, pictures=pictures)
    make_tree(new, pages, 1, pictures)
    deploy(driver, old)
    took = {}
    for what in ("nothing", "one page", "all"):
        if what == "one page":
            change_page(old, "New.")
        begin = time.monotonic()
        deploy(driver, new if what == "all" else old)
        took[what] = time.monotonic() - begin
    figures(f"{timed_kind}: " + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in took.items()))
    live = driver.live().manifest
    assert live
    assert live.files == parse((new / MARK).read_bytes(), "").files
