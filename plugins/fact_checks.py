"""In: one value of clinic.toml as a person typed it. Out: the value as the site uses it, or BadFact with what to do."""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from datetime import date, time
from itertools import pairwise
from urllib.parse import urlsplit

from rules.clinic import Closure, Day, Phone, Span
from rules.problem import did_you_mean

SAMPLE_STATE = "ST"
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "GU": "Guam",
    "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands",
}  # fmt: skip

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TIME = re.compile(r"(\d{1,2}):(\d{2})")
LOOSE_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
CLOSURE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}-\d{2}))?(?:\s+(.*))?")


class BadFact(ValueError):
    """A value that the site cannot use. message says what is wrong, hint what to write instead."""

    def __init__(self, rule: str, message: str, hint: str):
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.hint = hint


def text(value: str) -> str:
    """The words on one line, with single spaces."""
    line = " ".join(value.split())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in line):
        raise BadFact(
            "facts.type", "This text holds a character that cannot be shown.", "Type the text again."
        )
    return line


def phone(value: str) -> Phone:
    """A number of the North American plan, however its ten digits are grouped."""
    shown = text(value)
    hint = 'Write the area code and the number: "(555) 555-0100".'
    digits = re.sub(r"[ ().+-]", "", shown)
    if not re.fullmatch(r"[0-9]+", digits) or "+" in shown[1:]:
        raise BadFact("facts.phone", f'"{shown}" is not a phone number.', hint)
    if shown.startswith("+") and not digits.startswith("1"):
        raise BadFact("facts.phone", f'"{shown}" is not a number of the United States or Canada.', hint)
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(digits) != 10:
        raise BadFact("facts.phone", f'"{shown}" has {len(digits)} digits, and a phone number has 10.', hint)
    if digits[0] in "01" or digits[3] in "01":
        raise BadFact(
            "facts.phone",
            f'"{shown}" cannot be dialed: an area code or a number never starts with 0 or 1.',
            hint,
        )
    return Phone(f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", f"tel:+1{digits}")


def email(value: str) -> str:
    shown = text(value)
    if not EMAIL.fullmatch(shown) or ".." in shown:
        raise BadFact(
            "facts.email", f'"{shown}" is not an e-mail address.', 'Write it like this: "desk@example.com".'
        )
    return shown


def web(value: str) -> str:
    """An https address."""
    shown = text(value)
    hint = 'Write the whole address: "https://example.com".'
    try:
        parts = urlsplit(shown)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadFact("facts.web", f'"{shown}" is not a web address.', hint) from None
    if parts.scheme == "http":
        raise BadFact("facts.web", f'"{shown}" is not a secure address.', f'Write "https:{shown[5:]}".')
    if (
        parts.scheme != "https"
        or not HOST.fullmatch(host)
        or re.search(r"[\s\"'<>\\^`{|}]", shown)
        or parts.username
    ):
        if HOST.fullmatch(shown.partition("/")[0].lower()):
            hint = f'Write "https://{shown}".'
        raise BadFact("facts.web", f'"{shown}" is not a web address.', hint)
    return shown if port is None or port != 443 else shown.replace(":443", "", 1)


def site_address(value: str) -> str:
    """The public address of the site, with no slash at its end."""
    shown = web(value)
    if "?" in shown or "#" in shown:
        raise BadFact(
            "facts.web",
            f'"{shown}" is the address of one page, not of the site.',
            'Leave out what follows "?" or "#".',
        )
    return shown.rstrip("/")


def state(value: str) -> str:
    """A USPS code, or ST, which stands for none and is only for samples."""
    shown = text(value)
    by_name = {name.lower(): code for code, name in STATES.items()}
    if shown in STATES or shown == SAMPLE_STATE:
        return shown
    code = shown.upper() if shown.upper() in STATES else by_name.get(shown.lower())
    hint = f'Write "{code}".' if code else 'Write the two letters of the state, such as "TX".'
    raise BadFact("facts.place", f'"{shown}" is not the two-letter code of a state.', hint)


def postal_code(value: str) -> str:
    shown = text(value)
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", shown):
        raise BadFact("facts.place", f'"{shown}" is not a ZIP code.', 'Write five digits, such as "00000".')
    return shown


MACHINES_OWN = (
    "localtime",
    "posix",
    "posixrules",
    "right",
)  # files beside the time zones that are no key of them


def timezone(value: str) -> str:
    """A key of the time zone database."""
    shown = text(value)
    try:
        if shown.partition("/")[0] in MACHINES_OWN:
            raise ValueError(shown)
        zoneinfo.ZoneInfo(shown)  # the list of all of them would be slow to make
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # what is a folder, or no path at all
        known = zoneinfo.available_timezones()
        hint = did_you_mean(shown, known) or 'Write a name such as "America/Chicago".'
        raise BadFact("facts.place", f'"{shown}" is not the name of a time zone.', hint) from None
    return shown


def slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > 80:
        hint = 'Write small letters, digits and hyphens, such as "main" or "ann-example".'
        raise BadFact("facts.id", f'"{value}" cannot stand in an address.', hint)
    return value


def day(name: str, spans: list[str]) -> Day:
    """The opening times of one day, such as ["8:00-12:00", "13:00-18:00"]; [] or ["closed"] is a closed day."""
    if [each.strip().lower() for each in spans] in ([], ["closed"]):
        return Day(name, ())
    found = sorted((_span(each) for each in spans), key=lambda span: span.opens)
    for first, second in pairwise(found):
        if second.opens < first.closes:
            message = f"The hours of {name.title()} overlap: {_clock(second.opens)} comes before {_clock(first.closes)}."
            raise BadFact(
                "facts.hours", message, 'Write them one after the other: "8:00-12:00, 13:00-18:00".'
            )
    return Day(name, tuple(found))


def closure(value: str) -> Closure:
    """Days that the clinic is closed: "2026-12-24 Reason" or "2026-12-24..2026-12-26 Reason"."""
    shown = text(value)
    match = CLOSURE.fullmatch(shown)
    if not match:
        hint = 'Write "2026-12-24 Holiday" or "2026-12-24..2026-12-26 Holidays".'
        raise BadFact("facts.closed", f'"{shown}" does not start with a date.', hint)
    first = _date(match[1])
    last = _date(match[2]) if match[2] else first
    if last < first:
        message = f'"{shown}" ends before it starts.'
        raise BadFact("facts.closed", message, f'Write "{last.isoformat()}..{first.isoformat()}".')
    return Closure(first, last, match[3] or "")


def is_plainly_sample(value: object) -> bool:
    """Whether a value is a phone number, e-mail or web address that is reserved for examples."""
    if not isinstance(value, str):
        return False
    digits = re.sub(r"\D", "", value)
    if re.fullmatch(r"[\d ().+-]+", value) and re.fullmatch(r"\d{3,4}55501\d\d", digits):
        return True
    return bool(re.search(r"(^|[/.@])example\.(com|org|net)([/:?#]|$)", value, re.IGNORECASE))


def _span(value: str) -> Span:
    shown = text(value)
    ends = [end.strip() for end in re.split(r"[-–—]", shown)]
    if len(ends) != 2 or not all(TIME.fullmatch(end) for end in ends):
        hint = 'Write "8:00-18:00", or "closed".'
        guess = _guess(shown)
        raise BadFact(
            "facts.hours", f'"{shown}" is not a time of opening and a time of closing.', guess or hint
        )
    opens, closes = (_time(end) for end in ends)
    if closes <= opens:
        later = time((closes.hour + 12) % 24, closes.minute)
        right = (
            f'Write "{_clock(opens)}-{_clock(later)}".' if later > opens else "Write the earlier time first."
        )
        raise BadFact("facts.hours", f'"{shown}" closes before it opens.', right)
    return Span(opens, closes)


def _time(value: str) -> time:
    hour, minute = (int(part) for part in value.split(":"))
    try:
        return time(hour, minute)
    except ValueError:
        message = f'"{value}" is no time of the day.'
        raise BadFact(
            "facts.hours", message, 'Write times from "0:00" to "23:59": 6 pm is "18:00".'
        ) from None


def _clock(value: time) -> str:
    return f"{value.hour}:{value.minute:02}"


def _guess(shown: str) -> str:
    """What "8-6" or "8 am to 6 pm" most likely means, as a hint."""
    ends = [LOOSE_TIME.fullmatch(end.strip()) for end in re.split(r"[-–—]|\bto\b", shown)]
    if len(ends) != 2 or not (ends[0] and ends[1]):
        return ""
    opens, closes = (int(end[1]) * 60 + int(end[2] or 0) for end in ends if end)
    marks = [(end[3] or "").lower() for end in ends if end]
    opens += 720 if marks[0] == "p" and opens < 720 else 0
    closes += 720 if closes < 720 and (marks[1] == "p" or (not marks[1] and closes <= opens)) else 0
    if not opens < closes < 1440:
        return ""
    return f'Write "{opens // 60}:{opens % 60:02}-{closes // 60}:{closes % 60:02}".'


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = f'"{value}" is no day of the calendar.'
        raise BadFact("facts.closed", message, 'Write year, month and day: "2026-12-24".') from None
