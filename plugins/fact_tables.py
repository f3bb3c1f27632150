"""In: nothing. Out: the parts of clinic.toml, their keys, what checks each value, and whether it must be there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins import fact_checks as checks
from plugins.fact_checks import BadFact
from rules.clinic import DAYS, Day
from rules.problem import did_you_mean

Check = Callable[[str], Any]
# For each table its keys, in the order that setup asks for them: what checks a value, and whether it must be there.
TABLES: dict[str, dict[str, tuple[Check | type | str, bool]]] = {
    "clinic": {"name": (checks.text, True), "short_name": (checks.text, True)},
    "web": {"address": (checks.site_address, True)},
    "booking": {"address": (checks.web, False)},
    "places": {
        "id": (checks.slug, True),
        "name": (checks.text, True),
        "phone": (checks.phone, True),
        "email": (checks.email, False),
        "street": (checks.text, True),
        "city": (checks.text, True),
        "state": (checks.state, True),
        "postal_code": (checks.postal_code, True),
        "timezone": (checks.timezone, True),
        "map": (checks.web, False),
        "directions": (checks.text, False),
        "parking": (checks.text, False),
        "way_in": (checks.text, False),
        "closed": ("closures", False),
        "hours": ("hours", True),
    },
    "people": {
        "id": (checks.slug, True),
        "name": (checks.text, True),
        "role": (checks.text, True),
        "credentials": (checks.text, False),
        "honorific": (checks.text, False),
        "clinician": (bool, False),
        "about": (checks.text, False),
        "languages": ("words", False),
        "services": ("words", False),
        "places": ("words", False),
    },
    "services": {
        "id": (checks.slug, True),
        "name": (checks.text, True),
        "by": (checks.text, False),
        "kinds": ("words", False),
    },
    "topics": {"id": (checks.slug, True), "name": (checks.text, True), "summary": (checks.text, True)},
    "law": {
        "state": (checks.state, False),
        "staff_15_or_more": (bool, False),
        "federal_money": (bool, False),
        "hipaa": (bool, False),
        "self_pay": (bool, False),
    },
}
LISTS = ("places", "people", "services", "topics")
NEVER_SAMPLE = {"id", "timezone"}


def typed(check: Check | type | str, value: object, key: str) -> Any:
    """One value of the file as the site uses it. Raises BadFact."""
    if check is bool:
        if not isinstance(value, bool):
            message = f"`{key}` is true or false, without quotes."
            raise BadFact("facts.type", message, f"Write `{key} = true` or `{key} = false`.")
        return value
    if check == "hours":
        return _hours(value)
    if check in ("words", "closures"):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise BadFact("facts.type", f"`{key}` is a list of texts.", f'Write `{key} = ["one", "two"]`.')
        return tuple((checks.closure if check == "closures" else checks.text)(each) for each in value)
    if not isinstance(value, str):
        raise BadFact("facts.type", f"`{key}` is a text.", f'Write it in quotes: `{key} = "{value}"`.')
    return check(value)  # type: ignore[operator]


def _hours(value: object) -> tuple[Day, ...]:
    if not isinstance(value, dict):
        hint = 'Write `[places.hours]`, and below it `monday = "8:00-18:00"`.'
        raise BadFact("facts.hours", "The hours are written day by day.", hint)
    for key in value:
        if key not in DAYS:
            hint = did_you_mean(key, DAYS) or f"Use: {', '.join(DAYS)}."
            raise BadFact("facts.hours", f"`{key}` is no day of the week.", hint)
    days = []
    for day in DAYS:
        spans = value.get(day, "closed")
        if not isinstance(spans, str):
            hint = f'Write `{day} = "8:00-12:00, 13:00-18:00"`.'
            raise BadFact("facts.hours", f"The hours of {day} are a text.", hint)
        days.append(checks.day(day, [part for part in spans.split(",") if part.strip()]))
    return tuple(days)


def shown(value: object) -> str:
    """A value as a message names it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
