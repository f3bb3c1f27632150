"""In: answers of somebody who knows nothing of servers. Out: a target in deploy.toml that was tried."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from rules.problem import ContentError, SiteError
from tests.tools.test_setup import Person
from tools.deploy import setup, target


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A project without deploy.toml, whose site stands at https://clinic.test."""
    made = tmp_path / "project"
    (made / "content").mkdir(parents=True)
    facts = (
        (root / "content/clinic.toml")
        .read_text(encoding="utf-8")
        .replace("https://example.com", "https://clinic.test")
    )
    (made / "content/clinic.toml").write_text(facts, encoding="utf-8")
    return made


def folder(tmp: Path, **more: str | list[str]) -> Person:
    """Somebody who wants the site in tmp/www."""
    return Person(**{"Where_shall": "folder", "In_which_folder": str(tmp / "www"), **more})


def written(project: Path) -> str:
    return (project / "deploy.toml").read_text(encoding="utf-8")


def test_a_folder_is_asked_for_written_and_tried(project: Path, tmp_path: Path) -> None:
    person = folder(tmp_path)
    assert setup.main(project, person.ask, person.say) == 0
    assert written(project) == (
        "# Where the site goes: one table a target. `python3 tasks.py deploy.setup` asks for each.\n"
        "# No passwords here: docs/hosting.md says where they belong.\n"
        f'\n[live]\ndriver = "folder"\npath = "{tmp_path}/www"\nserver = "other"\n'
    )
    assert person.heard[-4:] == [
        "A test file went there and was taken away again.",
        "Nobody knows what serves this site, so its headers are neither set nor checked. "
        'If you know, write it into deploy.toml: server = "nginx", or another of those in docs/hosting.md.',
        "Old addresses lead on by a page of their own, because this host knows no redirects.",
        "Now bring the site there: `python3 tasks.py deploy live`.",
    ]
    assert [path.name for path in (tmp_path / "www").iterdir()] == [".deploy.lock"]


def test_every_driver_is_explained_in_words(project: Path, tmp_path: Path) -> None:
    person = folder(tmp_path)
    setup.main(project, person.ask, person.say)
    assert person.heard[:4] == [
        f"  {name:<7} {target.driver_class(name).ABOUT}" for name in ("folder", "ssh", "files", "git")
    ]


def test_what_it_wrote_is_what_deploy_reads(project: Path, tmp_path: Path) -> None:
    person = folder(
        tmp_path, What_do_you_call="preview", people_see_it="http://127.0.0.1:8080/", What_serves="nginx"
    )
    assert setup.main(project, person.ask, person.say) == 0
    found = target.load(project, "https://clinic.test")["preview"]
    assert (found.address, found.server, found.settings) == (
        "http://127.0.0.1:8080",
        "nginx",
        {"path": f"{tmp_path}/www"},
    )
    assert "What nginx has to be told shows `python3 tasks.py deploy.host preview`." in person.heard


def test_a_wrong_answer_is_explained_and_asked_again(project: Path, tmp_path: Path) -> None:
    person = Person(
        What_do_you_call=["My Site", "live"],
        Where_shall=["foldr", "folder"],
        In_which_folder=["", "www", str(tmp_path / "www")],
        What_serves=["ngnix", "nginx"],
        people_see_it=["clinic.test", "https://clinic.test/x", "https://www.clinic.test"],
    )
    assert setup.main(project, person.ask, person.say) == 0
    answers = [line for line in person.heard if not line.startswith("  ")]
    assert answers[:7] == [
        "`My Site` cannot be its name. Use small letters, digits and hyphens.",
        "There is no `foldr`. Did you mean `folder`?",
        "This cannot be left out. Please type it.",
        "There is no `ngnix`. Did you mean `nginx`?",
        '"clinic.test" is not the address of a site. Write the whole address, such as "https://example.com".',
        "The site is built for https://clinic.test, so its links would not work at https://clinic.test/x. "
        "Use an address without a path, or change [web] address in clinic.toml.",
        "`www` does not begin at the root of the disk. Write the whole path: `/srv/www`.",
    ]
    assert target.load(project, "https://clinic.test")["live"].address == "https://www.clinic.test"


