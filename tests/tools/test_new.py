from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.problem import SiteError
from tools import new, run

ROOT = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 11, 24)
FACTS = (ROOT / "content/clinic.toml").read_text(encoding="utf-8")
TITLES = (
    "Massage for back pain",
    "Sciatica: pain down one leg",
    "Our new front door",
    "Étirements & posture",
    "What a visit costs",
)
PERSON = '\n[[people]]\nid = "ann"\nname = "Ann Example"\nrole = "Chiropractor"\ncredentials = "D.C."\n'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with facts, one person and the page on urgent help, and nothing else."""
    folder = tmp_path / "content"
    (folder / "pages").mkdir(parents=True)
    (folder / "clinic.toml").write_text(FACTS + PERSON, encoding="utf-8")
    urgent = (ROOT / "content/pages/urgent-help.md").read_text(encoding="utf-8")
    (folder / "pages/urgent-help.md").write_text(
        re.sub(r"\]\([^)]*\.md[^)]*\)", "](/)", urgent), encoding="utf-8"
    )
    return folder


class Person:
    """Answers questions that contain a text, each answer once; Enter to all others."""

    def __init__(self, **answers: list[str]):
        self.answers: dict[str, Iterator[str]] = {k.replace("_", " "): iter(v) for k, v in answers.items()}
        self.heard: list[str] = []

    def ask(self, question: str) -> str:
        return next((next(told, "") for part, told in self.answers.items() if part in question), "")

    def say(self, words: str) -> None:
        self.heard.append(words)


def make(content: Path, title: str, kind: str = "article", person: Person | None = None) -> str:
    """The text of the one draft that this makes."""
    before = set(content.rglob("*.md"))
    who = person or Person()
    assert new.main(content, title, kind, who.ask if person else None, who.say, TODAY) == 0
    (file,) = set(content.rglob("*.md")) - before
    return file.read_text(encoding="utf-8")


def test_a_fresh_draft_has_nothing_that_must_be_mended(content: Path) -> None:
    for kind in new.FOLDERS:
        for title in TITLES:
            make(content, f"{title} {kind}", kind)
    site, found = run.run(ROOT, content, content / "out", publish=False, check_only=True)
    assert len(site.documents) == 1 + len(new.FOLDERS) * len(TITLES)
    assert [str(p) for p in found if p.severity == "E"] == []


@pytest.mark.parametrize("kind", new.FOLDERS)
def test_no_note_reaches_the_page(content: Path, kind: str) -> None:
    make(content, "Massage for back pain", kind)
    site, _ = run.run(ROOT, content, content / "out", publish=False, check_only=True)
    (page,) = (document for document in site.documents if document.draft)
    assert "!--" not in page.html and "[^" not in page.html
    assert "Sources" not in page.html  # the example of a source is none
    words = " ".join(re.sub(r"<[^>]+>", " ", page.html).split())
    assert "Delete each" not in words and "Here" not in words


@pytest.mark.parametrize("kind", new.FOLDERS)
def test_a_draft_stays_off_the_public_site(content: Path, kind: str) -> None:
    assert "\nStatus: draft\n" in make(content, "Sore shoulder", kind)


def test_a_condition_has_its_emergency_card_first(content: Path) -> None:
    text = make(content, "Sore shoulder", "condition")
    assert "\nKind: symptom\n" in text
    assert 0 < text.index("!!! emergency") < text.index("## What it is")
    assert "[any of these warning signs](../urgent-help.md)" in text
    assert "## Risks" not in text


def test_a_service_has_risks_and_other_options(content: Path) -> None:
    text = make(content, "Cupping", "service")
    assert "\nKind: treatment\n" in text
    assert text.index("!!! risk") < text.index("## Other options")
    assert "!!! emergency" not in text


def test_an_article_of_unknown_kind_keeps_both_parts_ready(content: Path) -> None:
    text = make(content, "Massage for back pain")
    assert "Kind:" not in text.partition("\n\n")[0]
    assert "Is yours about neither? Take the box out." in text
    assert "Is yours about none? Take them out." in text


def test_without_a_page_on_urgent_help_nothing_links_to_it(content: Path) -> None:
    (content / "pages/urgent-help.md").unlink()
    assert "urgent-help" not in make(content, "Sore shoulder", "condition")


def test_answers_fill_the_head(content: Path) -> None:
    summary = "Gentle use helps most sore shoulders. See a doctor after a fall."
    person = Person(
        In_one_sentence=[summary],
        Which_topic=["moving"],
        Who_writes=["ann"],
        What_is_it_about=["Symptom, self-care"],
    )
    text = make(content, "Sore shoulder", person=person)
    assert text.partition("\n\n")[0].split("\n") == [
        "Title: Sore shoulder", "Date: 2026-11-24", f"Summary: {summary}", "Category: moving", "Author: ann",
        "Kind: symptom, self-care", "Status: draft",
    ]  # fmt: skip
    assert "!!! emergency" in text and "!!! risk" not in text
    assert "Summary: the answer" not in text and "Category: one of" not in text


def test_a_wrong_answer_is_explained_and_asked_again(content: Path) -> None:
    person = Person(
        In_one_sentence=["Too short.", ""],
        Which_topic=["slep", "sleep"],
        What_is_it_about=["symptoms", "symptom"],
    )
    text = make(content, "Sore shoulder", person=person)
    assert "\nCategory: sleep\n" in text and "\nKind: symptom\n" in text
    assert person.heard[:3] == [
        "That has 10 characters. Use 50 to 160, or press Enter.",
        "`slep` is not known. Did you mean `sleep`?",
        "`symptoms` is not known. Did you mean `symptom`?",
    ]


def test_it_says_where_the_draft_is_and_what_lists_a_service(content: Path) -> None:
    person = Person()
    make(content, "Cupping", "service", person)
    assert person.heard == [
        f"Your draft is {content}/pages/services/cupping.md. `python3 tasks.py serve` shows it; only you see it until it is done.",
        'To list it with the others, add to clinic.toml: [[services]] with id = "cupping" and its name.',
    ]


@pytest.mark.parametrize(
    ("title", "kind", "said"),
    [
        ("Cupping", "artcle", "There is no kind of page `artcle`. Did you mean `article`?"),
        ("Cupping", "xyz", "There is no kind of page `xyz`. Use one of: article, page, service, condition."),
        (" ", "page", 'Say what the page is about, in plain words: `python3 tasks.py new "Sore shoulder"`.'),
        (
            "<b>Hi</b>",
            "page",
            'Say what the page is about, in plain words: `python3 tasks.py new "Sore shoulder"`.',
        ),
    ],
)
def test_wrong_use_ends_in_a_sentence(content: Path, title: str, kind: str, said: str) -> None:
    with pytest.raises(SiteError) as raised:
        new.main(content, title, kind, None, print, TODAY)
    assert str(raised.value) == said


def test_a_title_that_is_taken_names_its_file(content: Path) -> None:
    with pytest.raises(SiteError) as raised:
        new.main(content, "when to get  Urgent help", "article", None, print, TODAY)
    assert str(raised.value) == (
        f"{content}/pages/urgent-help.md has this title already. Open it, or say in the title what is different."
    )


def test_a_file_that_is_there_is_never_written_over(content: Path) -> None:
    file = content / "articles/sore-shoulder.md"
    file.parent.mkdir()
    file.write_text("Title: Another\n", encoding="utf-8")
    with pytest.raises(SiteError) as raised:
        new.main(content, "Sore shoulder", "article", None, print, TODAY)
    assert (
        str(raised.value)
        == "There is a file articles/sore-shoulder.md already. Open it, or choose another title."
    )
    assert file.read_text(encoding="utf-8") == "Title: Another\n"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Back pain & sleep", "back-pain-sleep"),
        ("Don't lift: Étirements", "dont-lift-etirements"),
        ("Don’t lift", "dont-lift"),
        ("疼痛", "text"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 99, "x" * 60),
    ],
)
def test_a_title_gives_a_file_name(title: str, name: str) -> None:
    assert new.file_name(title) == name
