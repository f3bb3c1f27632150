"""In: something that every page depends on, or what was kept, has changed. Out: everything is built, rightly, and it is said why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from plugins.incremental import doubts, seal, state
from rules.problem import SiteError
from tests.plugins.incremental.project import CODE, Project, no_index, tree
from tools import build, report, unchanged


@pytest.fixture
def standing(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    assert made.build().because == "there is no earlier build of this output"
    return made


def test_every_fact_of_the_ground_is_told_when_it_has_changed(
    standing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One build after another, each for another reason; the last one compared with a clean one."""
    root = standing.root
    for file, name in (
        (root / "theme/templates/article.html", "theme/templates/article.html"),
        (root / "theme/static/css/base.css", "theme/static/css/base.css"),
        (root / "pelicanconf.py", "pelicanconf.py"),
    ):
        file.write_text(file.read_text() + "\n")
        assert standing.build().because == f"{root / name} has changed"
    standing.change("clinic.toml", "7000", "7001")
    assert standing.build().because == f"{root}/content/clinic.toml has changed"
    assert "555-7001" in (standing.output / "health/text-0/index.html").read_text()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    assert standing.build().because == "SOURCE_DATE_EPOCH is another"
    (root / "more.py").write_text("")
    assert standing.build().because == f"{root}/more.py has changed"
    (root / "more.py").unlink()
    assert standing.build().because == f"{root}/more.py is gone"
    assert standing.difference() == []


def test_code_packages_and_python_are_ground(standing: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    now = doubts.now(standing.root, standing.content)
    for name in ("plugins/links.py", "rules/head.py", "tools/search.py"):
        assert str(CODE / name) in now.ground
    known = standing.build().state
    assert known
    assert doubts.doubt(known, now, standing.output) == ""
    for words in ("Python is another", "the packages are others"):
        other = doubts.Now(now.ground, {**now.facts, words: "another"}, now.time)
        assert doubts.doubt(known, other, standing.output) == words
    path = str(CODE / "plugins/links.py")
    size, *rest = now.ground[path]
    known.ground[path] = known.ground[path]._replace(digest=b"another")
    other = doubts.Now({**now.ground, path: (size + 1, *rest)}, now.facts, now.time)  # type: ignore[dict-item]
    assert doubts.doubt(known, other, standing.output) == "plugins/links.py has changed"


def test_another_day_and_a_clock_that_was_set_back_build_all(standing: Project) -> None:
    known = standing.build().state
    assert known
    now = doubts.now(standing.root, standing.content)
    for time, said in ((known.day[1], "it is another day"), (known.day[0] - 1, "the clock was set back")):
        assert doubts.doubt(known, doubts.Now(now.ground, now.facts, time), standing.output) == said


def test_an_output_that_was_edited_or_deleted_by_hand_is_mended(standing: Project) -> None:
    page = standing.output / "health/text-0/index.html"
    right = page.read_bytes()
    page.write_text("by hand")
    assert standing.build().because == "output/health/text-0/index.html is not as the last build left it"
    assert page.read_bytes() == right
    page.unlink()
    assert standing.build().because == "output/health/text-0/index.html is gone"
    assert page.read_bytes() == right
    shutil.rmtree(standing.output)
    assert standing.build().because.endswith(" is gone")
    assert page.read_bytes() == right


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1] + b"x",
        lambda data: b"x" + data,
        lambda data: data.replace(state.MAGIC, state.MAGIC.replace(b"1", b"0")),  # of another time
    ],
)
def test_a_damaged_truncated_or_foreign_state_is_not_believed(standing: Project, damage: object) -> None:
    (file,) = (standing.root / ".cache/builds").glob("*.state")
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    before = tree(standing.output)
    assert standing.build().because == "what was kept of the last build is damaged"
    assert tree(standing.output) == before


def test_a_state_of_other_code_is_damaged(tmp_path: Path) -> None:
    import hashlib
    import pickle

    data = pickle.dumps({"not": "a state"})
    file = tmp_path / "x.state"
    file.write_bytes(state.MAGIC + hashlib.sha256(data).digest() + data)
    with pytest.raises(state.Damaged):
        state.load(file)


def test_a_build_that_was_killed_leaves_nothing_that_the_next_one_believes(standing: Project) -> None:
    """Killed before its output took its place, and after that but before it was noted."""
    script = (
        "import os, sys; from pathlib import Path; from tools import build, swap; from plugins.incremental import state\n"
        "put = swap._put\n"
        "def before(*a): os._exit(9)\n"
        "def after(*a): put(*a); os._exit(9)\n"
        "swap._put = {'before': before, 'after': after}[sys.argv[1]]\n"
        "root = Path(sys.argv[2])\n"
        "build.build(root, root / 'content', root / 'output', index=lambda *a: {})\n"
    )
    for moment in ("before", "after"):
        standing.change("articles/text-0.md", "walk", f"walk{moment}")
        done = subprocess.run(
            [sys.executable, "-c", script, moment, str(standing.root)], cwd=CODE, capture_output=True
        )
        assert done.returncode == 9, done.stderr.decode()
        assert standing.difference() == []


