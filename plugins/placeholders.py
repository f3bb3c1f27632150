"""In: text or sanitised HTML with {{ clinic.phone }} and the like. Out: the same with the clinic's facts in their place."""

from __future__ import annotations

import html
import re
from typing import Any

from plugins import hours
from rules.clinic import Clinic, Place

Words = dict[str, Any]
PLACEHOLDER = re.compile(r"\{\{(?:\s|&nbsp;)*clinic\.(\w+)(?:\s|&nbsp;)*\}\}")
ALONE = re.compile(rf"<p>\s*{PLACEHOLDER.pattern}\s*</p>")
CODE = re.compile(r"(<(?:pre|code)\b.*?</(?:pre|code)>)", re.DOTALL)


def fill(markup: str, clinic: Clinic, words: Words) -> str:
    """Facts as HTML: phone and e-mail as links; the hours alone in a paragraph as their table. Code and unknown names stay."""

    def block(match: re.Match[str]) -> str:
        return _tables(clinic, words) if match[1] == "hours" else match[0]

    def inside(match: re.Match[str]) -> str:
        return _facts(clinic, words, marked_up=True).get(match[1], match[0])

    if "{{" not in markup:
        return markup
    parts = CODE.split(markup)
    return "".join(
        part if n % 2 else PLACEHOLDER.sub(inside, ALONE.sub(block, part)) for n, part in enumerate(parts)
    )


def fill_text(text: str, clinic: Clinic, words: Words) -> str:
    """Facts as plain words, for titles and summaries."""
    if "{{" not in text:
        return text
    facts = _facts(clinic, words, marked_up=False)
    return PLACEHOLDER.sub(lambda match: facts.get(match[1], match[0]), text)


def _facts(clinic: Clinic, words: Words, marked_up: bool) -> dict[str, str]:
    place = clinic.place
    plain = {
        "name": clinic.name,
        "short_name": clinic.short_name,
        "phone": place.phone.text,
        "email": place.email,
        "address": f"{place.street}, {place.city}, {place.state} {place.postal_code}",
        "hours": hours.week_summary(place, words),
        "closures": "; ".join(hours.closure_text(closure, words) for closure in place.closed)
        or words["hours"]["no_closures"],
        "booking": words["clinic"]["book"],
        "web": clinic.address.removeprefix("https://"),
        "state": place.state,
    }
    if not marked_up:
        return plain
    targets = {
        "phone": place.phone.uri,
        "email": f"mailto:{place.email}",
        "booking": clinic.booking,
        "web": f"{clinic.address}/",
    }
    return {
        key: _link(targets[key], text) if targets.get(key) and text else html.escape(text)
        for key, text in plain.items()
    }


def _link(target: str, text: str) -> str:
    return f'<a href="{html.escape(target)}">{html.escape(text)}</a>'


def _tables(clinic: Clinic, words: Words) -> str:
    """A table of hours for each place; the place is named where there are several."""
    return "".join(_table(place, words, named=len(clinic.places) > 1) for place in clinic.places)


def _table(place: Place, words: Words, named: bool) -> str:
    caption = words["hours"]["caption"] + (f": {place.name}" if named else "")
    rows = "".join(
        f'<tr><th scope="row">{html.escape(words["days"][day.name])}</th><td>{html.escape(hours.day_text(day, words))}</td></tr>'
        for day in place.hours
    )
    return f'<table class="hours"><caption>{html.escape(caption)}</caption><tbody>{rows}</tbody></table>'
