"""In: a project, a folder that is served, and a host that does not keep it as it was sent. Out: what is mended, and what is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.tools.deploy.projects import Project, error, page, place, served
from tests.tools.deploy.trees import change_page
from tools.deploy import history
from tools.deploy.driver import HostError
from tools.deploy.folder import Folder
from tools.deploy.run import Run
from tools.server import Handler


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with served(tmp_path) as made:
        yield made


def without_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server forgets a header from now on."""
    send = Handler.send_header

    def forgetful(self: Handler, name: str, value: str) -> None:
        if name != "X-Content-Type-Options":
            send(self, name, value)

    monkeypatch.setattr(Handler, "send_header", forgetful)


def damaging(monkeypatch: pytest.MonkeyPatch, times: int = 1) -> None:
    """The host keeps another byte than was sent, so often."""
    send = Folder.send
    left = iter(range(times))

    def damaged(self: Folder, folder: Path, paths: list[str], say: object) -> None:
        send(self, folder, paths, lambda line: None)
        pages = [path for path in paths if path.startswith("health/")]
        if pages and next(left, None) is not None:
            file = self.folder / pages[0]
            file.write_bytes(file.read_bytes().replace(b"P", b"Q", 1))

    monkeypatch.setattr(Folder, "send", damaged)


def test_what_was_damaged_there_goes_up_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.deploy.deploy.FEW", 1000)  # else it is found by chance
    project.deploy()
    page(project).write_text("something else")
    assert project.deploy() == 0
    assert project.said[:3] == [
        f"{place(project)} has this build already, but not as it was put there:",
        f"  Not the file that was put there: {place(project)}/health/page-000005/",
        "Sending 1 changed page ...",
    ]
    assert ": 1 sent again; " in project.said[-1]
    assert project.deploy() == 0


def test_what_was_damaged_before_does_not_stop_a_deploy_and_is_mended(project: Project) -> None:
    project.deploy()
    page(project).write_text("something else")
    change_page(project.built, "More")
    assert project.deploy() == 0
    assert project.said[-4:-1] == [
        "Some files there were not what was put there before; they go up again:",
        "  forced   health/page-000005/index.html",
        "Sending 1 changed page ...",
    ]
    assert history.show_status(project.run()) == 0


def test_what_the_status_found_goes_up_with_the_next_deploy(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a deploy itself would look at other addresses by chance."""
    project.deploy()
    page(project).write_text("something else")
    with pytest.raises(SiteError):
        history.show_status(project.run())
    monkeypatch.setattr(Run.look, "__defaults__", ((), (), 0))
    assert project.deploy() == 0
    assert project.said[:2] == [
        f"To {project.root.parent}/www: 1 sent again.",
        "  forced   health/page-000005/index.html",
    ]
    assert history.show_status(project.run()) == 0
    assert project.deploy() == 0
    assert project.said[-1].startswith("Nothing to do: ")


def test_a_header_that_is_missing_is_said_when_there_is_nothing_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.deploy()
    without_header(monkeypatch)
    assert error(project) == (
        f"{place(project)} has this build already, and nothing was sent, but it is not as it should be."
    )
    assert project.said[-1].startswith("  Sent without the header `X-Content-Type-Options: nosniff`: ")


def test_a_wrong_byte_takes_the_new_site_back(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    old = project.build().build
    project.deploy()
    before = page(project).read_bytes()
    project.build(version=1)
    damaging(monkeypatch)
    assert error(project) == (
        f"The new site was not as it should be for visitors, so it was taken back: {place(project)} shows build {old} as before. "
        "Mend what is listed above, then deploy again."
    )
    assert any(line.startswith("  Not the file that was put there: ") for line in project.said)
    assert page(project).read_bytes() == before
    assert history.show_status(project.run()) == 0


def test_a_missing_header_takes_the_new_site_back_and_blames_the_host(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = project.build().build
    project.deploy()
    project.build(version=1)
    without_header(monkeypatch)
    assert error(project) == (
        f"The new site was not as it should be, so build {old} was put back, "
        "but visitors do not get that one as it should be either: the fault is at the host."
    )


def test_going_back_that_fails_says_what_is_live(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.deploy()
    project.build(version=1)
    damaging(monkeypatch)

    def fails(self: Folder, build: str, say: object) -> None:
        raise HostError("The disk is full.")

    monkeypatch.setattr(Folder, "back", fails)
    assert error(project) == (
        "The new site is live, but visitors do not get it as it should be, and going back failed: The disk is full."
    )


def test_a_first_site_that_is_not_right_stays_and_is_not_called_live(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaging(monkeypatch)
    assert error(project) == (
        f"The site went up to {project.root.parent}/www, but visitors do not get it as it should be. "
        "There is no earlier one to go back to, so it stays: mend the host, then deploy again."
    )


def test_going_back_never_leads_to_a_site_that_was_taken_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = project.build().build
    project.deploy()
    project.build(version=1)
    project.deploy()
    project.build(version=2)
    damaging(monkeypatch)
    error(project)
    assert history.roll_back(project.run()) == 0
    assert project.said[-1].startswith(f"{place(project)} shows build {oldest} again, verified; ")


def test_a_slow_host_is_announced_when_something_changed_and_not_waited_for_otherwise(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.deploy.folder.Folder.SEEN_WITHIN", 600.0)
    project.build()
    project.deploy(yes=True)
    assert "This host may need 10 minutes to show what is new." in project.said
    project.said.clear()
    history.show_status(project.run())
    assert "This host may need 10 minutes to show what is new." not in project.said
