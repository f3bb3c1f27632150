"""In: Markdown that a test wrote. Out: its Document, a Site without samples, and problems as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from rules.clinic import Clinic, Law, Person, Phone, Place, SampleFact
from rules.fields import parse_date, split
from rules.problem import Problem
from rules.site import Document, Site

TODAY = date(2026, 11, 25)
HEAD = "Title: Sore backs\nSummary: What may help, and when to see a doctor.\n\n"
BODY = 4  # the line that a body under HEAD begins on
PEOPLE = (
    Person("ann-lee", "Ann Lee", "Chiropractor", "D.C.", "Dr.", clinician=True),
    Person("bo-kim", "Bo Kim", "Front desk"),
)
Family = Callable[[Document, Site], Iterator[Problem]]


def site(publish: bool = False, sample: bool = False, people: tuple[Person, ...] = PEOPLE) -> Site:
    place = Place("main", "Main", "1 Main St", "Town", "TX", "75001", "America/Chicago", Phone("x", "+1"), ())
    facts = (SampleFact("name", "x", 1),) if sample else ()
    clinic = Clinic("clinic.toml", "Lee Chiropractic", "Lee", "", "", (place,), people, (), (), Law(), facts)
    return Site(Path("content"), "content", publish, TODAY, clinic, {})


def document(body: str, head: str = HEAD, kind: str = "article", of: Site | None = None) -> Document:
    text = head + body
    fields, rest, line = split(text)
    made = Document("a.md", "articles/a.md", text, fields, rest, line, kind)
    made.title, made.summary = made.value("Title"), made.value("Summary")
    made.reviewed = parse_date(made.value("Reviewed"))
    made.draft = made.value("Status") == "draft"
    clinic = (of or site()).clinic
    made.author, made.reviewer = clinic.person(made.value("Author")), clinic.person(made.value("Reviewer"))
    return made


def said(family: Family, made: Document, rule: str, of: Site | None = None) -> list[str]:
    """What a family says of a document by one rule, with the severity first: "E 4:1: ..."."""
    return [
        f"{problem.severity} {str(problem).removeprefix('a.md:')}".replace(f" {rule}:", "", 1)
        for problem in sorted(family(made, of or site()))
        if problem.rule == rule
    ]
