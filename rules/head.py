"""In: a Document and the Site it stands in. Out: problems with the head of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from rules.fields import (
    KEYS,
    KINDS,
    LANGUAGES,
    MAX_SLUG,
    NO_SLUG,
    SLUG,
    STATUSES,
    SUMMARY,
    TEMPLATES,
    parse_date,
)
from rules.problem import Problem, did_you_mean
from rules.site import Document, Site

OPENING = re.compile(r"[\s*_]*")


def check(document: Document, site: Site) -> Iterator[Problem]:
    yield from _keys(document)
    yield from _title(document, site)
    yield from _dates(document, site)
    yield from _slug(document, site)
    yield from _summary(document)
    yield from _values(document, site)


def _keys(document: Document) -> Iterator[Problem]:
    for name, field in document.head.items():
        if field.key not in KEYS:
            yield document.problem(
                "meta.key",
                "E",
                field.line,
                f"`{field.key}` is no key that this site knows.",
                did_you_mean(field.key, KEYS) or f"Use one of: {', '.join(KEYS)}.",
            )
        elif name != field.key:
            yield document.problem(
                "meta.key",
                "E",
                field.line,
                f"`{field.key}` stands in this head twice.",
                "Take one of them out.",
            )


def _title(document: Document, site: Site) -> Iterator[Problem]:
    title = document.value("Title")
    line = document.line_of("Title")
    if not title:
        yield document.problem(
            "meta.title", "E", line, "This page has no title.", "Begin the file with a line `Title: ...`."
        )
    elif not re.search(r"\w", title):
        yield document.problem(
            "meta.title", "E", line, f"The title `{title}` has no word in it.", "Say what the page is about."
        )
    for other in site.with_title(title) if title else ():
        if other.name != document.name:
            yield document.problem(
                "meta.title",
                "E",
                line,
                f"{other.path} has the same title.",
                "Say in the title what is different here.",
            )


def _dates(document: Document, site: Site) -> Iterator[Problem]:
    if document.kind == "article" and not document.value("Date"):
        yield document.problem(
            "meta.date",
            "E",
            document.line_of("Date"),
            "This article has no date.",
            f"Add a line `Date: {site.today}` to its head.",
        )
    for key in ("Date", "Modified", "Reviewed"):
        value = document.value(key)
        if value and parse_date(value) is None:
            yield document.problem(
                "meta.date",
                "E",
                document.line_of(key),
                f"`{value}` is no date that everybody reads alike, or no day at all.",
                f"Write year-month-day, such as `{key}: {_suggested(value, site.today)}`.",
            )
    if document.scheduled and not document.draft:
        yield document.problem(
            "meta.future",
            "I",
            document.line_of("Date"),
            f"This page will appear on {document.date}.",
            "Until then it is left out of the public site.",
        )
    if document.date and document.modified and document.modified < document.date:
        yield document.problem(
            "meta.date",
            "E",
            document.line_of("Modified"),
            "This page was changed before it was written.",
            "Put the later day into `Modified:`.",
        )


def _suggested(value: str, today: date) -> str:
    """The day a wrong date most likely means: its last good day where the day is too high, else today."""
    parts = [int(part) for part in re.findall(r"\d+", value)]
    if len(parts) == 3 and parts[2] > 999 and parts[0] > 12 >= parts[1] > 0:
        parts.reverse()  # 31/02/2026 can only be day, month, year
    if len(parts) == 3 and parts[0] > 999 and 1 <= parts[1] <= 12:
        for day in range(min(parts[2], 31), 0, -1):
            if found := parse_date(f"{parts[0]:04}-{parts[1]:02}-{day:02}"):
                return found.isoformat()
    return today.isoformat()


def _slug(document: Document, site: Site) -> Iterator[Problem]:
    line = document.line_of("Slug")
    slug = document.value("Slug")
    if slug and (not SLUG.fullmatch(slug) or len(slug) > MAX_SLUG):
        yield document.problem(
            "meta.slug",
            "E",
            line,
            f"The slug `{_short(slug)}` cannot stand in an address.",
            f"Use small letters, digits and hyphens, at most {MAX_SLUG}, such as `sore-back`.",
        )
    elif not slug and document.slug == NO_SLUG:
        yield document.problem(
            "meta.slug",
            "E",
            line,
            "The file name gives no address.",
            "Rename the file with small letters and hyphens, such as `sore-back.md`.",
        )
    if document.url in site.listings | {"gallery/", "problems/"}:
        yield document.problem(
            "meta.slug",
            "E",
            line,
            f"The address /{document.url} belongs to a list that this site makes.",
            "Rename the file, or give it another `Slug:`.",
        )
    for other in site.with_url(document.url):
        if other.name != document.name:
            yield document.problem(
                "meta.slug",
                "E",
                line,
                f"{other.path} has the same address, /{document.url}.",
                "Rename one of the two files, or give it another `Slug:`.",
            )


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:37]}..."


def _summary(document: Document) -> Iterator[Problem]:
    summary = document.summary
    line = document.line_of("Summary")
    least, most = SUMMARY
    if not summary:
        yield document.problem(
            "meta.summary",
            "W",
            line,
            "This page has no summary.",
            "Add a line `Summary: ...` with its answer in one sentence.",
        )
    elif not least <= len(summary) <= most:
        size = "short" if len(summary) < least else "long"
        yield document.problem(
            "meta.summary",
            "W",
            line,
            f"The summary is too {size}: {len(summary)} characters.",
            f"Give the answer in {least} to {most} characters.",
        )
    if summary.strip() and _begins_with(document.body, summary):
        yield document.problem(
            "meta.summary",
            "W",
            line,
            "The summary is the first sentence again.",
            "Take that sentence out of the text, or say something else here.",
        )


def _begins_with(body: str, summary: str) -> bool:
    """Whether the first sentence is the summary. Most bodies begin with another word, and need not be taken apart."""
    opening = OPENING.match(body)
    if not opening or not body.startswith(summary.split()[0], opening.end()):
        return False
    first = re.split(r"(?<=[.!?])\s", " ".join(body.split()), maxsplit=1)[0]
    return first.strip(" *_") == summary


def _values(document: Document, site: Site) -> Iterator[Problem]:
    topics = tuple(topic.id for topic in site.clinic.topics)
    known: dict[str, tuple[tuple[str, ...], bool]] = {
        "Status": (STATUSES, False),
        "Lang": (LANGUAGES, False),
        "Template": (TEMPLATES, False),
        "Category": (topics, False),
        "Kind": (KINDS, True),
        "Art": (tuple(sorted(site.drawings)), False),
    }
    for key, (allowed, several) in known.items():
        for word in document.listed(key) if several else filter(None, [document.value(key).strip()]):
            if word.lower() not in _lowered(allowed):
                yield _unknown(document, key, word, allowed)
    for key, kind in (("Services", "service"), ("Conditions", "condition"), ("Related", "article")):
        for word in document.listed(key):
            if not site.has_slug(kind, word.lower()):
                yield _unknown(document, key, word, tuple(site.slugs(kind)))
    if document.kind == "article" and not document.value("Category"):
        yield document.problem(
            "meta.value",
            "W",
            document.line_of("Category"),
            "This article has no topic.",
            f"Add a line `Category: ...`. {_choice(topics)}",
        )


def _unknown(document: Document, key: str, word: str, allowed: tuple[str, ...]) -> Problem:
    return document.problem(
        "meta.value",
        "E",
        document.line_of(key),
        f"`{key}: {word}` is not known.",
        did_you_mean(word, allowed) or _choice(allowed),
    )


@lru_cache(maxsize=100)
def _lowered(allowed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(each.lower() for each in allowed)


def _choice(allowed: Iterable[str]) -> str:
    words = list(allowed)
    return f"Use one of: {', '.join(words)}." if words else "There is none yet: leave this line out."
