"""In: the sentences of labelled.toml. Out: how many faults the rules find and how often they are wrong, printed in every run."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from rules import advertising, citations, claims, privacy
from rules.clinic import Clinic, Law, Phone, Place
from rules.problem import Problem
from rules.site import Document, Site
from tests import conftest

TABLE = Path(__file__).with_name("labelled.toml")
SEED = 5
SOURCE = "[^1]: World Health Organization. A guideline for adults. Geneva: WHO; 2023. <https://www.who.int/guideline>"
RULES = (
    "claim.cure", "claim.guarantee", "claim.safe", "claim.everyone", "claim.scope", "claim.superior", "claim.specialist",
    "ad.free", "ad.testimonial", "src.stat", "src.study", "privacy.patient",
)  # fmt: skip
FAMILIES = (privacy.check, citations.check, claims.check, advertising.check)
ANY = "any"  # good sentences that tempt no rule above the others
LEAST_RECALL, MOST_FALSE = 0.90, 0.03


@dataclass(frozen=True)
class Row:
    """A sentence. wanted: for each rule it must meet, the ids that count as that rule; tempts: whom a good one tempts."""

    text: str
    wanted: tuple[frozenset[str], ...]
    tempts: str = ""


def rows() -> list[Row]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    bad = [
        Row(text, tuple(frozenset(part.strip().split(" | ")) for part in rules.split(" + ")))
        for rules, texts in table["bad"].items()
        for text in texts
    ]
    return bad + [Row(text, (), rule) for rule, texts in table["good"].items() for text in texts]


def halves() -> dict[str, list[Row]]:
    """Two halves by a fixed seed, so that a rule that fits one of them only is seen."""
    mixed = rows()
    random.Random(SEED).shuffle(mixed)
    middle = len(mixed) // 2
    return {"first half": mixed[:middle], "second half": mixed[middle:]}


def site() -> Site:
    place = Place(
        "main",
        "Main Street",
        "1 Main St",
        "Town",
        "ST",
        "00000",
        "America/New_York",
        Phone("555-010-0199", "+15550100199"),
        (),
    )
    clinic = Clinic(
        "clinic.toml", "Wasserman Chiropractic", "Wasserman", "", "", (place,), (), (), (), Law(), ()
    )
    return Site(Path("content"), "content", False, date(2026, 11, 25), clinic, {})


def document(body: str) -> Document:
    text = body + (f"\n\n{SOURCE}" if "[^1]" in body else "")
    return Document("a.md", "articles/a.md", text, {}, text, 1, "article")


def errors(text: str) -> list[Problem]:
    page, whole = document(text), site()
    return [
        problem
        for family in FAMILIES
        for problem in family(page, whole)
        if problem.rule in RULES and problem.severity == "E"
    ]


@dataclass
class Figures:
    wanted: int = 0
    found: int = 0
    good: int = 0
    wrong: int = 0


def measure(half: list[Row]) -> tuple[Figures, dict[str, Figures], list[str]]:
    """For the half as a whole, for each rule, and each miss and false alarm in words."""
    whole, by_rule, said = Figures(), defaultdict[str, Figures](Figures), list[str]()
    for row in half:
        found = {problem.rule for problem in errors(row.text)}
        for ids in row.wanted:
            for figures in (whole, by_rule[min(ids)]):
                figures.wanted += 1
                figures.found += bool(ids & found)
            if not ids & found:
                said.append(f"missed {' or '.join(sorted(ids))}: {row.text}")
        if not row.wanted:
            for figures in (whole, by_rule[row.tempts]):
                figures.good += 1
                figures.wrong += bool(found)
            said += [f"false {rule}: {row.text}" for rule in sorted(found)]
    return whole, dict(by_rule), said


def report(name: str, whole: Figures, by_rule: dict[str, Figures]) -> Iterator[str]:
    yield f"\n{name}: {whole.found} of {whole.wanted} faults found, {whole.wrong} of {whole.good} good sentences blamed"
    for rule in (*RULES, ANY):
        figures = by_rule.get(rule, Figures())
        yield f"  {rule:17} found {figures.found:3} of {figures.wanted:3}   blamed {figures.wrong} of {figures.good}"


@pytest.mark.parametrize("name", ["first half", "second half"])
def test_faults_are_found_and_good_sentences_are_left_alone(name: str, figures: conftest.Figures) -> None:
    whole, by_rule, said = measure(halves()[name])
    figures("\n".join(report(name, whole, by_rule)))
    assert whole.found / whole.wanted >= LEAST_RECALL, "\n".join(said)
    assert whole.wrong / whole.good <= MOST_FALSE, "\n".join(said)


def test_the_set_is_large_and_half_of_it_is_good() -> None:
    every = rows()
    good = sum(not row.wanted for row in every)
    assert len(every) >= 320
    assert 0.45 <= good / len(every) <= 0.55
    assert {rule for row in every for ids in row.wanted for rule in ids} | {
        row.tempts for row in every if row.tempts
    } == {*RULES, ANY}


def test_no_sentence_stands_twice() -> None:
    texts = [row.text for row in rows()]
    assert len(texts) == len(set(texts))
