"""In: a Document and the clinic's facts. Out: problems with who wrote a page, who reviewed it and when, and how people are named.

Sources: JAMA benchmarks (authorship, currency); PIF TICK and schema.org reviewedBy; the NHS content cycle of three years;
22 TAC 77.3(b) of Texas for the degree beside "Dr.".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rules.problem import Problem, Severity, did_you_mean
from rules.prose import Block, prose
from rules.site import Document, Site

HEALTH = ("article", "service", "condition")
NO_HEALTH = {"news", "about", "visit"}
REVIEW_MONTHS = 36
LATE_MONTHS = 6
WORD = r"(?!Drs?\b)[A-Z](?=['’]?[A-Za-z]*[a-z])[\w'’-]*"  # a name has small letters, so that "DC" is none
NAME = rf"{WORD}(?:(?: [A-Z]\.)? {WORD}){{0,2}}"
DOCTOR = re.compile(r"\bDrs?\b")
NAMED = re.compile(rf"\b(?P<doctor>Drs?\b\.? +)?(?P<name>{NAME})")
DEGREES = frozenset(
    ["dc", "md", "do", "phd", "dpt", "pt", "dds", "dmd", "dvm", "psyd", "edd", "jd", "mph", "ms", "rn", "np", "pa", "lac", "lmt",
     "ot", "otr", "pharmd", "dnp", "od", "dpm"]
)  # fmt: skip
DEGREE = re.compile(r"[\s,(]+((?:[A-Za-z]{1,4}\.? ?){1,4})")
STREET = re.compile(r"\d+ +(?:[NSEW]\.? +)?(?:[A-Z]\w+ +)+$")
NO_DOCTORS = {"seuss", "pepper", "scholl", "scholls", "king", "google"}


def check(document: Document, site: Site) -> Iterator[Problem]:
    yield from _author(document, site)
    yield from _reviewer(document, site)
    yield from _due(document, site)
    yield from _doctors(document)


def _author(document: Document, site: Site) -> Iterator[Problem]:
    written = document.value("Author")
    line = document.line_of("Author")
    people = [name for person in site.clinic.people for name in (person.id, person.name)]
    if not written or written.lower() in ("clinic", site.clinic.name.lower()):
        return
    if document.author is None:
        yield document.problem(
            "who.author",
            "E",
            line,
            f"`Author: {written}` is nobody of clinic.toml, so nobody stands behind this page.",
            did_you_mean(written, ["clinic", *people]) or f"Use one of: {', '.join(['clinic', *people])}.",
        )
    elif not document.author.credentials:
        yield document.problem(
            "who.author",
            "E",
            line,
            f"{document.author.name} is named as the author, and clinic.toml does not say with what training.",
            f'Add `credentials = "..."` to {document.author.name} in clinic.toml, or write `Author: clinic`.',
        )


def _reviewer(document: Document, site: Site) -> Iterator[Problem]:
    written = document.value("Reviewer")
    line = document.line_of("Reviewer")
    clinicians = [person for person in site.clinic.people if person.clinician]
    names = ", ".join(person.id for person in clinicians)
    asked = (
        f"Ask one of them to read it ({names})"
        if names
        else "Name your clinicians in clinic.toml, ask one to read it"
    )
    if not written:
        if severity := _need(document, site):
            yield document.problem(
                "who.reviewer",
                severity,
                line,
                "No clinician has reviewed this page.",
                f"{asked}, then add `Reviewer: {clinicians[0].id if names else '...'}` and `Reviewed: {site.today}`.",
            )
        return
    reviewer = document.reviewer
    if reviewer is None:
        yield document.problem(
            "who.reviewer",
            "E",
            line,
            f"`Reviewer: {written}` is nobody of clinic.toml.",
            did_you_mean(written, [name for p in clinicians for name in (p.id, p.name)])
            or (f"Use one of: {names}." if names else "There is none yet: leave this line out."),
        )
    elif not reviewer.clinician:
        yield document.problem(
            "who.reviewer",
            "E",
            line,
            f"{reviewer.name} is no clinician, so this page counts as not reviewed.",
            f"{asked}; or, if {reviewer.name} is one, write `clinician = true` in clinic.toml.",
        )
    if not document.value("Reviewed"):
        yield document.problem(
            "who.reviewer",
            "E",
            line,
            "The page says who reviewed it, and not when.",
            f"Add the day below it: `Reviewed: {site.today}`.",
        )
    elif document.reviewed and document.reviewed > site.today:
        yield document.problem(
            "who.reviewer",
            "E",
            document.line_of("Reviewed"),
            f"The review is dated {document.reviewed}, and that day has not come yet.",
            "Write the day on which the clinician read it.",
        )


def is_health(document: Document) -> bool:
    """Whether a clinician has to read it."""
    kinds = {kind.strip().lower() for kind in document.value("Kind").split(",") if kind.strip()}
    return document.kind in HEALTH and not (kinds and kinds <= NO_HEALTH)


def _need(document: Document, site: Site) -> Severity | None:
    """How much a missing reviewer matters. While the clinic's facts are samples nobody could have reviewed a page."""
    if not is_health(document):
        return None
    if document.draft or (site.clinic.is_sample and not site.publish):
        return "I"
    return "E" if document.kind == "article" else "W"


