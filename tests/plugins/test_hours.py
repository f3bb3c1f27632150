from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from plugins import hours
from plugins.fact_checks import closure, day
from plugins.facts import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def words() -> dict[str, Any]:
    return tomllib.loads((ROOT / "theme/translations/en.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (time(8), "8 am"), (time(12), "12 noon"), (time(0), "midnight"), (time(17, 30), "5:30 pm"), (time(0, 15), "12:15 am"),
    ],
)  # fmt: skip
def test_times_read_as_people_say_them(words: dict[str, Any], value: time, text: str) -> None:
    assert hours.time_text(value, words) == text


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        (["8:00-18:00"], "8 am to 6 pm"),
        (["8:00-12:00", "13:00-18:00"], "8 am to 12 noon, 1 pm to 6 pm"),
        ([], "Closed"),
    ],
)
def test_a_day_reads_as_its_spans(words: dict[str, Any], spans: list[str], text: str) -> None:
    assert hours.day_text(day("monday", spans), words) == text


def test_a_week_joins_days_of_equal_hours(words: dict[str, Any]) -> None:
    place = load(ROOT / "content/clinic.toml", "clinic.toml")[0].place
    assert (
        hours.week_summary(place, words)
        == "Monday to Thursday 8 am to 6 pm, Friday 8 am to 4 pm, Saturday 9 am to 12 noon"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-12-24 Holiday", "December 24, 2026: Holiday"),
        ("2026-12-24..2026-12-26 Holidays", "December 24 to 26, 2026: Holidays"),
        ("2026-11-30..2026-12-02", "November 30 to December 2, 2026"),
        ("2026-12-31..2027-01-01 New Year", "December 31, 2026 to January 1, 2027: New Year"),
    ],
)
def test_closed_days_read_in_one_line(words: dict[str, Any], value: str, text: str) -> None:
    assert hours.closure_text(closure(value), words) == text


def test_dates_need_no_locale(words: dict[str, Any]) -> None:
    assert hours.long_date(date(2026, 3, 4), words) == "March 4, 2026"
