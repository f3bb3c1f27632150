from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.importing.conftest import Desk
from tests.tools.importing.exports import EXPORT
from tests.tools.importing.words import head_and_body, invented, lost, notes

# Words of each text that a reader of the old site saw, or that WordPress would have filled in; written by hand.
SLEEP = """Sleep & back pain. Why a bad night makes your back worse, and what you can try tonight before you call anybody.
https://spine.example/wp-content/uploads/2019/03/bed.jpg An empty bed
Bad nights and sore backs feed each other. A study found that 58.7% of people with back pain sleep badly.
https://spine.example/wp-content/uploads/2019/03/pillow-1024x683.jpg A pillow between two knees A pillow takes the load off the hip
What you can try. Lie on your side. knees bent. Read about who we are and stretching. morning
At night. Keep it dark. Keep it cool. https://video.example/watch?v=abc
Hours Pain under 6 more What a phone diary showed. Ask your doctor if it lasts past six weeks.
Fresh from the blog. Rested in seven days. Book now https://spine.example/book/. Sleep, pillows"""
STRETCHING = """Stretching in the morning. Three slow moves for a stiff morning. Stop where it hurts, and breathe all the while.
Stiff in the morning? You are not alone. Many people are. A mat is all you need.
Go slowly. Stop if it hurts [really]. Three moves. Cat & cow. Child's pose. Hold each for 30 seconds.
https://spine.example/wp-content/uploads/2020/01/mat-300x200.jpg A blue mat on the floor
https://spine.example/wp-content/uploads/2019/03/pillow.jpg
https://spine.example/wp-content/uploads/2020/01/mat.jpg A blue mat on the floor. Our own mat.
Ask us about stretching https://video.example/watch?v=xyz Left words. Right words. A little every day. An old book
track("reader") https://maps.example/embed?pb=1 Our map. Old notes: see [sic] the book https://other.example/x.png A chart"""


@pytest.fixture
def drafts(desk: Desk) -> dict[str, str]:
    assert desk.bring(EXPORT) == 0
    return desk.drafts()


@pytest.mark.parametrize(
    ("name", "source"), [("articles/sleep-and-back-pain.md", SLEEP), ("articles/stretching.md", STRETCHING)]
)
def test_no_word_is_lost_and_none_invented(drafts: dict[str, str], name: str, source: str) -> None:
    assert (lost(source, drafts[name]), invented(source, drafts[name])) == ([], [])


def test_posts_pages_and_drafts_come_in_and_nothing_else(drafts: dict[str, str]) -> None:
    assert list(drafts) == [
        "articles/half-an-idea.md", "articles/sleep-and-back-pain.md", "articles/stretching.md", "pages/about-us.md", "pages/our-promise.md",
    ]  # fmt: skip
    assert all("\nStatus: draft\n" in draft for draft in drafts.values())


def test_what_is_no_text_is_counted(desk: Desk) -> None:
    desk.bring(EXPORT)
    assert [line for line in desk.said if line.startswith("Not brought in")] == [
        "Not brought in, beside the texts: blocks used in several texts: they stand in each of these texts (1).",
        "Not brought in, beside the texts: entries of menus (1).",
        "Not brought in, beside the texts: pictures and files of the media library (3).",
        "Not brought in, beside the texts: texts in the trash, or begun and never kept (1).",
    ]


def test_the_head_of_a_post(drafts: dict[str, str]) -> None:
    head, _ = head_and_body(drafts["articles/sleep-and-back-pain.md"])
    assert head == {
        "Title": "Sleep & back pain",
        "Date": "2019-03-04",
        "Modified": "2022-01-15",
        "Summary": "Why a bad night makes your back worse, and what you can try tonight before you call anybody.",
        "Category": "sleep",
        "Status": "draft",
    }


def test_a_draft_without_a_day_gets_none(drafts: dict[str, str]) -> None:
    head, _ = head_and_body(drafts["articles/half-an-idea.md"])
    assert "Date" not in head
    assert "does not say when it was written" in notes(drafts["articles/half-an-idea.md"], "QUESTION")


def test_blocks_become_markdown(drafts: dict[str, str]) -> None:
    body = drafts["articles/sleep-and-back-pain.md"]
    assert "## What you can try\n\n- Lie on your side\n    - knees bent\n- Read about" in body
    assert "### At night\n\nKeep it dark.\n\nKeep it cool.\n" in body
    assert "| Hours | Pain |\n| --- | --- |\n| under 6 | more |\n" in body
    assert "<!-- LEFT OUT HERE: something of another site: https://video.example/watch?v=abc -->" in body
    assert "wp:" not in body


def test_a_reused_block_stands_where_it_was_used(drafts: dict[str, str]) -> None:
    assert "\n\nAsk your doctor if it lasts past six weeks.\n" in drafts["articles/sleep-and-back-pain.md"]


