from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.importing.conftest import Desk
from tests.tools.importing.words import head_and_body, invented, lost, notes
from tools.importing import command, draft

EXPORT = Path(__file__).with_name("export.xml")
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
ITEM = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="c" xmlns:wp="w" xmlns:dc="d" xmlns:excerpt="e"><channel>
<link>https://spine.example</link>{}</channel></rss>"""


def export(*bodies: str) -> str:
    """An export of posts with these bodies, called "Post 1" and so on."""
    return ITEM.format(
        "".join(
            f"<item><title>Post {number}</title><link>https://spine.example/post-{number}/</link><content:encoded><![CDATA[{body}]]></content:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_date>2020-01-0{number % 9 + 1} 08:00:00</wp:post_date><wp:post_name>post-{number}</wp:post_name>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
            for number, body in enumerate(bodies, 1)
        )
    )


def draft_of(desk: Desk, body: str) -> str:
    file = desk.root / "one.xml"
    file.write_text(export(body), encoding="utf-8")
    return desk.draft(file)


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Stop [hl]now[/hl] please, said the note.", "Stop now please, said the note."),
        ('[vc_custom_heading text="Our aim"]Words of it.', "## Our aim\n\nWords of it."),
        ('[quote author="Jo"]Be kind.[/quote]', "Jo\n\nBe kind."),
        ("[see note] and [1] stay", "\\[see note\\] and \\[1\\] stay"),
        ("<p>One<br>two<br/>three</p>", "One  \ntwo  \nthree"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n    - c"),
        ("<ol start='3'><li>c</li><li>d</li></ol>", "3. c\n4. d"),
        ("<p><b>Bold </b>and <i> slanted</i><b></b>.</p>", "**Bold** and *slanted*."),
        ("<h1>Top</h1><p>a</p><h4>Deep</h4><p>b</p><h2>Mid</h2><p>c</p>", "## Top\n\na\n\n### Deep\n\nb\n\n### Mid\n\nc"),
        ("<table><tr><td><h3>Side</h3>by side</td></tr></table>", "## Side\n\nby side"),
        ("<dl><dt>Ice</dt><dd>cold</dd><dt>Heat</dt><dd>warm</dd></dl>", "Ice\n:   cold\n\nHeat\n:   warm"),
        ("<details><summary>Does it hurt?</summary><p>Some.</p></details>", "## Does it hurt?\n\nSome."),
        ("<div><div><p>In <span>boxes</span></p></div>loose</div>", "In boxes\n\nloose"),
        ("H<sub>2</sub>O and 5 &lt; 6 &amp; more", "H<sub>2</sub>O and 5 < 6 & more"),
        ('<a href="javascript:x()">Press</a> it', "Press it"),
        ('<a href="mailto:a@spine.example">Write</a>', "[Write](mailto:a@spine.example)"),
        ("<pre>a  b\n  c</pre>", "```\na  b\n  c\n```"),
        ("<blockquote><p>One</p><p>two</p></blockquote>", "> One\n>\n> two"),
        ("<strong>Where it hurts</strong>\n\nIn the back.", "## Where it hurts\n\nIn the back."),
        ("Unclosed <b>bold <p>and more", "Unclosed\n\nbold\n\nand more"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(desk: Desk, body: str, expected: str) -> None:
    draft = draft_of(desk, body)
    text = re.sub(r"<!--.*?-->\n\n?", "", draft, flags=re.DOTALL)
    assert text.partition("Status: draft\n")[2].strip("\n") == expected


def test_a_stop_in_the_middle_is_gone_on_with(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.root / "many.xml"
    file.write_text(export(*(f"<p>Words of post {number}.</p>" for number in range(1, 6))), encoding="utf-8")
    whole = draft.written
    seen: list[str] = []

    def stopped(*args: object, **more: object) -> object:
        seen.append("")
        if len(seen) == 3:
            raise KeyboardInterrupt
        return whole(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "written", stopped)
    assert desk.bring(file) == 130
    assert (
        desk.said[-1]
        == "\nStopped. 2 came in and are kept: run the same command again to go on with the rest."
    )
    first = desk.drafts()
    (desk.content / "articles/post-1.md").write_text("Title: Mine now\n", encoding="utf-8")
    monkeypatch.setattr(command, "written", whole)
    assert desk.bring(file) == 0
    assert "2 of 5 texts came in before; now the others. `--again` brings in all once more." in desk.said
    assert list(desk.drafts()) == [f"articles/post-{number}.md" for number in range(1, 6)]
    assert len(first) == 2
    assert desk.drafts()["articles/post-1.md"] == "Title: Mine now\n"


def test_again_brings_all_in_beside_what_is_there(desk: Desk) -> None:
    file = desk.root / "two.xml"
    file.write_text(export("<p>One.</p>", "<p>Two.</p>"), encoding="utf-8")
    desk.bring(file)
    assert desk.bring(file) == 0
    assert desk.said[-1] == f"{file}: nothing new."
    desk.bring(file, again=True)
    assert list(desk.drafts()) == [
        "articles/post-1-2.md",
        "articles/post-1.md",
        "articles/post-2-2.md",
        "articles/post-2.md",
    ]


def test_without_its_journal_it_knows_the_drafts_that_still_stand(desk: Desk) -> None:
    desk.bring(EXPORT)
    (desk.content / "articles/stretching.md").unlink()
    (desk.root / command.JOURNAL).unlink()
    assert desk.bring(EXPORT) == 0
    assert "4 of 5 texts came in before; now the others. `--again` brings in all once more." in desk.said
    assert len(desk.drafts()) == 5


def test_a_big_export_shows_how_far_it_is(desk: Desk) -> None:
    file = desk.root / "many.xml"
    file.write_text(export(*("<p>Words.</p>" for _ in range(230))), encoding="utf-8")
    assert desk.bring(file) == 0
    assert [line for line in desk.said if " of 230" in line] == [
        "  100 of 230",
        "  200 of 230",
        "  230 of 230",
    ]
    assert len(desk.drafts()) == 230
    assert f"Brought in from {file}: 230 texts" in desk.said[-2]


DEEP = "<a>" * 60 + "</a>" * 60
LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(f'<!ENTITY {n} "&a;&a;">' for n in "bcdef") + "]>"
ONE = export("<p>One.</p>")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (ONE.replace("<rss", LAUGHS + "<rss").encode(), "It declares entities, with which a file can be made to do harm. No export does that by itself."),
        (
            ONE.replace("UTF-8", "UTF-16").replace("<rss", LAUGHS + "<rss").encode("utf-16"),
            "It declares entities, with which a file can be made to do harm. No export does that by itself.",
        ),
        (
            ONE.replace("<rss", '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss').encode(),
            "It declares entities, with which a file can be made to do harm. No export does that by itself.",
        ),
        (ONE.replace("<p>One.</p>]]>", DEEP + "]]>").replace("<wp:post_id>", DEEP + "<wp:post_id>").encode(), "Its parts lie so deep in each other that it may be made to do harm."),
        (ONE[:-40].encode(), "It is damaged or breaks off in line 2. Export it from WordPress once more."),
        (ONE.replace("One", "Né").encode("latin-1"), "It is not saved as UTF-8. Open it in your editor, choose Save as, encoding UTF-8, and try again."),
        (ONE.replace("UTF-8", "Shift_JIS").encode(), "It is not saved as UTF-8. Open it in your editor, choose Save as, encoding UTF-8, and try again."),
        (b"<?xml version='1.0'?><feed><entry/></feed>", "It is XML, but no WordPress export. In WordPress choose Tools, Export, All content."),
    ],
    ids=["entities", "entities in UTF-16", "outside file", "depth", "broken off", "wrong encoding", "another encoding", "another XML"],
)  # fmt: skip
def test_what_may_do_harm_is_refused_in_a_sentence(
    desk: Desk, capsys: pytest.CaptureFixture[str], data: bytes, why: str
) -> None:
    file = desk.root / "bad.xml"
    file.write_bytes(data)
    assert desk.bring(file) == 2
    assert capsys.readouterr().err == f"{file} was not brought in. {why}\n"
    assert desk.drafts() == {}


def test_signs_that_xml_forbids_do_not_stop_an_export(desk: Desk) -> None:
    file = desk.root / "one.xml"
    file.write_text(export("<p>Vertical\x0btab and \x00 more.</p>"), encoding="utf-8")
    assert "\n\nVerticaltab and more.\n" in desk.draft(file)


def test_a_broken_redirects_file_is_named_before_anything_is_written(desk: Desk) -> None:
    (desk.content / "redirects.toml").write_text("oops", encoding="utf-8")
    with pytest.raises(
        Exception, match=r"redirects\.toml has a line that is not written as it should be"
    ) as raised:
        desk.bring(EXPORT)
    assert type(raised.value).__name__ == "SiteError"
    assert desk.drafts() == {}
