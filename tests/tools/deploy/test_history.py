"""In: a folder with several builds in its past. Out: the list, the way back, and what is said of damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.tools.deploy.projects import Project
from tools.deploy import history


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Its target live is a folder that nobody serves."""
    (tmp_path / "project").mkdir()
    made = Project(tmp_path / "project")
    made.write(f'[live]\ndriver = "folder"\npath = "{tmp_path}/www"\n')
    return made


def deployed(project: Project, version: int) -> str:
    build = project.build(version=version).build
    project.deploy(yes=True)
    project.said.clear()
    return build


def www(project: Project) -> Path:
    return project.root.parent / "www"


def test_the_list_names_builds_newest_first_and_the_live_one(project: Project) -> None:
    one, two = deployed(project, 0), deployed(project, 1)
    assert history.show_list(project.run()) == 0
    assert project.said[0] == f"Builds at {www(project)}, newest first; times are UTC:"
    assert [line.split()[0] for line in project.said[1:]] == [two, one]
    assert [line.endswith("  live") for line in project.said[1:]] == [True, False]


def test_where_nothing_stands_the_list_and_the_status_say_so(project: Project) -> None:
    sentence = f"No site stands at {www(project)} yet: `python3 tasks.py deploy live` puts it there."
    assert (history.show_list(project.run()), history.show_status(project.run())) == (0, 0)
    assert project.said == [sentence, sentence]


def test_without_a_name_the_build_before_comes_back(project: Project) -> None:
    one, _ = deployed(project, 0), deployed(project, 1)
    assert history.roll_back(project.run()) == 0
    assert project.said[-1].startswith(f"{www(project)} shows build {one} again, verified; ")
    assert (www(project) / "health/page-000000/index.html").exists()


def test_the_first_digits_of_a_build_are_enough(project: Project) -> None:
    one, _, _ = deployed(project, 0), deployed(project, 1), deployed(project, 2)
    assert history.roll_back(project.run(), one[:7]) == 0
    assert project.run().driver.live().manifest.build == one  # type: ignore[union-attr]


def test_going_back_twice_leads_further_back(project: Project) -> None:
    one, _, _ = deployed(project, 0), deployed(project, 1), deployed(project, 2)
    history.roll_back(project.run())
    history.roll_back(project.run())
    assert project.said[-1].startswith(f"{www(project)} shows build {one} again, verified; ")


def test_a_build_that_was_left_can_be_named(project: Project) -> None:
    _, two = deployed(project, 0), deployed(project, 1)
    history.roll_back(project.run())
    history.roll_back(project.run(), two)
    assert project.said[-1].startswith(f"{www(project)} shows build {two} again, verified; ")


def test_a_build_that_is_not_there_is_named(project: Project) -> None:
    deployed(project, 0)
    with pytest.raises(SiteError) as raised:
        history.roll_back(project.run(), "000000")
    assert str(raised.value) == (
        f"There is no build `000000` at {www(project)}. `python3 tasks.py deploy.list` shows those there are."
    )


def test_a_build_that_is_live_is_not_brought_back(project: Project) -> None:
    one = deployed(project, 0)
    with pytest.raises(SiteError) as raised:
        history.roll_back(project.run(), one)
    assert str(raised.value) == f"{www(project)} shows build {one} already."


def test_a_first_build_has_none_before_it(project: Project) -> None:
    deployed(project, 0)
    with pytest.raises(SiteError) as raised:
        history.roll_back(project.run())
    assert str(raised.value) == f"There is no earlier build at {www(project)} to go back to."


def test_the_status_of_a_good_site_says_that_all_is_as_it_was_put(project: Project) -> None:
    one = deployed(project, 0)
    assert history.show_status(project.run()) == 0
    assert project.said[:2] == [
        f"{www(project)} shows build {one}: 126 files.",
        "That is the build that was made last on this computer.",
    ]
    assert project.said[2].startswith("Everything there is as it was put there; 126 files looked at in ")


def test_the_status_names_every_kind_of_damage(project: Project) -> None:
    deployed(project, 0)
    (www(project) / "health/page-000003/index.html").write_text("another byte")
    (www(project) / "feed.xml").unlink()
    with pytest.raises(SiteError) as raised:
        history.show_status(project.run())
    assert str(raised.value) == (
        f"{www(project)} is not what was put there. `python3 tasks.py deploy live` sends again what is wrong; "
        "what is said of headers has to be mended at the host."
    )
    kinds = sorted(line.partition(": ")[0].strip() for line in project.said[2:])
    assert kinds == ["Not the file that was put there", "Not there any more"]


def test_the_status_says_when_something_newer_was_built(project: Project) -> None:
    deployed(project, 0)
    history_run = project.run()
    new = project.build(version=1).build
    history_run.build(project.root, history_run.target, lambda line: None)
    history.show_status(history_run)
    assert project.said[1] == (
        f"The build that was made last on this computer is {new}: `python3 tasks.py deploy.plan` shows the difference."
    )


def test_the_status_says_when_a_deploy_was_broken_off(project: Project) -> None:
    deployed(project, 0)
    (www(project) / "deploy.next.json").write_text('{"token": "t", "when": 0, "touches": ["index.html"]}')
    assert history.show_status(project.run()) == 1
    assert project.said[2] == (
        "A deploy was broken off there, or somebody changed files by hand. Deploy again to put it right."
    )