def test_a_second_builder_is_refused_and_the_first_one_is_right(standing: Project) -> None:
    standing.change("articles/text-0.md", "walk", "swim")
    refused: list[str] = []

    def other(*_: object) -> dict[str, str]:
        def again() -> None:
            try:
                build.build(standing.root, standing.content, standing.output, index=no_index)
            except SiteError as error:
                refused.append(str(error))

        thread = threading.Thread(target=again)
        thread.start()
        thread.join()
        return {}

    build.build(standing.root, standing.content, standing.output, index=other)
    assert refused == [
        f"Another build is writing {standing.output} at this moment. Wait until it is done, then try again."
    ]
    assert "Take a swim" in (standing.output / "health/text-0/index.html").read_text()


def sealed(project: Project) -> list[str] | None:
    return seal.said(
        seal.file_of(str(project.root), str(project.content), str(project.output), False, "seal")
    )


def test_a_seal_answers_while_nothing_has_changed_and_not_after(
    standing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sealed(standing) is None  # its files were written just now
    monkeypatch.setattr("plugins.stamps.UNSURE", 0)
    monkeypatch.setattr("plugins.incremental.seal.UNSURE", 0)
    shutil.rmtree(standing.root / ".cache/builds")
    standing.build()
    plain, coloured = sealed(standing) or ["", ""]
    assert plain.endswith(
        f"Nothing changed. Looked at {count(standing)} pages in {standing.output} in \0 s: no problems."
    )
    assert plain in (coloured, plain)
    for path in (
        "content/articles/text-0.md",
        "output/health/text-0/index.html",
        "theme/templates/base.html",
    ):
        file = standing.root / path
        stat = file.stat()
        os.utime(file, ns=(0, 0))
        assert sealed(standing) is None, path
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        standing.build()
        assert sealed(standing), path
    (standing.content / "articles/new.md").write_text("Title: New\n\n")
    assert sealed(standing) is None
    (standing.content / "articles/new.md").unlink()
    standing.build()
    assert sealed(standing)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert sealed(standing) is None
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert sealed(standing) is None


@pytest.mark.parametrize(
    "name", ["content/articles/text-0.md", "content/articles/new.md", "theme/templates/base.html"]
)
def test_what_changes_while_a_build_runs_is_never_sealed(
    standing: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("plugins.stamps.UNSURE", 0)
    monkeypatch.setattr("plugins.incremental.seal.UNSURE", 0)
    shutil.rmtree(standing.root / ".cache/builds")

    def saved_meanwhile(*arguments: object) -> dict[str, str]:
        file = standing.root / name
        file.write_text((file.read_text() if file.exists() else "Title: New\n\n") + "\nMore.\n")
        return {}

    build.build(standing.root, standing.content, standing.output, index=saved_meanwhile)
    assert sealed(standing) is None
    assert standing.difference() == []


def count(project: Project) -> int:
    return len(list(project.output.rglob("*.html")))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["build"], (False, "", "")),
        (["build", "--publish", "--output", "x"], (True, "", "x")),
        (["build", "--content=y"], (False, "y", "")),
        (["build", "--clean"], None),
        (["build", "--output"], None),
        (["check"], None),
        ([], None),
    ],
)
def test_only_a_plain_build_is_answered(words: list[str], asked: tuple[bool, str, str] | None) -> None:
    assert unchanged._asked(words) == asked


def test_what_made_a_page_necessary_is_told(standing: Project) -> None:
    standing.change("articles/text-1.md", "Title: Good walking 1", "Title: Best walking")
    found = standing.build()
    assert report.summary(found).startswith("Changed: 1 text. Wrote ")
    assert build.why(found, "content/articles/text-1.md").endswith(
        "was made the last time because its text was edited."
    )
    assert build.why(found, "/health/text-3/") == (
        "health/text-3/index.html was made the last time because what other pages show of articles/text-1.md has changed."
    )
    assert build.why(found, "contact/").endswith(
        "because all was built, as there is no earlier build of this output."
    )
    with pytest.raises(SiteError) as raised:
        build.why(found, "nowhere/")
    assert str(raised.value) == "No page of this site is called nowhere/. Name its text, or its address."
