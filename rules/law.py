"""In: the Site, with the profile of its clinic. Out: each duty of law.toml: does it apply, where does it stand, what is missing.

Facts about the law, not advice. Each duty names its source, how far that was read, and the day it was last verified.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from rules.prose import prose
from rules.site import Document, Site

Status = Literal["missing", "not said", "there", "spared"]
TABLE = Path(__file__).with_name("law.toml")
OTHER_LANGUAGE = re.compile(r'\blang="(?!en\b)[a-z]')
STALE = 365  # days after which a duty is verified again


@dataclass(frozen=True)
class Duty:
    """by: the days it is due, one for every size of clinic that is still possible. lacks: what is missing, in words.
    asks: the keys of [law] that would say whether it applies."""

    id: str
    name: str
    status: Status
    must: str
    by: tuple[date, ...]
    page: str
    lacks: tuple[str, ...]
    asks: tuple[str, ...]
    source: str
    report: str
    verified: date
    stale: bool


def duties(site: Site) -> list[Duty]:
    """All of them, what is missing first."""
    order: tuple[Status, ...] = ("missing", "not said", "there", "spared")
    return sorted((_duty(entry, site) for entry in _table()), key=lambda duty: order.index(duty.status))


def profile(site: Site) -> dict[str, bool | None]:
    """What [law] of clinic.toml says; None where it says nothing."""
    law = site.clinic.law
    return {
        "staff_15_or_more": law.staff_15_or_more,
        "federal_money": law.federal_money,
        "hipaa": law.hipaa,
        "self_pay": law.self_pay,
    }


@cache
def _table() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["duty"]
    return entries


def _duty(entry: dict[str, Any], site: Site) -> Duty:
    said = profile(site)
    asked = {key: said[key] for key in entry.get("when", [])}
    asks = tuple(key for key, value in asked.items() if value is None)
    lacks = tuple(_lacks(entry, site))
    status: Status = "missing" if lacks else "there"
    if False in asked.values():
        status, lacks, asks = "spared", (), ()
    elif asks:
        status = "not said"
    stale = (site.today - entry["verified"]).days > STALE
    return Duty(
        entry["id"], entry["name"], status, entry["must"], _by(entry, said["staff_15_or_more"]), f"/{entry['page']}",
        lacks, asks, entry["source"], entry["report"], entry["verified"], stale,
    )  # fmt: skip


def _by(entry: dict[str, Any], many: bool | None) -> tuple[date, ...]:
    if "by_staff" not in entry:
        return (entry["by"],) if "by" in entry else ()
    days = entry["by_staff"]
    if many is None:
        return (days["many"], days["few"])
    return (days["many"] if many else days["few"],)


def _lacks(entry: dict[str, Any], site: Site) -> list[str]:
    document = next((each for each in site.documents if each.url == entry["page"]), None)
    if document is None or document.draft or document.scheduled:
        return [f"the page /{entry['page']}"]
    text = _text(document)
    lacks = []
    waits = re.search(entry["open"], text, re.IGNORECASE) if "open" in entry else None
    if waits:
        lacks.append(f'the text itself: {document.path} says "{waits[0]}"')
    lacks += [
        need["what"] for need in entry.get("needs", []) if not re.search(need["words"], text, re.IGNORECASE)
    ]
    if entry.get("languages") and not OTHER_LANGUAGE.search(document.html):
        lacks.append("lines in other languages, each with its `lang`")
    if entry["id"] == "trackers" and any(problem.rule == "privacy.remote" for problem in site.problems):
        lacks.append("a site that asks no other host for anything: see privacy.remote in the report")
    return lacks


def _text(document: Document) -> str:
    return "\n".join(block.text for block in prose(document).blocks)
