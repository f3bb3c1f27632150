"""In: reviewed and unreviewed pages. Out: what is due and when, in lines and as a calendar."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from rules.problem import SiteError
from rules.site import Site
from rules.standing import REVIEW_MONTHS, _months, next_review
from tests.sites import ARTICLE, CLINICIAN, MakeSite
from tools import due

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def site(make_site: MakeSite, root: Path) -> Site:
    facts = (root / "content/clinic.toml").read_text(encoding="utf-8") + CLINICIAN
    made = make_site(
        {
            "clinic.toml": facts,
            "articles/new.md": ARTICLE.replace("Back pain", "New"),
            "articles/old.md": "Reviewer: ann-lee\nReviewed: 2023-11-25\n"
            + ARTICLE.replace("Back pain", "Old"),
            "articles/fresh.md": "Reviewer: ann-lee\nReviewed: 2026-02-01\n"
            + ARTICLE.replace("Back pain", "Fresh"),
            "articles/draft.md": "Status: draft\n" + ARTICLE.replace("Back pain", "Draft"),
            "pages/privacy.md": "Title: Privacy\nSummary: x\nKind: about\n\nNothing.\n",
        }
    )
    made.today = TODAY
    return made


def test_what_is_due_comes_first_and_then_by_day(site: Site) -> None:
    shown = site.shown
    assert list(due.lines(due.reviews(site), TODAY)) == [
        "Due now: 2",
        f"  {shown}/articles/new.md: New: never reviewed by a clinician",
        f"  {shown}/articles/old.md: Old: since 2026-11-25 (reviewed 2023-11-25 by Dr. Ann Lee, D.C.)",
        "",
        "Due later: 1",
        f"  2029-02-01 {shown}/articles/fresh.md: Fresh (reviewed 2026-02-01 by Dr. Ann Lee, D.C.)",
        "",
        "3 pages to keep reviewed: 2 due now, 1 later; the next on 2029-02-01.",
    ]


def test_a_review_falls_due_on_the_very_day_that_the_rule_asks_for_it() -> None:
    for offset in range(1500):
        reviewed = datetime.date(2024, 1, 1) + datetime.timedelta(days=offset)
        day = next_review(reviewed)
        before = day - datetime.timedelta(days=1)
        assert _months(reviewed, day) == REVIEW_MONTHS > _months(reviewed, before)


def test_the_calendar_has_a_day_and_a_reminder_for_each_page(site: Site) -> None:
    data = due.calendar(due.reviews(site), site)
    events: list[Any] = Calendar.from_ical(data).walk("VEVENT")
    assert [(str(each["summary"]), each["dtstart"].dt) for each in events] == [
        ("Review: New", TODAY),
        ("Review: Old", TODAY),
        ("Review: Fresh", datetime.date(2029, 2, 1)),
    ]
    assert len({str(each["uid"]) for each in events}) == 3
    assert [each.walk("VALARM")[0]["trigger"].dt.days for each in events] == [-30] * 3
    assert data == due.calendar(due.reviews(site), site)


def test_the_file_is_written_and_said(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = tmp_path / "content/articles"
    content.mkdir(parents=True)
    (content / "a.md").write_text(ARTICLE + "Rest.\n", encoding="utf-8")
    file = tmp_path / "reviews.ics"
    assert due.show(root, content.parent, str(file)) == 2
    assert capsys.readouterr().out.endswith(
        f"1 page to keep reviewed: 1 due now, 0 later.\n{file} has 1 calendar entry.\n"
    )
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_file_that_cannot_be_written_is_said(root: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(SiteError) as raised:
        due.show(root, tmp_path / "content", str(tmp_path / "no/such.ics"))
    assert str(raised.value) == f"{tmp_path}/no/such.ics cannot be written: No such file or directory."


def test_nothing_due_is_fine(root: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert due.show(root, tmp_path / "content") == 0
