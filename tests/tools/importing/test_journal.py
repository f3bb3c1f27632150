from __future__ import annotations

import pytest

from tests.tools.importing.conftest import Desk
from tests.tools.importing.exports import EXPORT, export
from tools.importing import command, draft


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