def test_blocks_that_wordpress_fills_are_listed_with_their_words(drafts: dict[str, str]) -> None:
    left = notes(drafts["articles/sleep-and-back-pain.md"], "LEFT OUT")
    assert "- a block that WordPress fills by itself: latest-posts: Fresh from the blog" in left
    assert "Rested in seven days" in left


def test_links_between_texts_lead_to_the_drafts(drafts: dict[str, str]) -> None:
    body = drafts["articles/sleep-and-back-pain.md"]
    assert "[who we are](../pages/about-us.md) and [stretching](stretching.md)" in body
    assert "A link leads to https://spine.example/book/ of the old site, which was not brought in." in notes(
        body, "QUESTION"
    )


def test_shortcodes_are_opened_or_listed(drafts: dict[str, str]) -> None:
    body = drafts["articles/stretching.md"]
    assert "## Go slowly\n\nStop if it hurts \\[really\\].\n" in body
    assert "\n\nHold each for 30 seconds.\n" in body
    assert "\n\nLeft words.\n\nRight words.\n" in body
    assert "*see \\[sic\\] the book*" in body
    assert "contact-form-7 title Ask us about stretching" in notes(body, "LEFT OUT")
    assert "<!-- LEFT OUT HERE: a frame: https://video.example/watch?v=xyz -->" in body
    assert not re.search(r"vc_row|su_note|\[caption|\[gallery", body)


def test_lines_of_the_classic_editor_stay_lines(drafts: dict[str, str]) -> None:
    assert (
        "Stiff in the morning? You are not alone.  \nMany people are.\n" in drafts["articles/stretching.md"]
    )


def test_programs_and_frames_never_come_through(drafts: dict[str, str]) -> None:
    body = drafts["articles/stretching.md"]
    assert "<script" not in body and "<iframe" not in body
    assert '- a program or its style: track("reader");' in notes(body, "LEFT OUT")


def test_comments_of_readers_stay_out_with_their_names(drafts: dict[str, str]) -> None:
    draft = drafts["articles/sleep-and-back-pain.md"]
    assert "- comments, for the sake of privacy: 1 of readers, which stay in the export" in notes(
        draft, "LEFT OUT"
    )
    assert "Maria" not in draft and "herniated" not in draft


def test_a_password_is_asked_about(drafts: dict[str, str]) -> None:
    draft = drafts["pages/our-promise.md"]
    assert "On the old site this text had a password. May everybody read it?" in notes(draft, "QUESTION")
    assert "- its kind on the old site: testimonial" in notes(draft, "LEFT OUT")
    assert "secret" not in draft


def test_old_addresses_are_redirected(desk: Desk, drafts: dict[str, str]) -> None:
    assert tomllib.loads((desk.content / "redirects.toml").read_text(encoding="utf-8")) == {
        "/2019/03/sleep-and-back-pain/": "/health/sleep-and-back-pain/",
        "/2019/03/bad-sleep/": "/health/sleep-and-back-pain/",
        "/2020/01/stretching/": "/health/stretching/",
        "/testimonial/our-promise/": "/our-promise/",
    }


def test_redirects_of_the_site_stay_as_they_are(desk: Desk) -> None:
    file = desk.content / "redirects.toml"
    file.write_text('# mine\n"/2020/01/stretching/" = "/health/"', encoding="utf-8")
    desk.bring(EXPORT)
    text = file.read_text(encoding="utf-8")
    assert text.startswith('# mine\n"/2020/01/stretching/" = "/health/"\n\n# From export.xml\n')
    assert text.count("/2020/01/stretching/") == 1
    assert any("/2020/01/stretching/ cannot be sent here" in line for line in desk.said)


def test_pictures_that_lie_beside_the_export_are_taken_in_full_size(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "wp-content/uploads/2020/01"
    folder.mkdir(parents=True)
    Image.new("RGB", (900, 600), "green").save(folder / "mat.jpg")
    Image.new("RGB", (300, 200), "green").save(folder / "mat-300x200.jpg")
    file = tmp_path / "export.xml"
    file.write_bytes(EXPORT.read_bytes())
    desk.bring(file)
    body = desk.drafts()["articles/stretching.md"]
    assert '![A blue mat on the floor](../images/mat.jpg "A mat is all you need")' in body
    with Image.open(desk.content / "images/mat.jpg") as picture:
        assert picture.size == (900, 600)
    assert [path.name for path in (desk.content / "images").iterdir()] == ["mat.jpg"]


def test_a_broken_redirects_file_is_named_before_anything_is_written(desk: Desk) -> None:
    (desk.content / "redirects.toml").write_text("oops", encoding="utf-8")
    with pytest.raises(
        Exception, match=r"redirects\.toml has a line that is not written as it should be"
    ) as raised:
        desk.bring(EXPORT)
    assert type(raised.value).__name__ == "SiteError"
    assert desk.drafts() == {}
