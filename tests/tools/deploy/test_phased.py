from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.conftest import Figures
from tests.tools.deploy.deploying import deploy, files, is_exactly, without_assets
from tests.tools.deploy.plain_host import PAGES, Plain, first, kind, versions
from tests.tools.deploy.servers import web_server
from tests.tools.deploy.trees import change_page, make_tree
from tests.tools.deploy.visitors import Visitors
from tools.deploy.announced import NEXT
from tools.deploy.driver import HostError, Say
from tools.deploy.manifest import is_asset, parse
from tools.deploy.plan import plan
from tools.swap import MARK


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return versions(tmp_path_factory.mktemp("trees"))


@pytest.fixture
def host(tmp_path: Path) -> Plain:
    return Plain(tmp_path / "store", tmp_path / "site")


def test_a_first_deploy_brings_every_file(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    assert is_exactly(host.site, trees[0])


def test_order_is_assets_new_pages_other_files_changed_pages_then_the_mark_then_deletions(
    host: Plain, trees: list[Path]
) -> None:
    deploy(host, trees[0])
    new = files(trees[1]).keys() - files(trees[0]).keys()
    host.done.clear()
    deploy(host, trees[1])
    order = [f"new {kind(path)}" if path in new else kind(path) for path in host.done]
    assert list(dict.fromkeys(order)) == [
        NEXT, "new asset", "new page", "other", "page", MARK, "deletion",
    ]  # fmt: skip
    assert host.done[-1] == f"-{NEXT}"


def test_nothing_is_sent_when_nothing_changed(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    host.done.clear()
    deploy(host, trees[0])
    assert host.done == []


def test_one_changed_page_is_all_that_is_sent(host: Plain, tmp_path: Path) -> None:
    make_tree(tmp_path / "tree", PAGES, pictures=3)
    deploy(host, tmp_path / "tree")
    page = change_page(tmp_path / "tree", "New.")
    host.done.clear()
    deploy(host, tmp_path / "tree")
    assert host.done == [NEXT, page, MARK, f"-{NEXT}"]


def test_what_is_coming_stands_on_the_host_until_the_end(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    host.breaks, host.dead = first(host, trees[1], "page"), True
    with pytest.raises(HostError):
        deploy(host, trees[1])
    both = [parse((tree / MARK).read_bytes(), "").files for tree in trees[:2]]
    differ = {path for path in both[0].keys() | both[1].keys() if both[0].get(path) != both[1].get(path)}
    assert host.live().doubtful == {path for path in differ if path in both[1] or not is_asset(path)}


@pytest.fixture(scope="module")
def order(trees: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What happens, in order, while the second site goes over the first."""
    folder = tmp_path_factory.mktemp("order")
    host = Plain(folder / "store", folder / "site")
    deploy(host, trees[0])
    host.done.clear()
    deploy(host, trees[1])
    return host.done


@pytest.mark.parametrize("following", [0, 1, 2])
@pytest.mark.parametrize("moment", ["asset", "page", MARK, "deletion"])
def test_a_run_after_a_broken_one_leaves_exactly_its_own_build(
    host: Plain, trees: list[Path], order: list[str], moment: str, following: int
) -> None:
    """Whichever build follows: the one before, the broken one again, or another."""
    deploy(host, trees[0])
    host.breaks, host.dead = [what for what in order if kind(what) == moment][-1], True
    with pytest.raises(HostError):
        deploy(host, trees[1])
    assert without_assets(host.site) == []
    host.breaks = ""
    deploy(host, trees[following])
    assert is_exactly(host.site, trees[following])


def test_a_failure_before_visitors_see_anything_says_that_the_site_is_as_it_was(
    host: Plain, trees: list[Path]
) -> None:
    deploy(host, trees[0])
    host.breaks = next(path for path in files(trees[1]) if is_asset(path))
    with pytest.raises(HostError, match=r"^The line broke\. The live site is as it was\.$"):
        deploy(host, trees[1])
    assert files(trees[0]).items() <= files(host.site).items()


def test_a_failure_among_changed_pages_puts_the_old_ones_back(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    host.breaks = "index.html"
    said: list[str] = []
    with pytest.raises(HostError, match=r"^The line broke\. The live site is as it was\.$"):
        deploy(host, trees[1], said.append)
    assert said[-1] == "This did not work. Putting the old pages back ..."
    assert files(trees[0]).items() <= files(host.site).items()


def test_a_failure_that_cannot_be_undone_says_that_pages_are_mixed(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    host.breaks, host.dead = "index.html", True
    mixed = "Some pages there are new and some are old, each with all that it needs: deploy again to finish."
    with pytest.raises(HostError, match=rf"^The line broke\. {mixed}$"):
        deploy(host, trees[1])
    assert without_assets(host.site) == []


def test_a_failure_among_deletions_says_that_the_new_site_is_live(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    gone = next(path for path in files(trees[0]) if path not in files(trees[1]) and not is_asset(path))
    host.breaks = f"-{gone}"
    live = "The new site is live, but what should go away still stands there: deploy again to finish."
    with pytest.raises(HostError, match=rf"^The line broke\. {live}$"):
        deploy(host, trees[1])
    deploy(host, trees[1])
    assert is_exactly(host.site, trees[1])


def test_a_failure_of_the_first_deploy_says_that_there_is_no_site(host: Plain, trees: list[Path]) -> None:
    host.breaks = "index.html"
    with pytest.raises(HostError, match=r"^The line broke\. No site stands there yet\.$"):
        deploy(host, trees[0])
    deploy(host, trees[0])
    assert is_exactly(host.site, trees[0])


def test_a_site_of_somebody_else_is_left_alone(host: Plain, trees: list[Path]) -> None:
    host.site.mkdir()
    (host.site / "index.html").write_text("Mine.")
    with pytest.raises(HostError) as raised:
        deploy(host, trees[0])
    assert str(raised.value) == (
        "A site that this program did not put there stands at the host. "
        "If it may go, take its index.html away, then deploy again; if not, choose another place. "
        "Nothing was changed."
    )
    assert [file.name for file in host.site.iterdir()] == ["index.html"]


def test_a_damaged_mark_is_said(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    (host.site / MARK).write_text("{")
    with pytest.raises(SiteError, match=r"^deploy\.json at the host is damaged or was not written by this"):
        deploy(host, trees[1])


def test_a_second_deploy_on_this_computer_is_refused(host: Plain, trees: list[Path]) -> None:
    other = Plain(host.store, host.site)
    with host.hold(), pytest.raises(HostError) as raised:
        deploy(other, trees[0])
    assert str(raised.value) == (
        "Another deploy to the host runs on this computer at this moment. Wait until it is done, then try again."
    )


def test_a_deploy_that_another_one_overtakes_stops(host: Plain, trees: list[Path]) -> None:
    deploy(host, trees[0])
    send = host.send

    def overtaken(folder: Path, paths: Sequence[str], say: Say) -> None:
        send(folder, paths, say)
        if any(map(is_asset, paths)):
            (host.site / NEXT).write_text('{"token": "another", "when": 0, "touches": []}')

    host.send = overtaken  # type: ignore[method-assign]
    with pytest.raises(HostError) as raised:
        deploy(host, trees[1])
    assert str(raised.value) == (
        "Another deploy to the host began at the same time, so this one stopped. The live site is as it was."
    )
    assert files(trees[0]).items() <= files(host.site).items()


def test_a_deploy_that_was_finished_in_the_meantime_is_not_overwritten(
    host: Plain, trees: list[Path]
) -> None:
    deploy(host, trees[0])
    live = host.live()
    stale = plan(parse((trees[1] / MARK).read_bytes(), ""), live.manifest)
    deploy(host, trees[2])
    with pytest.raises(HostError) as raised:
        host.put(stale, trees[1], print)
    assert str(raised.value) == (
        "Another deploy to the host was finished in the meantime. "
        "Nothing was sent: deploy again to compare with what is live now."
    )
    assert is_exactly(host.site, trees[2])


def test_assets_of_three_builds_before_stay(host: Plain, trees: list[Path]) -> None:
    for tree in trees:
        deploy(host, tree)
    assets = [{path for path in files(tree) if is_asset(path)} for tree in trees]
    stay = {path for path in files(host.site) if is_asset(path)}
    assert stay == assets[5] | assets[4] | assets[3] | assets[2]


@pytest.fixture
def address(host: Plain, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "web").mkdir()
    with web_server(tmp_path / "web", host.site) as found:
        yield found


def test_no_visitor_notices_a_deploy(
    figures: Figures, host: Plain, address: str, tmp_path: Path, long: bool
) -> None:
    pages, enough = (1000, 10_000) if long else (200, 1000)
    make_tree(tmp_path / "old", pages)
    make_tree(tmp_path / "new", pages, version=1)
    deploy(host, tmp_path / "old")
    with Visitors(address, tmp_path / "old", tmp_path / "new") as visitors:
        visitors.wait_for(enough // 2)
        deploy(host, tmp_path / "new")
        visitors.wait_for(enough)
    figures(f"a folder: {visitors}")
    assert visitors.faults == []
