from __future__ import annotations

from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.tools.importing.conftest import TEXTS, Desk, Paste
from tests.tools.importing.words import head_and_body, invented, lost, notes
from tools import run
from tools.importing import command

ROOT = Path(__file__).resolve().parents[3]
WORDS = "It eases some pain, and a therapist asks you how firm you would like it to be today."
PAGE = """<!doctype html><html><head><title>Massage | A Spine Clinic</title>
<meta name="description" content="What a massage is."><meta property="article:published_time" content="2020-05-06T08:00:00Z"></head>
<body><header><nav><a href="/">Home</a></nav></header><main><article><h1>Massage</h1>
<p>A <em>massage</em> is a rub. We take our time, and you can say stop at any point of it, as often as you like.</p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="rub.jpg" alt="A rub">
<aside>By the way: it may leave you sore.</aside></article></main>
<aside><h2>Newsletter</h2><form><input placeholder="Your mail"></form></aside><footer>© 2020 Spine</footer></body></html>"""


def test_without_files_it_says_what_can_be_brought_in(desk: Desk) -> None:
    with pytest.raises(SiteError) as raised:
        desk.bring()
    assert str(raised.value) == (
        "Name what to bring in: a text file, a saved web page, a .docx, a WordPress export (.xml), or the folder of a Hugo or Jekyll site."
    )


