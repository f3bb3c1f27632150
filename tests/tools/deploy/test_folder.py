"""In: a folder of this computer. Out: a site in it that no visitor sees half of, whatever happens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Figures
from tests.tools.deploy import deploying
from tests.tools.deploy.deploying import deploy
from tests.tools.deploy.servers import web_server
from tests.tools.deploy.trees import make_tree
from tests.tools.deploy.visitors import Visitors
from tools.deploy.driver import HostError, Target
from tools.deploy.folder import Folder

ROOT = Path(__file__).resolve().parents[3]
COMMAND = """import sys; from pathlib import Path
from tests.tools.deploy.deploying import deploy
from tests.tools.deploy.test_folder import folder
deploy(folder(Path(sys.argv[1])), Path(sys.argv[2]))"""


def folder(tmp: Path, name: str = "live") -> Folder:
    """A driver for tmp/www, of a project in tmp/project."""
    store = tmp / "project/.cache/deploy" / name
    return Folder(Target(name, "folder", "", "other", {"path": str(tmp / "www")}, store))


def is_exactly(site: Path, tree: Path) -> bool:
    (site / ".deploy.lock").unlink(missing_ok=True)
    return deploying.is_exactly(site, tree)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """tmp_path/www, served."""
    (tmp_path / "nginx").mkdir()
    with web_server(tmp_path / "nginx", tmp_path / "www") as address:
        yield address


def test_a_site_is_put_there_changed_and_brought_back(tmp_path: Path) -> None:
    first = make_tree(tmp_path / "one", 20, 0)
    make_tree(tmp_path / "two", 20, 1)
    deploy(folder(tmp_path), tmp_path / "one")
    assert is_exactly(tmp_path / "www", tmp_path / "one")
    deploy(folder(tmp_path), tmp_path / "two")
    assert is_exactly(tmp_path / "www", tmp_path / "two")
    folder(tmp_path).back(first.build, lambda line: None)
    assert is_exactly(tmp_path / "www", tmp_path / "one")


def test_visitors_notice_nothing_while_all_of_it_changes(
    figures: Figures, tmp_path: Path, address: str, long: bool
) -> None:
    """10,000 requests and 1,000 pages with --long; a tenth of both without."""
    pages, wanted = (1000, 10_000) if long else (100, 1_000)
    make_tree(tmp_path / "one", pages, 0)
    make_tree(tmp_path / "two", pages, 1)
    deploy(folder(tmp_path), tmp_path / "one")
    with Visitors(address, tmp_path / "one", tmp_path / "two", pauses=(0.0, 0.2)) as visitors:
        visitors.wait_for(wanted // 3)
        deploy(folder(tmp_path), tmp_path / "two")
        visitors.wait_for(wanted, 240)
    figures(f"folder, {pages} pages: {visitors}")
    assert visitors.faults == []
    assert is_exactly(tmp_path / "www", tmp_path / "two")


def test_after_a_kill_at_any_moment_the_next_deploy_heals(tmp_path: Path, long: bool) -> None:
    chance, (count, pages) = random.Random(4), (30, 200) if long else (4, 100)
    make_tree(tmp_path / "0", pages, 0)
    deploy(folder(tmp_path), tmp_path / "0")
    for number in range(1, count + 1):
        make_tree(tmp_path / str(number), pages, number)
        command = [sys.executable, "-c", COMMAND, str(tmp_path), str(tmp_path / str(number))]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while process.poll() is None and not (tmp_path / "www/deploy.next.json").exists():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, pages / 1300))  # about as long as all of it takes
        process.kill()
        process.wait()
        deploy(folder(tmp_path), tmp_path / str(number))
        assert is_exactly(tmp_path / "www", tmp_path / str(number))


def test_what_a_kill_left_half_written_is_swept_away(tmp_path: Path) -> None:
    make_tree(tmp_path / "one", 5, 0)
    deploy(folder(tmp_path), tmp_path / "one")
    (tmp_path / "www/health/.deploy.part").write_text("half a pa")
    folder(tmp_path).sweep()
    assert is_exactly(tmp_path / "www", tmp_path / "one")


def test_files_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    make_tree(tmp_path / "one", 5)
    (tmp_path / "www").mkdir()
    (tmp_path / "www/thesis.txt").write_text("all my work")
    with pytest.raises(HostError) as raised:
        deploy(folder(tmp_path), tmp_path / "one")
    assert str(raised.value) == (
        f"{tmp_path}/www holds files that no deploy has put there, such as thesis.txt. "
        "Empty it or choose another folder, then deploy again. Nothing was changed."
    )
    assert sorted(path.name for path in (tmp_path / "www").glob("[!.]*")) == ["thesis.txt"]


def test_two_projects_do_not_write_into_one_folder_at_once(tmp_path: Path) -> None:
    with (
        folder(tmp_path, "live").hold(),
        pytest.raises(HostError) as raised,
        folder(tmp_path, "other").hold(),
    ):
        pass
    assert str(raised.value) == (
        f"Another deploy to {tmp_path}/www runs at this moment. Wait until it is done, then try again."
    )


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    store = tmp_path / "project/.cache/deploy/live"
    driver = Folder(Target("live", "folder", "", "other", {"path": "/proc/www"}, store))
    with pytest.raises(HostError) as raised:
        driver.probe()
    assert str(raised.value) == "A file in /proc/www could not be written: No such file or directory."


def test_a_folder_without_write_permission_says_so(tmp_path: Path) -> None:
    """A real one: mounted so that even root cannot write."""
    (tmp_path / "www").mkdir()
    done = _in_mount(tmp_path, f"mount -t tmpfs -o ro tmpfs {tmp_path}/www", "one")
    assert (
        done == f"{tmp_path}/www cannot be written to: check who may write there, or choose another folder."
    )


def test_a_full_disk_leaves_the_old_site_whole(tmp_path: Path) -> None:
    """A real one: a file system of 3 MB with a site on it, and a bigger one that does not fit."""
    make_tree(tmp_path / "small", 50, 0)
    make_tree(tmp_path / "big", 600, 0)
    (tmp_path / "www").mkdir()
    mount = f"mount -t tmpfs -o size=3m tmpfs {tmp_path}/www"
    before = f"{sys.executable} -c '{COMMAND}' {tmp_path} {tmp_path}/small && cp {tmp_path}/www/deploy.json {tmp_path}/before"
    said = _in_mount(
        tmp_path, f"{mount} && {before}", "big", f"cmp {tmp_path}/www/deploy.json {tmp_path}/before"
    )
    assert said == (
        f"The disk of {tmp_path}/www is full: delete what you do not need there, then deploy again. "
        "The live site is as it was."
    )


def _in_mount(tmp: Path, prepare: str, tree: str, after: str = "true") -> str:
    """What is said when a tree is deployed in a namespace in which prepare has mounted something."""
    if not (tmp / tree).exists():
        make_tree(tmp / tree, 5)
    deploying = f"{sys.executable} -c '{COMMAND}' {tmp} {tmp}/{tree}"
    script = f"{prepare} || exit 9; {deploying}; [ $? = 1 ] && {after}"
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1].partition(": ")[2]


def test_a_try_leaves_nothing_behind_but_its_lock(tmp_path: Path) -> None:
    folder(tmp_path).probe()
    assert [path.name for path in (tmp_path / "www").iterdir()] == [".deploy.lock"]
