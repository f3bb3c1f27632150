"""In: a Document and the clinic's facts. Out: facts typed by hand, placeholders that do not exist, and sample facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rules.clinic import Place
from rules.patterns import compiled
from rules.problem import Problem, did_you_mean
from rules.site import Document, Site

PLACEHOLDERS = (
    "name",
    "short_name",
    "phone",
    "email",
    "address",
    "hours",
    "closures",
    "booking",
    "web",
    "state",
)
PLACEHOLDER = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}")
NUMBER = re.compile(r"(?<![\d/.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])?\d{3}[ .-]\d{4}(?![\d/-])")
NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
CLOCK = r"(?:\d{1,2}(?::\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.)|noon)"
WE = r"\b(?:we|our (?:clinic|office|doors?)|the (?:clinic|office))\b"
OPEN = r"\b(?:open|close|opens|closes|closed|are in|hours)\b"
# Without one of these a text holds neither NUMBER nor OPENING.
DRIFTS = compiled(r"\d{3}[ .-]\d{4}|\d\s*[ap]\.?m|noon")
OPENING = compiled(
    rf"{WE}[^.\n]{{0,40}}{OPEN}[^.\n]{{0,60}}?{CLOCK}|\b(?:(?:opening|office|clinic) hours|hours)\s*:[^.\n]{{0,60}}?{CLOCK}"
)


def check(document: Document, site: Site) -> Iterator[Problem]:
    lines = list(_lines(document))
    if "{{" in document.text:
        yield from _placeholders(document, lines)
    values = site.once(
        "typed facts", lambda: [v.lower() for p in site.clinic.places for v, _, _ in _texts(p) if v]
    )
    if _may_drift("\n".join(text for _, text in lines), values):
        yield from _typed(document, site, ((line, text) for line, text in lines if _may_drift(text, values)))


def _placeholders(document: Document, lines: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    for line, text in lines:
        for found in PLACEHOLDER.finditer(text):
            name = found["inside"].strip()
            if name.removeprefix("clinic.") not in PLACEHOLDERS or not name.startswith("clinic."):
                known = [f"{{{{ clinic.{each} }}}}" for each in PLACEHOLDERS]
                hint = did_you_mean(f"{{{{ {name} }}}}", known) or f"Use one of: {', '.join(known)}."
                yield document.problem(
                    "facts.placeholder",
                    "E",
                    line,
                    f"`{found[0]}` is no placeholder.",
                    hint,
                    found.start() + 1,
                )


def _may_drift(text: str, values: list[str]) -> bool:
    """A quick look, of which most texts need no more."""
    lower = text.lower()
    return DRIFTS.search(text) is not None or any(value in lower for value in values)


def _typed(document: Document, site: Site, lines: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    for line, text in lines:
        for start, what, instead in _drift(text, site):
            yield document.problem(
                "facts.drift",
                "E",
                line,
                f"{what} is typed by hand here, and will be wrong when it changes.",
                f"Write `{{{{ clinic.{instead} }}}}`.",
                start + 1,
            )


def _drift(text: str, site: Site) -> Iterator[tuple[int, str, str]]:
    for place in site.clinic.places:
        own = place.phone.uri[-10:]
        for found in NUMBER.finditer(text):
            digits = re.sub(r"\D", "", found[0])[-10:]
            if digits in (own, own[3:]):
                yield found.start(), "The clinic's phone number", "phone"
        for value, what, instead in _texts(place):
            at = text.lower().find(value.lower()) if value else -1
            if at >= 0:
                yield at, what, instead
    for found in OPENING.finditer(text):
        yield found.start(), "An opening time", "hours"


def _texts(place: Place) -> Iterator[tuple[str, str, str]]:
    yield place.email, "The clinic's e-mail address", "email"
    yield place.street, "The clinic's street", "address"


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """What staff wrote for people: title, summary, and the body without code and notes, which reach no page."""
    for key in ("Title", "Summary"):
        yield document.line_of(key), document.value(key)
    code = False
    body = document.body
    if "<!--" in body:
        body = NOTE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)
    for number, text in enumerate(body.split("\n"), document.body_line):
        if text.lstrip().startswith(("```", "~~~")):
            code = not code
        elif not code:
            shown = re.sub(r"`[^`]*`", lambda found: " " * len(found[0]), text) if "`" in text else text
            yield number, shown


def samples(site: Site) -> Iterator[Problem]:
    """On a site that goes public one E for each sample fact; else one line for information."""
    found = site.clinic.samples
    if not site.publish and found:
        yield Problem(
            site.clinic.path,
            found[0].line,
            0,
            "facts.sample",
            "I",
            f"{len(found)} facts are samples, so every page shows SAMPLE.",
            "Before you publish, put in the real ones: `python3 tasks.py setup` asks for each.",
        )
        return
    for fact in found:
        yield Problem(
            site.clinic.path,
            fact.line,
            0,
            "facts.sample",
            "E",
            f'`{fact.key}` is a sample: "{fact.value}".',
            "Put in the real fact, and take out `sample = true`.",
        )
