from __future__ import annotations

import pytest

from tests.tools.importing.conftest import Desk
from tests.tools.importing.exports import export

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
