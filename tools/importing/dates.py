"""In: words with a day in them. Out: the day, when everybody would read it alike."""

from __future__ import annotations

import datetime
import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY, YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{MONTH}\s+{DAY},?\s+{YEAR}\b",
        rf"\b{DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?=\D|$)",
    )
)
NUMBERS = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")


def day_in(text: str) -> tuple[datetime.date | None, str]:
    """The first day named, and the words that name it. 03/04/2023 is two days for two readers: then no day, but the words."""
    for pattern in WRITTEN:
        if found := pattern.search(text):
            month = found["month"]
            number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1
            return _day(int(found["year"]), number, int(found["day"])), found[0]
    if found := NUMBERS.search(text):
        first, second, year = (int(part) for part in found.groups())
        if first > 12 or first == second:
            return _day(year, second, first), found[0]
        return (_day(year, first, second) if second > 12 else None), found[0]
    return None, ""


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
