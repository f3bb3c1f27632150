"""In: saves, as `serve` tells of them. Out: a preview that is always what a clean build makes, and the pages that changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plugins.incremental import edits
from tests.plugins.incremental.project import Project, no_index, tree
from tools import build, warm
from tools.job import Job


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def opened(project: Project) -> warm.Warm:
    made = warm.Warm(project.root, project.content, project.root / "preview")
    made.job = Job(project.root, project.content, project.root / "preview", False, no_index)
    assert made.answer([]) == {"pages": None, "error": "", "problems": []}
    made.ready()
    return made


def same(project: Project) -> list[str]:
    """The paths in which the preview is not what a clean build makes."""
    clean, preview = project.built(clean=True).files, tree(project.root / "preview")
    for files in (clean, preview):
        files.pop("deploy.json", None)
    return sorted(path for path in clean.keys() | preview.keys() if clean.get(path) != preview.get(path))


def test_what_is_done_while_nobody_waits_changes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    made = warm.Warm(project.root, project.content, project.root / "preview")
    made.job = Job(project.root, project.content, project.root / "preview", False, no_index)
    made.ready()
    made.answer([])
    capsys.readouterr()
    before, known = tree(project.root / "preview"), made.known
    made.ready()
    assert made.memory.view
    assert capsys.readouterr().out == ""
    assert (tree(project.root / "preview"), made.known) == (before, known)


def test_a_save_changes_its_page_and_says_so(project: Project) -> None:
    made = opened(project)
    project.change("articles/text-1.md", "Take a walk", "Take a bath")
    path = str(project.content / "articles/text-1.md")
    assert made.answer([path]) == {"pages": ["/health/text-1/"], "error": "", "problems": []}
    assert "Take a bath" in (project.root / "preview/health/text-1/index.html").read_text()
    assert made.answer([path])["pages"] == []
    project.change("articles/text-1.md", "Title: Good walking 1", "Title: Best walking")
    pages = made.answer([path])["pages"]
    assert {"/health/text-1/", "/health/text-3/", "/health/", "/"} <= {*pages}
    assert "/contact/" not in pages
    assert same(project) == []


def test_texts_come_go_and_move_many_at_once(project: Project) -> None:
    made = opened(project)
    files = [project.content / f"articles/text-{number}.md" for number in range(3)]
    files[0].unlink()
    files[1].rename(files[1].with_name("text-9.md"))
    edits.add_text(project, 0, 5)
    saved = [*files, files[1].with_name("text-9.md"), project.content / "articles/text-5.md"]
    made.answer([str(file) for file in saved])
    assert same(project) == []


def test_facts_and_theme_make_all_anew_and_edits_go_on_after_it(project: Project) -> None:
    made = opened(project)
    project.change("clinic.toml", "7000", "7001")
    assert made.answer([str(project.content / "clinic.toml")])["pages"] is None
    file = project.root / "theme/static/css/base.css"
    file.write_text(file.read_text() + "\np{margin:3px}\n")
    template = project.root / "theme/templates/layout/footer.html"
    template.write_text(template.read_text().replace("</footer>", "<p>Added</p></footer>"))
    assert made.answer([str(file), str(template)])["pages"] is None
    project.change("articles/text-1.md", "Take a walk", "Take a bath")
    made.answer([str(project.content / "articles/text-1.md")])
    page = (project.root / "preview/health/text-1/index.html").read_text()
    assert "<p>Added</p>" in page
    assert "555-7001" in page
    assert same(project) == []


def test_a_mistake_is_told_and_survived(project: Project) -> None:
    made = opened(project)
    right = project.read("clinic.toml")
    project.write("clinic.toml", "nonsense [")
    answer = made.answer([str(project.content / "clinic.toml")])
    assert answer["error"]
    assert answer["problems"][0]["path"].endswith("content/clinic.toml")
    project.write("clinic.toml", right)
    assert made.answer([str(project.content / "clinic.toml")]) == {"pages": None, "error": "", "problems": []}
    assert same(project) == []


def test_a_fault_of_the_program_is_an_answer_and_the_next_one_begins_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(project)
    path = str(project.content / "articles/text-1.md")
    project.change("articles/text-1.md", "Take a walk", "Take a bath")

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr("plugins.incremental.engine.plan", broken)
        (answer,) = warm.answers(made, [json.dumps([path])])
    assert answer["error"].startswith("Something went wrong inside the program (RuntimeError: a bug).")
    assert made.answer([path])["pages"] is None
    assert same(project) == []


def test_what_was_made_is_noted_at_the_end_and_believed_by_the_next_one(project: Project) -> None:
    made = opened(project)
    path = project.content / "articles/text-1.md"
    project.change("articles/text-1.md", "Take a walk", "Take a bath")
    list(warm.answers(made, [json.dumps([str(path)])]))
    found = build.build(project.root, project.content, project.root / "preview", index=no_index)
    assert found.unchanged


def test_after_many_edits_it_is_still_what_a_clean_build_makes(project: Project) -> None:
    """The random walk of the oracle, over saves of one warm process."""
    import random

    made, chance = opened(project), random.Random(5)
    known = ("add_words", "change_title", "change_slug", "change_date", "change_relations", "add_text", "remove_text",
             "rename_text", "change_topic", "change_heading", "link", "source", "change_draft")  # fmt: skip
    for _ in range(25):
        before = {file: file.read_bytes() for file in project.content.rglob("*.md")}
        edits.ALL[chance.choice(known)](project, chance.randrange(99), chance.randrange(99))
        after = {file: file.read_bytes() for file in project.content.rglob("*.md")}
        made.answer(
            [str(file) for file in before.keys() | after.keys() if before.get(file) != after.get(file)]
        )
    assert same(project) == []
