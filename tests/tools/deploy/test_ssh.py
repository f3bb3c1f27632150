"""In: releases put on a real ssh server. Out: proof of what stands there afterwards, and of the words people get."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tools.deploy.servers import SshHost, ssh_server
from tests.tools.deploy.trees import change_page, make_tree, page_path
from tools.deploy.driver import BadSetting, HostError
from tools.deploy.manifest import KEPT, Manifest, is_asset, of_folder, parse
from tools.deploy.plan import plan
from tools.deploy.ssh import Ssh
from tools.swap import MARK

MakeSite = Callable[[int], Manifest]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshHost]:
    with ssh_server(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the site stands on the host."""
    return tmp_path / "srv" / "the site"


@pytest.fixture
def ssh(host: SshHost, site: Path, tmp_path: Path) -> Ssh:
    return Ssh(host.target(tmp_path, site))


def deploy(ssh: Ssh, folder: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """As the command does it: compare with what is live, and put."""
    with ssh.hold():
        live = ssh.live()
        ssh.put(plan(parse((folder / MARK).read_bytes(), ""), live.manifest, live.doubtful), folder, say)


@pytest.fixture
def trees(tmp_path: Path) -> Callable[[int], Path]:
    """The folder of a version of a site of 60 pages."""

    def tree(version: int) -> Path:
        folder = tmp_path / f"version-{version}"
        if not folder.exists():
            make_tree(folder, pages=60, version=version)
        return folder

    return tree


def test_a_site_is_there_byte_for_byte_after_its_first_deploy(
    ssh: Ssh, site: Path, trees: Callable[[int], Path]
) -> None:
    deploy(ssh, trees(0))
    manifest = parse((trees(0) / MARK).read_bytes(), "")
    assert (site / "current").readlink() == Path("releases") / manifest.build
    assert of_folder(site / "current").files == manifest.files
    assert ssh.live().manifest == manifest


def test_a_second_deploy_is_byte_for_byte_and_keeps_the_assets_of_the_first(
    ssh: Ssh, site: Path, trees: Callable[[int], Path]
) -> None:
    deploy(ssh, trees(0))
    deploy(ssh, trees(1))
    live = ssh.live().manifest
    assert live is not None
    assert of_folder(site / "current").files == dict(sorted(live.all_files.items()))
    old = parse((trees(0) / MARK).read_bytes(), "").files
    assert {path for path in old if is_asset(path)} <= live.all_files.keys()
    assert not (site / "current" / page_path(0)).exists()


def test_what_did_not_change_is_a_hard_link_with_the_time_it_had(
    ssh: Ssh, site: Path, trees: Callable[[int], Path]
) -> None:
    deploy(ssh, trees(0))
    old = (site / "current").resolve()
    change_page(trees(0), "Closed on Monday.")
    deploy(ssh, trees(0))
    new = (site / "current").resolve()
    changed = [
        file.relative_to(new).as_posix() for file in new.rglob("*") if file.is_file()
        and not file.samefile(old / file.relative_to(new))
    ]  # fmt: skip
    assert sorted(changed) == [MARK, "index.html"]
