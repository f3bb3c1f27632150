"""In: a bare repository whose branch a server shows. Out: releases as commits, never mixed, never lost."""

from __future__ import annotations

import hashlib
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Figures
from tests.tools.deploy.servers import web_server
from tests.tools.deploy.trees import change_page, make_tree, of_folder
from tests.tools.deploy.visitors import Visitors
from tools.deploy import clone
from tools.deploy.driver import HostError, Target
from tools.deploy.git import Git
from tools.deploy.manifest import Manifest, parse
from tools.deploy.plan import Plan, plan

ROOT = Path(__file__).resolve().parents[3]
HOOK = """#!/bin/sh
# Show a branch as hosts do: a new folder, then one rename of a link.
new={shown}.$$
mkdir "$new" && git archive pages | tar -x -C "$new" && ln -s "$new" {shown}.link && mv -T {shown}.link {shown}
"""
COMMAND = """import sys; from pathlib import Path
from tests.tools.deploy.test_git import deploy, git
deploy(git(Path(sys.argv[1])), Path(sys.argv[2]))"""
AS_IT_WAS = "What is live there is as it was."


def git(tmp: Path, repository: str = "", name: str = "live") -> Git:
    settings = {"repository": repository or str(tmp / "host.git"), "branch": "pages"}
    return Git(
        Target(name, "git", "http://localhost", "github", settings, tmp / "project/.cache/deploy" / name)
    )


def planned(driver: Git, tree: Path) -> Plan:
    live = driver.live()
    return plan(parse((tree / "deploy.json").read_bytes(), str(tree)), live.manifest, live.doubtful)


def deploy(driver: Git, tree: Path) -> Plan:
    with driver.hold():
        todo = planned(driver, tree)
        if not todo.nothing:
            driver.put(todo, tree, lambda line: None)
    return todo


def on_branch(tmp: Path) -> dict[str, str]:
    """Path -> SHA-256 of what the branch has."""
    there = tmp / "checked"
    shutil.rmtree(there, ignore_errors=True)
    there.mkdir()
    archive = _git(tmp, "archive", "pages")
    subprocess.run(["tar", "-x", "-C", str(there)], input=archive, check=True)
    return {
        file.relative_to(there).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in there.rglob("*")
        if file.is_file()
    }


def is_whole(tmp: Path, *trees: Manifest) -> bool:
    """Whether the branch is exactly one of these builds, with what its manifest keeps of older ones."""
    found = on_branch(tmp)
    live = parse((tmp / "checked/deploy.json").read_bytes(), "branch")
    del found["deploy.json"]
    return found == live.all_files and any(live.files == tree.files for tree in trees)


