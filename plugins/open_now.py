"""In: hours and closures of every place. Out: the data of the script that says "Open now until 6 pm"."""

from __future__ import annotations

import json
from typing import Any

from plugins.hours import time_text
from rules.clinic import Day, Place
from rules.site import Site


def data(site: Site) -> str:
    """Each place as {zone, week, closed}: week begins on Sunday, as Date.getUTCDay() counts, and holds for every day
    [opens, closes, and both in words]; closed holds [first, last] days that are not over."""
    words = site.words["hours"]
    told = {
        "places": [_place(place, site) for place in site.clinic.places],
        "words": {
            "open": words["open_now"],
            "closed": words["closed_now"],
            "days": [words["today"], words["tomorrow"]],
        },
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _place(place: Place, site: Site) -> dict[str, Any]:
    return {
        "zone": place.timezone,
        "week": [_spans(day, site.words) for day in (place.hours[-1], *place.hours[:-1])],
        "closed": [
            [closure.first.isoformat(), closure.last.isoformat()]
            for closure in place.closed
            if closure.last >= site.today
        ],
    }


def _spans(day: Day, words: dict[str, Any]) -> list[list[str]]:
    return [
        [
            f"{span.opens:%H:%M}",
            f"{span.closes:%H:%M}",
            time_text(span.opens, words),
            time_text(span.closes, words),
        ]
        for span in day.spans
    ]
