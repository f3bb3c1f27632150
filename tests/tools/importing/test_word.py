from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.importing.conftest import Desk
from tests.tools.importing.word_files import (
    image,
    link,
    note_mark,
    packed,
    paragraph,
    parts,
    point,
    run,
    save,
    table,
)
from tests.tools.importing.words import head_and_body, invented, lost, notes


def png(color: str = "navy") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), color).save(buffer, "PNG")
    return buffer.getvalue()


BODY = [
    paragraph("Neck pain: a leaflet", "Title"),
    paragraph("Posted on May 2, 2021 by Ann Lee, D.C."),
    paragraph("What it is", "Heading1"),
    paragraph(run("Neck pain is common. About 3 in 10 adults have it each year.") + note_mark(2) + run(" Most of it ", "b") + run("eases", "i") + run(" by itself.")),
    paragraph("What you can do", "Heading2"),
    point("Keep moving"),
    point("turn your head", 1),
    point("roll your shoulders", 1),
    point("slowly", 2),
    point("Sleep on a pillow that fits"),
    paragraph("A first plan", "Heading2"),
    point("Rest for a day", 0, 2),
    point("Walk", 0, 2),
    paragraph(run("Read more at the ") + link("health pages of the NIH") + run(".")),
    image("A therapist shows a stretch for the neck"),
    paragraph("Figure 1: A stretch for the neck", "Caption"),
    paragraph(run("When to call us", "b")),
    table([["Sign", "What to do"], ["Sore for 2 weeks", "Call us"], ["Numb arm | weak hand", "See a doctor today"]]),
    "<w:p><w:del w:id='9' w:author='Jo'><w:r><w:delText>This sentence was struck out.</w:delText></w:r></w:del>" + run("That is all.") + "</w:p>",
]  # fmt: skip
FOOTNOTES = {2: "Hoy D. The epidemiology of neck pain. 2010."}
SAID = re.compile(r"<w:(?:t|delText)[^>]*>([^<]*)<|descr=\"([^\"]*)\"|</w:p>")


def source_of(files: dict[str, bytes]) -> str:
    """All words of a .docx, from the XML itself."""
    texts = (
        files[name].decode()
        for name in files
        if re.fullmatch(r"word/\w+\.xml", name) and "styles" not in name
    )
    return " ".join("".join(f"{a}{b}" or " " for a, b in SAID.findall(text)) for text in texts)


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return save(tmp_path / "leaflet.docx", parts(BODY, png(), FOOTNOTES))


def test_no_word_is_lost_and_none_invented(desk: Desk, leaflet: Path) -> None:
    draft = desk.draft(leaflet)
    source = source_of(parts(BODY, png(), FOOTNOTES)) + " https://www.nccih.nih.gov/health"
    assert (lost(source, draft), invented(source, draft)) == ([], [])


def test_a_document_becomes_a_draft(desk: Desk, leaflet: Path) -> None:
    draft = desk.draft(leaflet)
    head, body = head_and_body(draft)
    assert head == {"Title": "Neck pain: a leaflet", "Date": "2021-05-02", "Status": "draft"}
    assert re.findall(r"^#+ .*$", body, re.MULTILINE) == [
        "## What it is", "### What you can do", "### A first plan", "#### When to call us",
    ]  # fmt: skip
    assert (
        "- Keep moving\n    - turn your head\n    - roll your shoulders\n        - slowly\n- Sleep on a pillow that fits\n"
        in body
    )
    assert "1. Rest for a day\n2. Walk\n" in body
    assert "each year.[^2] **Most of it** *eases* by itself." in body
    assert "\n[^2]: Hoy D. The epidemiology of neck pain. 2010.\n" in body
    assert "Read more at the [health pages of the NIH](https://www.nccih.nih.gov/health)." in body
    assert (
        "| Sign | What to do |\n| --- | --- |\n| Sore for 2 weeks | Call us |\n| Numb arm \\| weak hand | See a doctor today |\n"
        in body
    )


def test_a_picture_comes_with_its_words_and_caption(desk: Desk, leaflet: Path) -> None:
    draft = desk.draft(leaflet)
    name = "a-therapist-shows-a-stretch-for-the-neck.png"
    assert (
        f'![A therapist shows a stretch for the neck](../images/{name} "Figure 1: A stretch for the neck")'
        in draft
    )
    assert (desk.content / "images" / name).read_bytes() == png()


