"""In: the content folder. Out: which pages a clinician has to read again, and when; as lines, and as calendar entries."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from rules.problem import SiteError
from rules.site import Document, Site
from rules.standing import is_health, next_review
from tools import run
from tools.job import folder

NOTICE = datetime.timedelta(days=30)  # a calendar reminds this long before


@dataclass(frozen=True)
class Review:
    """day: when it is due; None for a page that no clinician has reviewed yet. last: "reviewed 2026-01-05 by ...", or ""."""

    day: datetime.date | None
    path: str
    title: str
    url: str
    last: str = ""


def show(root: Path, content: Path, ics: str = "") -> int:
    """Print the report, and write the calendar. Returns 2 when a review is due today or earlier, else 0."""
    site, _ = run.run(root, folder(content), root / "output", publish=False, check_only=True)
    found = reviews(site)
    print("\n".join(lines(found, site.today)))
    if ics:
        file = Path(ics)
        try:
            file.write_bytes(calendar(found, site))
        except OSError as error:
            raise SiteError(f"{ics} cannot be written: {error.strerror}.") from None
        print(f"{ics} has {'1 calendar entry' if len(found) == 1 else f'{len(found)} calendar entries'}.")
    return 2 if any(_is_due(review, site.today) for review in found) else 0


def reviews(site: Site) -> list[Review]:
    """Of every health page that is public or soon will be: first those never reviewed, then by day."""
    found = [
        _review(document, site) for document in site.documents if is_health(document) and not document.draft
    ]
    return sorted(found, key=lambda review: (review.day or datetime.date.min, review.path))


def _review(document: Document, site: Site) -> Review:
    reviewer, day = document.reviewer, document.reviewed
    url = f"{site.clinic.address}/{document.url}"
    if not reviewer or not reviewer.clinician or not day or day > site.today:
        return Review(None, document.path, document.title, url)
    last = f"reviewed {day} by {reviewer.full_name}"
    return Review(next_review(day), document.path, document.title, url, last)


def _is_due(review: Review, today: datetime.date) -> bool:
    return review.day is None or review.day <= today


def lines(found: Sequence[Review], today: datetime.date) -> Iterator[str]:
    now = [review for review in found if _is_due(review, today)]
    later = [review for review in found if not _is_due(review, today)]
    if now:
        yield f"Due now: {len(now)}"
        for review in now:
            since = f"since {review.day} ({review.last})" if review.day else "never reviewed by a clinician"
            yield f"  {review.path}: {review.title}: {since}"
        yield ""
    if later:
        yield f"Due later: {len(later)}"
        yield from (f"  {review.day} {review.path}: {review.title} ({review.last})" for review in later)
        yield ""
    following = f"; the next on {later[0].day}" if later else ""
    pages = "1 page" if len(found) == 1 else f"{len(found):,} pages"
    yield f"{pages} to keep reviewed: {len(now)} due now, {len(later)} later{following}."


def calendar(found: Sequence[Review], site: Site) -> bytes:
    """One day a page, with a reminder; what is due already stands on today. The same site gives the same bytes on one day."""
    made = Calendar()
    made.add("prodid", f"-//{site.clinic.name}//reviews//EN")
    made.add("version", "2.0")
    for review in found:
        day = max(review.day or site.today, site.today)
        event = Event()
        event.add("uid", f"review-{review.url.removeprefix('https://').replace('/', '-').strip('-')}")
        event.add("dtstamp", datetime.datetime.combine(site.today, datetime.time(), datetime.UTC))
        event.add("dtstart", day)
        event.add("summary", f"Review: {review.title}")
        event.add(
            "description", f"{review.path}\n{review.last or 'Never reviewed by a clinician'}\n{review.url}"
        )
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Soon to be reviewed: {review.title}")
        alarm.add("trigger", -NOTICE)
        event.add_component(alarm)
        made.add_component(event)
    return bytes(made.to_ical())
