"""In: releases put on a real ssh server. Out: proof of what stands there afterwards, and of the words people get."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from tests.tools.deploy.servers import SshHost
from tests.tools.deploy.ssh_sites import QUICK, Trees, deploy, manifest, whole
from tests.tools.deploy.trees import change_page, make_tree, page_path
from tools.deploy.driver import HostError
from tools.deploy.manifest import KEPT, is_asset
from tools.deploy.plan import plan
from tools.deploy.ssh import Ssh
from tools.swap import MARK

SAID: list[str] = []


@pytest.fixture
def trees(tmp_path: Path) -> Trees:
    """The folder of a version of a site of 20 pages."""

    def tree(version: int) -> Path:
        folder = tmp_path / f"version-{version}"
        if not folder.exists():
            make_tree(folder, pages=20, version=version, pictures=10)
        return folder

    return tree


def test_a_site_is_there_byte_for_byte_after_its_first_deploy(ssh: Ssh, site: Path, trees: Trees) -> None:
    with ssh.hold():
        assert ssh.live().manifest is None
    deploy(ssh, trees(0))
    assert whole(site, trees(0))
    assert (site / "current").readlink() == Path("releases") / manifest(trees(0)).build
    assert ssh.live().manifest == manifest(trees(0))


def test_a_second_deploy_is_byte_for_byte_and_keeps_the_assets_of_the_first(
    ssh: Ssh, site: Path, trees: Trees
) -> None:
    deploy(ssh, trees(0))
    deploy(ssh, trees(1))
    assert whole(site, trees(1))
    old = manifest(trees(0)).files
    assert {path for path in old if is_asset(path)} <= manifest(site / "current").all_files.keys()
    assert not (site / "current" / page_path(0)).exists()


def test_equal_size_and_equal_time_hide_no_change(ssh: Ssh, site: Path, trees: Trees) -> None:
    deploy(ssh, trees(0))
    for folder in (site / "current", trees(1)):
        for file in folder.rglob("*.html"):
            os.utime(file, (1_700_000_000, 1_700_000_000))
    deploy(ssh, trees(1))
    assert whole(site, trees(1))


def test_clocks_that_are_decades_wrong_change_nothing(ssh: Ssh, site: Path, trees: Trees) -> None:
    deploy(ssh, trees(0))
    for folder, years in ((site, 30), (trees(1), -30)):
        wrong = time.time() + years * 31_557_600
        for file in folder.rglob("*"):
            os.utime(file, (wrong, wrong), follow_symlinks=False)
    deploy(ssh, trees(1))
    assert whole(site, trees(1))
    with ssh.hold():
        ssh.back(manifest(trees(0)).build, SAID.append)
    assert whole(site, trees(0))


def test_what_did_not_change_is_a_hard_link(ssh: Ssh, site: Path, trees: Trees) -> None:
    deploy(ssh, trees(0))
    old = (site / "current").resolve()
    change_page(trees(0), "Closed on Monday.")
    deploy(ssh, trees(0))
    new = (site / "current").resolve()
    names = [file.relative_to(new) for file in new.rglob("*") if file.is_file()]
    assert sorted(str(name) for name in names if not (old / name).samefile(new / name)) == [
        MARK,
        "index.html",
    ]


def test_the_web_server_may_read_what_was_private_here(ssh: Ssh, site: Path, trees: Trees) -> None:
    for file in trees(0).rglob("*"):
        file.chmod(0o700 if file.is_dir() else 0o600)
    trees(0).chmod(0o700)
    deploy(ssh, trees(0))
    release = (site / "current").resolve()
    modes = {stat.S_IMODE(each.stat().st_mode) for each in [release, *release.rglob("*")]}
    assert modes == {0o755, 0o644}


def test_only_the_last_releases_stay_and_nothing_else(ssh: Ssh, site: Path, trees: Trees) -> None:
    for version in range(KEPT + 2):
        deploy(ssh, trees(version))
    builds = [manifest(trees(version)).build for version in range(KEPT + 2)]
    assert {each.name for each in (site / "releases").iterdir()} == set(builds[-KEPT - 1 :])
    assert {each.name for each in site.iterdir()} == {".lock", "current", "releases"}
    assert [build for build, _ in manifest(site / "current").older] == builds[-2 : -KEPT - 2 : -1]


def test_releases_are_listed_newest_first_with_their_time(ssh: Ssh, site: Path, trees: Trees) -> None:
    for version in range(2):
        deploy(ssh, trees(version))
    for version, when in enumerate((1_700_000_000, 1_700_086_400)):
        os.utime(site / "releases" / manifest(trees(version)).build, (when, when))
    assert [(each.build, each.when, each.live) for each in ssh.releases()] == [
        (manifest(trees(1)).build, "2023-11-15 22:13", True),
        (manifest(trees(0)).build, "2023-11-14 22:13", False),
    ]


def test_where_no_site_stands_no_releases_are_listed(ssh: Ssh) -> None:
    assert ssh.releases() == []


def test_a_release_comes_back_with_the_assets_of_the_one_that_goes(
    ssh: Ssh, site: Path, trees: Trees
) -> None:
    for version in range(2):
        deploy(ssh, trees(version))
    said: list[str] = []
    with ssh.hold():
        ssh.back(manifest(trees(0)).build, said.append)
    assert said == [f"Bringing {manifest(trees(0)).build} back ..."]
    assert whole(site, trees(0))
    assert {path for path in manifest(trees(1)).files if is_asset(path)} <= manifest(
        site / "current"
    ).all_files.keys()
    assert [each.live for each in ssh.releases()] == [True, False]


def test_after_a_release_came_back_the_next_deploy_is_whole(ssh: Ssh, site: Path, trees: Trees) -> None:
    for version in range(2):
        deploy(ssh, trees(version))
    ssh.back(manifest(trees(0)).build, SAID.append)
    deploy(ssh, trees(1))
    assert whole(site, trees(1))


def test_a_release_that_is_not_there_is_told(ssh: Ssh, trees: Trees) -> None:
    deploy(ssh, trees(0))
    with ssh.hold(), pytest.raises(HostError) as raised:
        ssh.back("0123456789ab", SAID.append)
    assert str(raised.value) == (
        f"The release 0123456789ab is not at {ssh.where} any more. "
        "`python3 tasks.py deploy.list` shows what is. The live site is as it was."
    )


def test_a_wrong_byte_on_the_host_is_mended_by_the_same_build(ssh: Ssh, site: Path, trees: Trees) -> None:
    deploy(ssh, trees(0))
    page = site / "current" / page_path(7)
    page.write_bytes(page.read_bytes().replace(b"strong", b"string", 1))
    again = plan(manifest(trees(0)), manifest(trees(0)), {page_path(7)})
    with ssh.hold():
        ssh.put(again, trees(0), SAID.append)
    assert whole(site, trees(0))
    assert [(each.build, each.live) for each in ssh.releases()] == [(manifest(trees(0)).build, True)]


def test_a_folder_with_foreign_files_is_refused(ssh: Ssh, site: Path) -> None:
    site.mkdir(parents=True)
    (site / "index.html").write_text("Hello.")
    with ssh.hold(), pytest.raises(HostError) as raised:
        ssh.live()
    assert str(raised.value) == (
        f"{ssh.where} holds files that no deploy has put there, such as index.html. "
        "Empty it or choose another folder, then deploy again. Nothing was changed."
    )


def test_a_second_deploy_at_the_same_time_is_refused(
    ssh: Ssh, host: SshHost, site: Path, tmp_path: Path
) -> None:
    with ssh.hold(), pytest.raises(HostError) as raised, Ssh(host.target(tmp_path, site), QUICK).hold():
        pass
    assert str(raised.value) == (
        f"Another deploy to {ssh.where} runs at this moment, or one broke off less than a minute ago. "
        "Wait a minute, then try again. Nothing was changed."
    )
    with ssh.hold():
        pass


def test_a_probe_leaves_nothing(ssh: Ssh, site: Path) -> None:
    ssh.probe()
    assert [each.name for each in site.iterdir()] == [".lock"]


def test_a_probe_leaves_a_site_as_it_is(ssh: Ssh, site: Path, trees: Trees) -> None:
    deploy(ssh, trees(0))
    ssh.probe()
    assert whole(site, trees(0))
    assert len(list((site / "releases").iterdir())) == 1