def test_a_picture_without_words_becomes_a_question(desk: Desk, tmp_path: Path) -> None:
    file = save(tmp_path / "a.docx", parts([paragraph("Massage", "Title"), image("")], png()))
    draft = desk.draft(file)
    assert "![](../images/massage.png)" in draft
    assert "What does the picture massage.png show? Write it into its brackets." in notes(draft, "QUESTION")


def test_remarks_page_heads_and_struck_words_are_listed(desk: Desk, leaflet: Path) -> None:
    left = notes(desk.draft(leaflet), "LEFT OUT").split("\n")
    assert "- a remark in the margin: Jo, please check this figure" in left
    assert "- the head of each printed page: Wasserman leaflets, third edition" in left
    assert "- deleted, but kept by Word as a change: This sentence was struck out." in left


def test_a_sentence_with_a_footnote_is_not_asked_for_its_source(desk: Desk, leaflet: Path) -> None:
    assert "3 in 10" not in notes(desk.draft(leaflet), "QUESTION")


def test_a_picture_that_no_page_can_show_is_said(desk: Desk, tmp_path: Path) -> None:
    file = save(
        tmp_path / "a.docx",
        parts([paragraph("Massage", "Title"), image("A curve")], b"\x01\x00\x00\x00 an EMF drawing"),
    )
    assert notes(desk.draft(file), "PICTURE").startswith(
        "PICTURE: the old text had a picture here; it is a drawing or a film that pages of this site cannot show.\nIn words: A curve"
    )


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
GOOD = parts([paragraph("Massage", "Title"), paragraph("Words.")])
DOCUMENT = GOOD["word/document.xml"]
LYING = {**GOOD, "word/media/image1.png": b"\0" * 60_000_000}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({**GOOD, "word/vbaProject.bin": b"x"}, "It holds macros, which are programs. Open it in Word, choose Save as, and take .docx."),
        (
            {**GOOD, "[Content_Types].xml": GOOD["[Content_Types].xml"].replace(b"document.main", b"document.macroEnabled.main")},
            "It holds macros, which are programs. Open it in Word, choose Save as, and take .docx.",
        ),
        (LYING, "It would unpack to far more than any text, so it may be made to do harm. Nothing of it was read."),
        (
            {**GOOD, **{f"word/x{number}.txt": b"" for number in range(5001)}},
            "It would unpack to far more than any text, so it may be made to do harm. Nothing of it was read.",
        ),
        (
            {**GOOD, "word/document.xml": DOCUMENT.replace(b"?><w", f"?>{BOMB}<w".encode(), 1)},
            "It declares entities, with which a file can be made to do harm. No export does that by itself.",
        ),
        (
            {**GOOD, "word/document.xml": DOCUMENT.decode().replace("?><w", f"?>{BOMB}<w", 1).replace("UTF-8", "UTF-16").encode("utf-16")},
            "It declares entities, with which a file can be made to do harm. No export does that by itself.",
        ),
        ({**GOOD, "word/document.xml": DOCUMENT[:300]}, "It is damaged. Open it in Word, and save it under a new name."),
        ({"a.txt": b"hello"}, "It is packed, but is no Word document. Unpack it first, and bring in what comes out."),
    ],
    ids=["macros", "macro type", "zip bomb", "too many parts", "entities", "entities in UTF-16", "broken off", "another archive"],
)  # fmt: skip
def test_what_may_do_harm_is_refused_in_a_sentence(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, bytes], why: str
) -> None:
    file = save(tmp_path / "a.docx", files)
    assert desk.bring(file) == 2
    assert capsys.readouterr().err == f"{file} was not brought in. {why}\n"
    assert desk.drafts() == {}


def test_an_archive_that_lies_about_its_size_is_refused(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = packed(LYING).replace((60_000_000).to_bytes(4, "little"), (9_000).to_bytes(4, "little"))
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    assert desk.bring(file) == 2
    assert capsys.readouterr().err.startswith(f"{file} was not brought in. It ")


def test_a_cut_archive_is_refused(
    desk: Desk, tmp_path: Path, leaflet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cut.docx"
    file.write_bytes(leaflet.read_bytes()[:-200])
    assert desk.bring(file) == 2
    assert "It is damaged. Open it in Word, and save it under a new name." in capsys.readouterr().err


def test_nothing_is_written_outside_the_content_folder(desk: Desk, tmp_path: Path) -> None:
    file = save(tmp_path / "a.docx", {**GOOD, "../../evil.txt": b"x", "/abs.txt": b"x"})
    assert desk.bring(file) == 0
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {"a.docx", "clinic.toml", "massage.md", "done.jsonl"}
    assert zipfile.ZipFile(file).testzip() is None
