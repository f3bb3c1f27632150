"""In: a project, a folder that is served, and somebody who deploys. Out: what people read, and what is live then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.tools.deploy.projects import Project, error, page, place, served
from tools.deploy import deploy, history
from tools.deploy.folder import Folder


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with served(tmp_path) as made:
        yield made


def test_the_first_deploy_asks_goes_up_and_is_verified(project: Project) -> None:
    build = project.build().build
    assert project.deploy() == 0
    assert project.questions == [
        f"No site of yours stands at {project.root.parent}/www yet. "
        f"Put it there now (126 files), for all to see at {place(project)}? (yes or no) [no] "
    ]
    assert project.said[0] == f"To {project.root.parent}/www: 126 new."
    assert project.said[21] == "  and 106 more: `python3 tasks.py deploy.plan` shows all."
    assert project.said[-1].startswith(
        f"{place(project)} is live and verified, build {build}: 126 new; 126 addresses looked at in "
    )


def test_a_no_at_the_first_deploy_sends_nothing(project: Project) -> None:
    project.answer = "no"
    assert error(project) == "Nothing was sent."
    assert not page(project).exists()


def test_nobody_to_answer_at_the_first_deploy_sends_nothing(project: Project) -> None:
    def nobody(question: str) -> str:
        raise EOFError

    run = project.run()
    run.ask = nobody
    with pytest.raises(SiteError) as raised:
        deploy.deploy(run)
    assert str(raised.value) == (
        "The first deploy to a place asks before it starts, and nobody is there to answer. Add --yes. Nothing was sent."
    )
    assert not page(project).exists()


def test_yes_is_not_asked(project: Project) -> None:
    project.answer = "no"
    assert project.deploy(yes=True) == 0
    assert project.questions == []


def test_a_second_deploy_says_what_changed_and_asks_nothing(project: Project) -> None:
    project.deploy()
    project.questions.clear()
    project.build(version=1)
    assert project.deploy() == 0
    assert project.questions == []
    assert project.said[0] == f"To {project.root.parent}/www: 103 new, 22 changed, 1 deleted."
    assert ": 103 new, 22 changed, 1 deleted; " in project.said[-1]


def test_nothing_to_do_is_said_and_still_looked_at(project: Project) -> None:
    project.deploy()
    assert project.deploy() == 0
    assert project.said[-1].startswith(f"Nothing to do: {place(project)} has this build already (")
    assert " addresses looked at in " in project.said[-1]


def test_most_of_a_site_is_not_deleted_by_mistake(project: Project) -> None:
    project.deploy()
    project.build(pages=10)
    assert error(project) == (
        f"This would delete 42% of the live site, and nothing was sent: {place(project)} is as it was. "
        "If that is right, deploy again with --many-deletions."
    )
    assert page(project, 15).exists()
    assert project.deploy(many_deletions=True) == 0
    assert not page(project, 15).exists()


def test_ctrl_c_while_files_go_up_says_how_to_finish(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.deploy()
    project.build(version=1)
    send = Folder.send

    def stopped(self: Folder, folder: Path, paths: list[str], say: object) -> None:
        if any(path.startswith("health/") for path in paths):
            raise KeyboardInterrupt
        send(self, folder, paths, lambda line: None)

    monkeypatch.setattr(Folder, "send", stopped)
    assert project.deploy() == 130
    assert project.said[-1] == (
        f"\nStopped. Visitors of {place(project)} get whole pages, old or new: deploy again to finish."
    )
    monkeypatch.undo()
    assert project.deploy() == 0
    assert history.show_status(project.run()) == 0


def test_two_deploys_of_one_target_do_not_run_at_once(project: Project) -> None:
    with project.run().alone():
        assert error(project) == (
            "Another deploy or plan for `live` runs on this computer at this moment. "
            "Wait until it is done, then try again."
        )


def test_a_plan_says_what_would_happen_and_touches_nothing(project: Project) -> None:
    project.deploy()
    before = sorted(file.stat().st_mtime_ns for file in page(project).parents[2].rglob("*"))
    new = project.build(version=1).build
    project.said.clear()
    assert deploy.show_plan(project.run()) == 0
    assert project.said[-1] == (
        f"A deploy to {project.root.parent}/www would bring build {new}: 103 new, 22 changed, 1 deleted."
    )
    assert "  new      health/page-000020/index.html" in project.said
    assert "  changed  index.html" in project.said
    assert "  deleted  health/page-000000/index.html" in project.said
    assert sorted(file.stat().st_mtime_ns for file in page(project).parents[2].rglob("*")) == before


def test_a_plan_with_nothing_to_do_says_so(project: Project) -> None:
    build = project.build().build
    project.deploy()
    project.said.clear()
    deploy.show_plan(project.run())
    assert project.said == [f"Nothing to do: {place(project)} has this build already ({build})."]


def test_a_folder_that_nobody_serves_is_looked_at_all_the_same(project: Project, tmp_path: Path) -> None:
    project.write(f'[live]\ndriver = "folder"\npath = "{tmp_path}/stick"\n')
    assert project.deploy() == 0
    assert project.said[:2] == [
        "Nobody knows what serves this site, so its headers are neither set nor checked. "
        'If you know, write it into deploy.toml: server = "nginx", or another of those in docs/hosting.md.',
        "Old addresses lead on by a page of their own, because this host knows no redirects.",
    ]
    assert project.said[-1].startswith(f"{tmp_path}/stick is live and verified, build ")
