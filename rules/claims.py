"""In: a Document. Out: claims that promise too much: cures, guarantees, safety for all, praise, fear, and the like.

What is a claim stands in claims.toml, with the source of each rule; asserted.py knows when words deny, ask, quote or
report one. Sources: Texas 22 TAC 77.3 and 77.4, Hawaii 16-76-57(b), Florida 64B2-15.001, FTC 2022, NCCIH.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from rules.asserted import Said
from rules.lexicon import table
from rules.problem import Problem, Severity
from rules.site import Document, Site
from rules.wording import Wording, Wordings


@dataclass(frozen=True)
class Claim:
    """One table of claims.toml."""

    rule: str
    severity: Severity
    wording: Wording
    message: str
    hint: str


@cache
def claims() -> dict[str, Claim]:
    """By a name that tells the tables of one rule apart."""
    return {
        f"{each['rule']} {number}": Claim(
            each["rule"], cast(Severity, each["severity"]), Wording(each), each["message"], each["hint"]
        )
        for number, each in enumerate(table("claims.toml")["claim"])
    }


@cache
def _wordings() -> Wordings:
    return Wordings((name, claim.wording) for name, claim in claims().items())


def check(document: Document, site: Site) -> Iterator[Problem]:
    for each, said in _wordings().found_in(document):
        found = [(start, -end, claims()[name]) for name, spans in said.items() for start, end in spans]
        strong = {claim.rule for _, _, claim in found if claim.severity == "E"}
        found.sort(key=lambda hit: hit[:2])
        told: dict[str, int] = {}
        for start, end, claim in found:
            # One message for words that several patterns found, the graver; what is wrong anyway need not be hedged as well.
            weaker = claim.severity != "E" and (
                claim.rule in strong or (strong and claim.rule == "claim.hedge")
            )
            if start < told.get(claim.rule, 0) or weaker:
                continue
            told[claim.rule] = -end
            yield _problem(document, each, claim, start, -end)


def _problem(document: Document, each: Said, claim: Claim, start: int, end: int) -> Problem:
    line, column = each.place(start)
    words = each.text[max(start, each.lead) : end].strip(" ,.;:")
    return document.problem(
        claim.rule, claim.severity, line, claim.message.replace("{words}", words), claim.hint, column
    )
