from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.tools.deploy.deploying import deploy, files
from tests.tools.deploy.plain_host import PAGES, Plain, versions
from tests.tools.deploy.trees import change_page, make_tree
from tools.deploy.driver import HostError, Release
from tools.deploy.manifest import parse
from tools.swap import MARK


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return versions(tmp_path_factory.mktemp("trees"))


@pytest.fixture
def host(tmp_path: Path) -> Plain:
    return Plain(tmp_path / "store", tmp_path / "site")


def test_an_earlier_build_comes_back_also_when_its_tree_has_changed(host: Plain, tmp_path: Path) -> None:
    make_tree(tmp_path / "tree", PAGES, pictures=3)
    before = files(tmp_path / "tree")
    deploy(host, tmp_path / "tree")
    old = host.releases()[0].build
    change_page(tmp_path / "tree", "New.")
    deploy(host, tmp_path / "tree")
    host.back(old, lambda line: None)
    assert files(host.site) == before


def test_a_build_that_is_gone_is_said(host: Plain) -> None:
    with pytest.raises(HostError) as raised:
        host.back("0123456789ab", print)
    assert str(raised.value) == (
        "There is no build 0123456789ab on this computer any more. "
        "`python3 tasks.py deploy.list` shows those there are."
    )


def test_three_builds_are_kept_besides_the_live_one_newest_first(host: Plain, trees: list[Path]) -> None:
    for tree in trees:
        deploy(host, tree)
    builds = [parse((tree / MARK).read_bytes(), "").build for tree in trees]
    found = host.releases()
    assert [release.build for release in found] == builds[:1:-1]
    assert [release.live for release in found] == [True, False, False, False]
    assert (
        abs(time.time() - time.mktime(time.strptime(found[0].when, "%Y-%m-%d %H:%M")) - time.timezone) < 120
    )


def test_a_live_build_of_another_computer_is_listed_without_a_date(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    build = host.releases()[0].build
    elsewhere = Plain(host.store.with_name("elsewhere"), host.site)
    assert elsewhere.releases() == [Release(build, "", True)]


def test_a_build_that_never_went_live_is_no_release(host: Plain, trees: list[Path]) -> None:
    """A rollback after a failure must not bring the build that failed."""
    deploy(host, trees[0])
    before = [release.build for release in host.releases()]
    host.breaks = "index.html"
    with pytest.raises(HostError):
        deploy(host, trees[1])
    assert [release.build for release in host.releases()] == before
    deploy(host, trees[2])
    assert len(list((host.store / "releases").iterdir())) == 2


def test_a_store_that_takes_no_files_is_said(host: Plain, trees: list[Path]) -> None:
    host.store.mkdir()
    (host.store / "releases").write_text("In the way.")
    with pytest.raises(HostError) as raised:
        deploy(host, trees[0])
    assert str(raised.value) == (
        f"A copy of the site could not be written to {host.store} (Not a directory). Nothing was sent."
    )
    assert not host.site.exists()
