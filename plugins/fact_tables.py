"""In: nothing. Out: the parts of clinic.toml, their keys, what checks each value, and whether it must be there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins import fact_checks as checks

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