def test_enter_keeps_what_stands_there_and_every_comment(project: Path, tmp_path: Path) -> None:
    text = f'# ours\n[live]\ndriver = "folder" # a stick\npath = "{tmp_path}/www"\nserver = "nginx"\n\n[other]\ndriver = "folder"\npath = "/x"\n'
    (project / "deploy.toml").write_text(text)
    person = Person()
    assert setup.main(project, person.ask, person.say) == 0
    assert written(project).replace(" # a stick", "") == text.replace(" # a stick", "")


def test_another_driver_takes_the_old_settings_away(project: Path, tmp_path: Path) -> None:
    (project / "deploy.toml").write_text(
        '[live]\ndriver = "ssh"\nhost = "h.test"\nuser = "u"\npath = "/srv"\n'
    )
    person = folder(tmp_path)
    setup.main(project, person.ask, person.say)
    assert target.load(project, "https://clinic.test")["live"].settings == {"path": f"{tmp_path}/www"}


def test_a_place_that_refuses_keeps_the_answers_and_says_why(project: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/thesis.txt").touch()
    person = folder(tmp_path)
    assert setup.main(project, person.ask, person.say) == 1
    assert person.heard[-1] == (
        f"{tmp_path}/www holds files that no deploy has put there, such as thesis.txt. "
        "Empty it or choose another folder, then deploy again. Nothing was changed. "
        "Your answers are kept: mend this, then run `python3 tasks.py deploy.setup` again."
    )
    assert "thesis" not in written(project)


def test_a_git_branch_is_asked_for_and_tried(project: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "host.git")], check=True)
    person = Person(Where_shall="git", address_of_the_repository=str(tmp_path / "host.git"))
    assert setup.main(project, person.ask, person.say) == 0
    assert target.load(project, "https://clinic.test")["live"].server == "github"
    assert "A test file went there and was taken away again." in person.heard


def test_only_questions_that_count_are_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.deploy.files.Files.probe", lambda self: None)
    asked: list[str] = []
    person = Person(
        Where_shall="files", How_do_files="s3", Which_bucket="b.test", In_which_region="us-east-1"
    )

    def ask(question: str) -> str:
        asked.append(question)
        return person.ask(question)

    assert setup.main(project, ask, person.say) == 0
    assert not any("user name" in question for question in asked)
    assert any("bucket" in question for question in asked)


def test_ctrl_c_writes_nothing(project: Path) -> None:
    person = Person(Where_shall="^C")
    assert setup.main(project, person.ask, person.say) == 130
    assert person.heard[-1] == "\nStopped. deploy.toml is as it was."
    assert not (project / "deploy.toml").exists()


def test_nobody_to_answer_ends_in_a_sentence(project: Path) -> None:
    def nobody(question: str) -> str:
        raise EOFError

    with pytest.raises(SiteError) as raised:
        setup.main(project, nobody, lambda line: None)
    assert str(raised.value) == (
        "deploy.setup asks questions, and nobody is there to answer. deploy.toml is as it was."
    )


def test_a_file_that_is_no_toml_is_named_with_its_line(project: Path) -> None:
    (project / "deploy.toml").write_text('[live]\ndriver = "f\n')
    with pytest.raises(ContentError) as raised:
        setup.main(project, lambda question: "", lambda line: None)
    assert str(raised.value.problems[0]).startswith(
        "deploy.toml:2: deploy.file: This line is not written as it should be."
    )


def test_facts_that_are_missing_are_asked_for_first(project: Path) -> None:
    shutil.rmtree(project / "content")
    with pytest.raises(ContentError) as raised:
        setup.main(project, lambda question: "", lambda line: None)
    assert str(raised.value) == "The clinic's facts cannot be used."
