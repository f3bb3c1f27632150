"""In: the content folder. Out: what the law asks of this clinic's site, by when, where it stands and what is missing."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rules.law import Duty, Status, duties, profile
from rules.site import Site
from tools import run
from tools.job import folder

WIDTH = 100
HEADINGS: dict[Status, str] = {
    "missing": "Missing",
    "not said": "Not said yet whether it applies",
    "there": "There",
    "spared": "Does not apply",
}
COUNTED: dict[Status, str] = {
    "missing": "{} missing",
    "not said": "{} not said",
    "there": "{} there",
    "spared": "{} that do not apply",
}
ADVICE = "This is information, not legal advice: have counsel check it before you rely on it."


def show(root: Path, content: Path) -> int:
    """Print the report. Returns 2 when something is missing or not said, else 0."""
    site, _ = run.run(root, folder(content), root / "output", publish=False, check_only=True)
    found = duties(site)
    print("\n".join(lines(site, found)))
    return 2 if any(duty.status in ("missing", "not said") for duty in found) else 0


def lines(site: Site, found: list[Duty]) -> Iterator[str]:
    yield f"The clinic, as {site.clinic.path} says under [law]: {_profile(site)}."
    for status, heading in HEADINGS.items():
        these = [duty for duty in found if duty.status == status]
        if these:
            yield f"\n{heading}: {len(these)}"
        for duty in these:
            yield from _entry(duty, site)
    counts = Counter(duty.status for duty in found)
    figures = ", ".join(words.format(counts[status]) for status, words in COUNTED.items() if counts[status])
    yield f"\n{len(found)} duties: {figures}. {ADVICE}"


def _entry(duty: Duty, site: Site) -> Iterator[str]:
    yield f"\n  {duty.name} ({duty.id})"
    by = " or, with fewer than 15 on the staff, ".join(day.isoformat() for day in duty.by)
    report = f"{duty.source}; {duty.report}. Last verified {duty.verified}"
    answers = " and ".join(f"`{key} = true` or `{key} = false`" for key in duty.asks)
    facts = {
        "Say": f"does it apply? Write {answers} under [law] in {site.clinic.path}." if answers else "",
        "Must": duty.must,
        "By": by or "now",
        "Stands": duty.page,
        "Missing": ("if it applies: " if duty.lacks and duty.asks else "") + "; ".join(duty.lacks),
        "Source": report + (", more than a year ago: verify it again." if duty.stale else "."),
    }
    for name, text in facts.items():
        if text:
            wrapped = textwrap.wrap(text, WIDTH - 14, break_on_hyphens=False, break_long_words=False)
            yield f"    {name + ':':<9} {wrapped[0]}"
            yield from (f"{'':14}{line}" for line in wrapped[1:])


def _profile(site: Site) -> str:
    shown = {True: "yes", False: "no", None: "not said"}
    state = site.clinic.law.state or "not said, so the strictest advertising rules hold"
    parts = [f"{key} {shown[value]}" for key, value in profile(site).items()]
    return "; ".join([f"state {state}", *parts])
