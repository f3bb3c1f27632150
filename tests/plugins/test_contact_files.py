from __future__ import annotations

import datetime

import icalendar
import pytest

from plugins import contact_files
from tests.sites import MakeSite


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.datetime(2026, 11, 24, 18, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))


def test_the_vcard_holds_what_a_phone_needs(make_site: MakeSite) -> None:
    site = make_site({})
    contact_files.write(site)
    lines = site.assets["contact/main.vcf"].decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert "FN:Wasserman Chiropractic" in lines
    assert "TEL;TYPE=WORK:+15555550100" in lines
    assert "ADR:;;100 Sample Street;Sampletown;ST;00000;USA" in lines


def test_the_calendar_holds_whole_days_with_the_day_after_as_end(make_site: MakeSite) -> None:
    site = make_site({})
    contact_files.write(site)
    found = icalendar.Calendar.from_ical(site.assets["contact/main.ics"])
    days = [(e.decoded("dtstart"), e.decoded("dtend"), str(e["summary"])) for e in found.walk("VEVENT")]
    assert days[0] == (
        datetime.date(2026, 12, 24),
        datetime.date(2026, 12, 27),
        "Wasserman Chiropractic: closed (Holidays)",
    )
    assert len(days) == 2


def test_without_closures_there_is_no_calendar(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    later = datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))
    site = make_site({})
    contact_files.write(site)
    assert "contact/main.vcf" in site.assets
    assert "contact/main.ics" not in site.assets
