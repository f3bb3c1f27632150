from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.tools.deploy.deploying import deploy, files, is_exactly
from tests.tools.deploy.plain_host import Plain, first, versions
from tools.deploy import announced
from tools.deploy.announced import NEXT
from tools.deploy.driver import HostError, Live
from tools.deploy.manifest import parse
from tools.swap import MARK


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return versions(tmp_path_factory.mktemp("trees"))


@pytest.fixture
def host(tmp_path: Path) -> Plain:
    return Plain(tmp_path / "store", tmp_path / "site")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"token": "x", "when": 0, "touches": ["../x"]}', '{"touches": 3}']
)
def test_with_a_damaged_announcement_everything_is_in_doubt(
    host: Plain, trees: list[Path], text: str
) -> None:
    deploy(host, trees[0])
    (host.site / NEXT).write_text(text)
    assert host.live() == Live(parse((trees[0] / MARK).read_bytes(), ""), frozenset(files(trees[0])))
    (host.site / "robots.txt").write_text("Wrong.")
    deploy(host, trees[0])
    assert is_exactly(host.site, trees[0])


@pytest.fixture
def broken_off_elsewhere(host: Plain, trees: list[Path]) -> Plain:
    """A host to which another computer began to deploy the second site."""
    other = Plain(host.store.with_name("store of another computer"), host.site)
    deploy(other, trees[0])
    other.breaks, other.dead = first(other, trees[1], "page"), True
    with pytest.raises(HostError):
        deploy(other, trees[1])
    return host


def test_while_another_computer_deploys_nothing_is_sent(
    broken_off_elsewhere: Plain, trees: list[Path]
) -> None:
    before = files(broken_off_elsewhere.site)
    with pytest.raises(HostError) as raised:
        deploy(broken_off_elsewhere, trees[2])
    assert str(raised.value) == (
        "Another computer began a deploy to the host and has not finished it. Wait until it is done; "
        "if it was broken off, deploy again in 10 minutes, and it will be finished from here. Nothing was sent."
    )
    assert files(broken_off_elsewhere.site) == before


def test_ten_minutes_later_the_deploy_of_another_computer_is_finished(
    broken_off_elsewhere: Plain, trees: list[Path]
) -> None:
    with pytest.raises(HostError):
        deploy(broken_off_elsewhere, trees[2])
    long_ago = time.time() - announced.PATIENCE - 1
    os.utime(broken_off_elsewhere.store / announced.STRANGER, (long_ago, long_ago))
    deploy(broken_off_elsewhere, trees[2])
    assert is_exactly(broken_off_elsewhere.site, trees[2])


@pytest.mark.parametrize("hours", [-2, 2])
def test_an_announcement_that_is_hours_off_was_broken_off(
    broken_off_elsewhere: Plain, trees: list[Path], hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it comes from the future: no computer that never saw it before may be kept out for ever."""
    now = time.time() + hours * 3600
    monkeypatch.setattr(time, "time", lambda: now)
    deploy(broken_off_elsewhere, trees[2])
    assert is_exactly(broken_off_elsewhere.site, trees[2])