def test_it_says_what_became_of_a_text(desk: Desk) -> None:
    file = TEXTS / "faq.txt"
    assert desk.bring(file) == 0
    assert desk.said == [
        f"{desk.content}/articles/chiropractic-faq.md: 5 headings, 5 questions, 6 left out",
        f"Brought in from {file}: 1 text, 5 questions for the clinician, 6 things left out and listed.",
        "All are drafts: nobody else sees them. Each QUESTION is for a clinician; what was left out stands at the end.\n"
        "`python3 tasks.py serve` shows them, `python3 tasks.py check` says what is to mend.",
    ]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "It is in the old format of Word. Open it in Word, choose Save as, and take .docx."),
        ("a.rtf", b"{\\rtf1 hello}", "It is RTF. Open it in Word, choose Save as, and take .docx."),
        ("a.pdf", b"%PDF-1.7", "It is a PDF. Open it, select and copy its text, and paste that into a file that ends in .txt."),
        ("a.gz", b"\x1f\x8b\x08", "It is packed. Unpack it first (a double click), and bring in what comes out."),
        ("a.jpg", b"\xff\xd8\xff\x00\x00", "It is a picture or a program, and holds no text that could be read."),
        ("a.txt", "Caf\u00e9".encode("cp1252"), "It is not saved as UTF-8. Open it in your editor, choose Save as, encoding UTF-8, and try again."),
        ("a.txt", b" \n", "It is empty."),
        ("b.txt", None, "There is no such file."),
        ("a.txt", b"x" * 5_000_001, "It is over 5 MB large: no single text is. Cut it in parts."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_text_is_refused_in_a_sentence(
    desk: Desk, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, why: str
) -> None:
    file = desk.root / name
    if data is not None:
        file.write_bytes(data)
    assert desk.bring(file) == 2
    assert capsys.readouterr().err == f"{file} was not brought in. {why}\n"
    assert desk.drafts() == {}


def test_a_refused_file_does_not_stop_the_others(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    bad = desk.root / "a.pdf"
    bad.write_bytes(b"%PDF")
    assert desk.bring(bad, TEXTS / "faq.txt") == 2
    assert list(desk.drafts()) == ["articles/chiropractic-faq.md"]
    assert "a.pdf was not brought in" in capsys.readouterr().err


def test_utf_16_with_its_mark_is_read(desk: Desk) -> None:
    file = desk.root / "a.txt"
    file.write_text(f"Café\r\n\r\n{WORDS}\r\n", encoding="utf-16", newline="")
    assert desk.draft(file).startswith("Title: Café\n")


def test_the_same_text_comes_in_once(desk: Desk) -> None:
    desk.bring(TEXTS / "faq.txt")
    copy = desk.root / "copy.txt"
    copy.write_bytes((TEXTS / "faq.txt").read_bytes())
    assert desk.bring(copy) == 0
    assert (
        desk.said[-1]
        == f"{copy} came in before, as articles/chiropractic-faq.md. `--again` brings it in once more."
    )
    desk.bring(copy, again=True)
    assert list(desk.drafts()) == ["articles/chiropractic-faq-2.md", "articles/chiropractic-faq.md"]


def test_no_file_of_the_site_is_written_over(desk: Desk) -> None:
    file = desk.content / "articles/chiropractic-faq.md"
    file.parent.mkdir()
    file.write_text("Title: Ours\n", encoding="utf-8")
    desk.bring(TEXTS / "faq.txt")
    assert file.read_text(encoding="utf-8") == "Title: Ours\n"
    assert list(desk.drafts()) == ["articles/chiropractic-faq-2.md", "articles/chiropractic-faq.md"]


def test_the_clinics_own_people_are_known(desk: Desk) -> None:
    facts = desk.content / "clinic.toml"
    person = '\n[[people]]\nid = "ann"\nname = "Ann Lee"\nhonorific = "Dr."\ncredentials = "D.C."\nrole = "Chiropractor"\n'
    facts.write_text(facts.read_text(encoding="utf-8") + person, encoding="utf-8")
    draft = desk.draft(TEXTS / "faq.txt")
    assert "\nAuthor: ann\n" in draft
    assert "Who is that?" not in draft


def test_a_saved_web_page(desk: Desk) -> None:
    file = desk.root / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    draft = desk.draft(file)
    head, body = head_and_body(draft)
    assert head == {
        "Title": "Massage",
        "Date": "2020-05-06",
        "Summary": "What a massage is.",
        "Status": "draft",
    }
    assert "A *massage* is a rub." in body
    assert "By the way: it may leave you sore." in body
    assert "Address: rub.jpg\nIn words: A rub" in notes(draft, "PICTURE")
    left = notes(draft, "LEFT OUT")
    assert (
        "- around the text on the old page: Newsletter" in left
        and "- around the text on the old page: © 2020 Spine" in left
    )
    source = PAGE.replace("<em>", "").replace("</em>", "")
    shown = " Massage | A Spine Clinic What a massage is. Home Massage A massage is a rub. Newsletter © 2020 Spine A rub rub.jpg"
    assert lost(shown, draft) == [] and invented(source, draft) == []


def test_words_that_no_step_has_kept_are_listed_by_the_last_net(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "STEPS", (*command.STEPS, lambda old: old.pieces.pop(0)))
    draft = desk.draft(TEXTS / "faq.txt")
    assert "<!-- LEFT OUT: words that had no place: does an adjustment hurt -->" in draft


@pytest.mark.parametrize("text", sorted(TEXTS.glob("*.txt")), ids=lambda file: file.stem)
def test_notes_of_a_draft_reach_no_page(desk: Desk, text: Path) -> None:
    desk.bring(text)
    site, _ = run.run(ROOT, desk.content, desk.root / "out", publish=False, check_only=True)
    (page,) = site.documents
    assert "QUESTION" not in page.html and "LEFT OUT" not in page.html and "!--" not in page.html
    assert page.draft


def test_a_draft_has_only_faults_that_its_text_has(desk: Desk) -> None:
    desk.bring(*sorted(TEXTS.glob("*.txt")))
    _, problems = run.run(ROOT, desk.content, desk.root / "out", publish=False, check_only=True)
    own = (
        "html.",
        "card.",
        "proof.",
        "link.internal",
        "facts.placeholder",
        "privacy.remote",
        "meta.key",
        "meta.title",
        "meta.slug",
        "image.",
    )
    assert [str(problem) for problem in problems if problem.rule.startswith(own)] == []


@pytest.mark.parametrize(
    "words",
    [
        "Our page --> ends here <!-- or does it",
        '<iframe src="https://evil.example/x"></iframe>',
        "{{ clinic.phone }} and {{ anything }}",
        "!!! emergency",
        "Title: another",
    ],
)
def test_nothing_breaks_out_of_a_note(desk: Desk, paste: Paste, words: str) -> None:
    draft = paste(f"Massage\nHome > {words}\n\n{WORDS}\n\n{WORDS}\n\nRelated posts\n{words}\n")
    head, _ = head_and_body(draft)
    assert set(head) <= {"Title", "Status"}
    _, problems = run.run(ROOT, desk.content, desk.root / "out", publish=False, check_only=True)
    assert [
        str(p)
        for p in problems
        if p.rule.startswith(("html.", "privacy.remote", "card.", "facts.placeholder"))
    ] == []
