"""In: days, times and places of the clinic's facts. Out: the words for them, from the interface words and never from a locale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

from rules.clinic import Closure, Day, Place

Words = dict[str, Any]
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Notice:
    """A closure as pages tell it: from the day since until the day until, both counted; shown today or not."""

    text: str
    since: date
    until: date
    shown: bool


def time_text(value: time, words: Words) -> str:
    """8 am, 12 noon, 5:30 pm."""
    hours = words["hours"]
    if (value.hour, value.minute) in ((0, 0), (12, 0)):
        return str(hours["noon"] if value.hour else hours["midnight"])
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{(value.hour - 1) % 12 + 1}{minutes} {hours['am'] if value.hour < 12 else hours['pm']}"


def day_text(day: Day, words: Words) -> str:
    """8 am to 6 pm; several spans with commas; Closed."""
    to = words["hours"]["to"]
    spans = [f"{time_text(s.opens, words)} {to} {time_text(s.closes, words)}" for s in day.spans]
    return ", ".join(spans) or str(words["hours"]["closed"])


def week_summary(place: Place, words: Words) -> str:
    """Monday to Thursday 8 am to 6 pm, Friday 8 am to 4 pm: days of equal hours together, closed ones left out."""
    parts = []
    for text, same in groupby(place.hours, key=lambda day: day_text(day, words)):
        days = list(same)
        if days[0].spans:
            parts.append(f"{_run([words['days'][day.name] for day in days], words)} {text}")
    return ", ".join(parts) or str(words["hours"]["none"])


def _run(names: Sequence[str], words: Words) -> str:
    if len(names) == 1:
        return names[0]
    join = words["hours"]["to"] if len(names) > 2 else words["hours"]["and"]
    return f"{names[0]} {join} {names[-1]}"


def long_date(value: date, words: Words) -> str:
    """November 20, 2026."""
    return f"{words['months'][value.month - 1]} {value.day}, {value.year}"


def iso_date(value: date) -> str:
    return value.isoformat()


def closure_text(closure: Closure, words: Words) -> str:
    """December 24 to 26, 2026: Holidays."""
    first, last, to = closure.first, closure.last, words["hours"]["to"]
    month = words["months"][first.month - 1]
    if first == last:
        days = long_date(first, words)
    elif (first.year, first.month) == (last.year, last.month):
        days = f"{month} {first.day} {to} {last.day}, {last.year}"
    elif first.year == last.year:
        days = f"{month} {first.day} {to} {long_date(last, words)}"
    else:
        days = f"{long_date(first, words)} {to} {long_date(last, words)}"
    return f"{days}: {closure.reason}" if closure.reason else days


def notices(place: Place, today: date, words: Words) -> list[Notice]:
    """The closures of a place that are not over, each told from 14 days before."""
    return [
        Notice(
            closure_text(closure, words), closure.first - AHEAD, closure.last, closure.first - AHEAD <= today
        )
        for closure in place.closed
        if closure.last >= today
    ]