def _git(tmp: Path, *words: str) -> bytes:
    return subprocess.run(
        ["git", "-C", str(tmp / "host.git"), *words], check=True, capture_output=True
    ).stdout


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A bare repository."""
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "host.git")], check=True)
    return tmp_path


@pytest.fixture
def address(host: Path) -> Iterator[str]:
    """The branch as a host shows it."""
    hook = host / "host.git/hooks/post-receive"
    hook.write_text(HOOK.format(shown=host / "shown"), encoding="ascii")
    hook.chmod(0o755)
    (host / "nginx").mkdir()
    with web_server(host / "nginx", host / "shown") as address:
        yield address


def test_a_site_goes_on_a_new_branch_and_is_changed_there(host: Path) -> None:
    one = make_tree(host / "one", 20, 0)
    two = make_tree(host / "two", 20, 1)
    deploy(git(host), host / "one")
    assert is_whole(host, one)
    deploy(git(host), host / "two")
    assert is_whole(host, two)
    assert set(one.files) & {path for path in two.files if path.startswith("assets/")} == set()
    assert {path for path in one.files if path.startswith("assets/")} < set(on_branch(host))


def test_every_byte_arrives_as_it_is(host: Path) -> None:
    """Whatever git would like to make of line ends and of names."""
    body = b"one\r\ntwo\nthree\r\n\0"
    tree = host / "one"
    make_tree(tree, 1)
    (tree / "caf\u00e9 men\u00fc.txt").write_bytes(body)
    (tree / ".gitattributes").write_text("* text eol=lf\n")
    (tree / "deploy.json").unlink()
    manifest = of_folder(tree)
    (tree / "deploy.json").write_text(manifest.to_json(), encoding="utf-8")
    deploy(git(host), tree)
    assert _git(host, "cat-file", "blob", "pages:caf\u00e9 men\u00fc.txt") == body


def test_the_same_again_is_nothing_to_do(host: Path) -> None:
    make_tree(host / "one", 5)
    deploy(git(host), host / "one")
    assert planned(git(host), host / "one").nothing


def test_the_history_of_the_branch_is_the_list_of_releases(host: Path) -> None:
    builds = []
    for version in range(3):
        builds.append(make_tree(host / str(version), 5, version).build)
        deploy(git(host), host / str(version))
    found = git(host).releases()
    assert [each.build for each in found] == builds[::-1]
    assert [each.live for each in found] == [True, False, False]
    assert all(len(each.when) == len("2026-11-25 14:03") for each in found)


def test_going_back_is_a_new_commit_with_the_old_files(figures: Figures, host: Path, long: bool) -> None:
    pages = 1000 if long else 100
    one = make_tree(host / "one", pages, 0)
    two = make_tree(host / "two", pages, 1)
    start = time.monotonic()
    deploy(git(host), host / "one")
    first = time.monotonic() - start
    start = time.monotonic()
    deploy(git(host), host / "two")
    second = time.monotonic() - start
    start = time.monotonic()
    git(host).back(one.build, lambda line: None)
    back = time.monotonic() - start
    figures(
        f"git, {pages:,} pages: first deploy {first:.1f} s, all changed {second:.1f} s, back {back:.1f} s"
    )
    assert is_whole(host, one)
    assert {path for path in two.files if path.startswith("assets/")} < set(
        on_branch(host)
    )  # for slow visitors
    assert _git(host, "rev-list", "--count", "pages") == b"3\n"


def test_times_of_small_changes(figures: Figures, host: Path, long: bool) -> None:
    pages = 1000 if long else 100
    make_tree(host / "one", pages, 0)
    deploy(git(host), host / "one")
    start = time.monotonic()
    assert planned(git(host), host / "one").nothing
    nothing = time.monotonic() - start
    change_page(host / "one", "More")
    start = time.monotonic()
    deploy(git(host), host / "one")
    page = time.monotonic() - start
    figures(f"git, {pages:,} pages: nothing changed {nothing:.2f} s, one page {page:.2f} s")
    assert planned(git(host), host / "one").nothing


def test_a_build_that_is_gone_cannot_come_back(host: Path) -> None:
    make_tree(host / "one", 5)
    deploy(git(host), host / "one")
    with pytest.raises(HostError) as raised:
        git(host).back("0" * 12, lambda line: None)
    assert str(raised.value) == (
        f"There is no build {'0' * 12} at {host}/host.git, branch pages any more. "
        "`python3 tasks.py deploy.list` shows those there are."
    )


def test_visitors_notice_nothing_while_all_of_it_changes(
    figures: Figures, host: Path, address: str, long: bool
) -> None:
    """10,000 requests and 1,000 pages with --long; a tenth of both without."""
    pages, wanted = (1000, 10_000) if long else (100, 1_000)
    make_tree(host / "one", pages, 0)
    make_tree(host / "two", pages, 1)
    deploy(git(host), host / "one")
    with Visitors(address, host / "one", host / "two", pauses=(0.0, 0.2)) as visitors:
        visitors.wait_for(wanted // 3)
        deploy(git(host), host / "two")
        visitors.wait_for(wanted, 240)
    figures(f"git, {pages} pages: {visitors}")
    assert visitors.faults == []


def test_a_kill_at_any_moment_leaves_a_whole_site_and_the_next_deploy_goes_through(
    host: Path, long: bool
) -> None:
    chance, (count, pages) = random.Random(4), (30, 100) if long else (4, 40)
    before = make_tree(host / "0", pages, 0)
    deploy(git(host), host / "0")
    for number in range(1, count + 1):
        after = make_tree(host / str(number), pages, number)
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(host), str(host / str(number))], cwd=ROOT
        )
        time.sleep(chance.uniform(0.3, 1.2))
        process.kill()
        process.wait()
        assert is_whole(host, before, after)
        deploy(git(host), host / str(number))
        assert is_whole(host, after)
        before = after


def test_two_deploys_from_two_computers_do_not_mix(host: Path) -> None:
    make_tree(host / "one", 5, 0)
    two = make_tree(host / "two", 5, 1)
    make_tree(host / "three", 5, 2)
    deploy(git(host), host / "one")
    slow = git(host, name="elsewhere")
    todo = planned(slow, host / "three")
    deploy(git(host), host / "two")
    with pytest.raises(HostError) as raised:
        slow.put(todo, host / "three", lambda line: None)
    assert str(raised.value) == (
        f"Another deploy to {host}/host.git, branch pages was finished in the meantime. "
        "Nothing was sent: deploy again to compare with what is live now."
    )
    assert is_whole(host, two)


def test_a_push_that_comes_too_late_is_refused_by_the_host(host: Path) -> None:
    make_tree(host / "one", 5, 0)
    deploy(git(host), host / "one")
    copy = clone.Clone(host / "copy", str(host / "host.git"), "pages")
    tip = copy.update()
    commit = copy.commit({}, "Empty", tip)
    make_tree(host / "two", 5, 1)
    deploy(git(host), host / "two")
    with pytest.raises(HostError) as raised:
        copy.push(commit, "pages", tip)
    assert str(raised.value) == (
        f"Another deploy to {host}/host.git was finished in the meantime. "
        f"Deploy again to compare with what is live now. {AS_IT_WAS}"
    )


def test_two_deploys_on_one_computer_do_not_run_at_once(host: Path) -> None:
    with git(host).hold(), pytest.raises(HostError) as raised, git(host).hold():
        pass
    assert str(raised.value) == (
        f"Another deploy to {host}/host.git, branch pages runs on this computer at this moment. "
        "Wait until it is done, then try again."
    )


def test_a_branch_of_somebody_else_is_left_alone(host: Path) -> None:
    copy = clone.Clone(host / "copy", str(host / "host.git"), "pages")
    copy.update()
    copy.push(copy.commit({"thesis.txt": copy.add_text("all my work")}, "Work", ""), "pages", "")
    make_tree(host / "one", 5)
    with pytest.raises(HostError) as raised:
        deploy(git(host), host / "one")
    assert str(raised.value) == (
        f"{host}/host.git, branch pages holds files that no deploy has put there. "
        "Choose a branch that does not exist yet, then deploy again. Nothing was changed."
    )
    assert set(on_branch(host)) == {"thesis.txt"}


def test_what_somebody_changed_by_hand_on_the_branch_is_put_right(host: Path) -> None:
    one = make_tree(host / "one", 5)
    deploy(git(host), host / "one")
    copy = clone.Clone(host / "copy", str(host / "host.git"), "pages")
    tip = copy.update()
    entries = {**copy.entries(tip), "index.html": copy.add_text("oops"), "extra.html": copy.add_text("more")}
    copy.push(copy.commit(entries, "Quick fix", tip), "pages", tip)
    todo = deploy(git(host), host / "one")
    assert ("index.html", "forced") in {(upload.path, upload.why) for upload in todo.uploads}
    assert "extra.html" in todo.deletes
    assert is_whole(host, one)


@pytest.mark.parametrize(
    ("repository", "says"),
    [
        ("{host}/nowhere.git", "There is no repository {place}, or you may not see it. Check its address in deploy.toml."),
        ("http://127.0.0.1:1/site.git", "{place} does not answer, or the line broke off. Check the connection, then deploy again."),
        ("ssh://nobody@127.0.0.1:1/site.git", "{place} does not answer, or the line broke off. Check the connection, then deploy again."),
        ("ext::sh -c true", "{place} refused. Git says: fatal: transport 'ext' not allowed."),
    ],
)  # fmt: skip
def test_a_repository_that_cannot_be_reached_is_named(host: Path, repository: str, says: str) -> None:
    place = repository.format(host=host)
    with pytest.raises(HostError) as raised:
        git(host, place).live()
    assert str(raised.value) == f"{says.format(place=place)} {AS_IT_WAS}"


def test_a_host_that_takes_no_changes_says_so_and_keeps_the_old_site(host: Path) -> None:
    one = make_tree(host / "one", 5, 0)
    make_tree(host / "two", 5, 1)
    deploy(git(host), host / "one")
    hook = host / "host.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(HostError) as raised:
        deploy(git(host), host / "two")
    assert str(raised.value) == (
        f"{host}/host.git does not take changes to this branch. Allow them there, then deploy again. {AS_IT_WAS}"
    )
    assert is_whole(host, one)


def test_a_host_without_room_says_so_and_keeps_the_old_site(host: Path) -> None:
    one = make_tree(host / "one", 5, 0)
    make_tree(host / "two", 5, 1)
    deploy(git(host), host / "one")
    hook = host / "host.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'error: unable to write file: No space left on device' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(HostError) as raised:
        deploy(git(host), host / "two")
    assert (
        str(raised.value)
        == f"There is no room left at {host}/host.git. Make room there, then deploy again. {AS_IT_WAS}"
    )
    assert is_whole(host, one)


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "ssh"])
def test_a_host_that_falls_silent_is_given_up(
    host: Path, silent: int, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clone, "QUICK", 1.0)
    place = f"{scheme}://127.0.0.1:{silent}/site.git"
    start = time.monotonic()
    with pytest.raises(HostError) as raised:
        git(host, place).live()
    assert str(raised.value) == (
        f"{place} has not answered for 1 seconds. Check the connection, then deploy again. {AS_IT_WAS}"
    )
    assert time.monotonic() - start < 10


def test_a_wrong_password_is_refused_without_asking(host: Path) -> None:
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Refuses(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refuses)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    place = f"http://127.0.0.1:{server.server_address[1]}/site.git"
    try:
        with pytest.raises(HostError) as raised:
            git(host, place).live()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert str(raised.value) == (
        f"{place} does not let you in. Check the key or the token that `git` has for it, then deploy again. {AS_IT_WAS}"
    )


def test_a_try_leaves_no_branch_behind(host: Path) -> None:
    git(host).probe()
    assert _git(host, "for-each-ref") == b""


def test_without_git_it_says_how_to_get_it(host: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(host))
    with pytest.raises(HostError) as raised:
        git(host).live()
    assert str(raised.value) == (
        "The program git is missing on this computer. Install it (on Debian and Ubuntu: `sudo apt install git`), "
        f"then deploy again. {AS_IT_WAS}"
    )