def _due(document: Document, site: Site) -> Iterator[Problem]:
    if not document.reviewed or not document.value("Reviewer"):
        return
    months = _months(document.reviewed, site.today)
    if months < REVIEW_MONTHS:
        return
    late = months >= REVIEW_MONTHS + LATE_MONTHS
    yield document.problem(
        "who.review-due",
        "E" if late else "W",
        document.line_of("Reviewed"),
        f"This page was last reviewed on {document.reviewed}, "
        + ("more than three and a half years ago." if late else "three years ago or more."),
        f"Let a clinician read it again, then write `Reviewed: {site.today}`.",
    )


def next_review(reviewed: date) -> date:
    """The first day on which who.review-due asks for another review."""
    year, month = divmod(reviewed.year * 12 + reviewed.month - 1 + REVIEW_MONTHS, 12)
    try:
        return date(year, month + 1, reviewed.day)
    except ValueError:  # February 29
        return date(year, month + 2, 1)


def _months(first: date, last: date) -> int:
    """Whole months between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _doctors(document: Document) -> Iterator[Problem]:
    """A name counts as told with its degree when any earlier mention had it: "Ann Lee, D.C., ... Dr. Lee"."""
    if "Dr" not in document.text or not DOCTOR.search(document.text):
        return
    told: set[str] = set()
    for block in prose(document).blocks:
        if block.kind != "footnote":
            yield from _untold(document, block, told)


def _untold(document: Document, block: Block, told: set[str]) -> Iterator[Problem]:
    text = block.text
    for found in NAMED.finditer(text):
        last = re.sub(r"['’]s$", "", found["name"].split()[-1]).replace("’", "'").lower()
        if _has_degree(text, found.end()):
            told.add(last)
        elif found["doctor"] and last not in told | NO_DOCTORS and not STREET.search(text[: found.start()]):
            told.add(last)
            line, column = block.at(found.start())
            name = "Dr. " + re.sub(r"['’]s$", "", found["name"])
            yield document.problem(
                "who.credential",
                "E",
                line,
                f'"{name}" stands here without a degree, and "Dr." can mean many things.',
                f'Write the degree where the name comes first: "{name}, D.C.", or the degree this person has.',
                column,
            )


def _has_degree(text: str, at: int) -> bool:
    found = DEGREE.match(text, at)
    if not found:
        return False
    words = found[1].replace(".", "").split()
    return any(
        "".join(words[:length]).lower() in DEGREES and words[0][0].isupper() for length in (1, 2, 3, 4)
    )
