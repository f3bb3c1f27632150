"""In: a Document. Out: claims that promise too much: cures, guarantees, safety for all, praise, fear, and the like.

What is a claim stands in claims.toml, with the source of each rule; asserted.py knows when words deny, ask, quote or
report one. Sources: Texas 22 TAC 77.3 and 77.4, Hawaii 16-76-57(b), Florida 64B2-15.001, FTC 2022, NCCIH.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from rules.asserted import MYTHS, Said, denied, said, supposed, told_as_myth
from rules.lexicon import patterns, table
from rules.problem import Problem, Severity
from rules.prose import Block, prose
from rules.site import Document, Site

SHORT = (
    6  # words: an item no longer than this is read with the heading above it ("What we treat" ... "Asthma")
)


@dataclass(frozen=True)
class Claim:
    """One table of claims.toml, its patterns ready for use."""

    rule: str
    severity: Severity
    stems: tuple[str, ...]
    finds: tuple[re.Pattern[str], ...]
    passes: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    needs: tuple[re.Pattern[str], ...]
    fine: tuple[str, ...]
    negative: bool
    message: str
    hint: str


@cache
def claims() -> tuple[Claim, ...]:
    return tuple(_claim(each) for each in table("claims.toml")["claim"])


def _claim(each: dict[str, Any]) -> Claim:
    finds, passes, unless, needs = (
        patterns(each.get(name, ())) for name in ("finds", "passes", "unless", "needs")
    )
    return Claim(
        each["rule"], cast(Severity, each["severity"]), tuple(each["stems"]), finds, passes, unless, needs,
        tuple(each.get("fine", ())), each.get("negative", False), each["message"], each["hint"],
    )  # fmt: skip


def check(document: Document, site: Site) -> Iterator[Problem]:
    for each in sayings(document):
        found = sorted(_found(each), key=lambda hit: (hit[1], -hit[2]))
        last: dict[str, int] = {}
        strong = any(claim.severity == "E" for claim, _, _ in found)
        for claim, start, end in found:
            if start < last.get(claim.rule, 0) or (strong and claim.rule == "claim.hedge"):
                continue
            last[claim.rule] = end
            line, column = each.place(start)
            words = each.text[max(start, each.lead) : end].strip(" ,.;:")
            message = claim.message.replace("{words}", words)
            yield document.problem(claim.rule, claim.severity, line, message, claim.hint, column)


def sayings(document: Document) -> Iterator[Said]:
    """Every sentence that the text itself says to its readers: no sources, and nothing that it calls a myth."""
    blocks = [block for block in prose(document).blocks if block.kind not in ("footnote", "proof")]
    above: dict[int, str] = {}
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            above = {level: text for level, text in above.items() if level < block.level}
        myths = any(MYTHS.search(text) for text in above.values())
        if block.kind == "heading":
            above[block.level] = block.text
        if told_as_myth(block, myths):
            continue
        after = (
            blocks[number + 1].text if number + 1 < len(blocks) and block.kind in ("heading", "term") else ""
        )
        yield from said(block, _heading(block), after)


def _heading(block: Block) -> str:
    """The heading over a short item without a lead of its own: it makes a sentence with it."""
    short = block.kind in ("item", "cell") and len(block.text.split()) <= SHORT
    return block.section.rstrip("?:. ") if short else ""


def _found(each: Said) -> Iterator[tuple[Claim, int, int]]:
    lower = each.text.lower()
    for claim in claims():
        if not any(stem in lower for stem in claim.stems):
            continue
        if any(not need.search(each.text) for need in claim.needs):
            continue
        hits = [hit for find in claim.finds for hit in find.finditer(each.text) if hit.end() > each.lead]
        if not hits or any(word.search(each.text) for word in claim.unless):
            continue
        passed = [hit.span() for good in claim.passes for hit in good.finditer(each.text)]
        for hit in hits:
            start, end = hit.span()
            start += len(hit[0]) - len(hit[0].lstrip(" ,"))
            if any(begin < end and start < finish for begin, finish in passed):
                continue
            if not _fine(claim, each, start) and not denied(each, start, end, claim.negative):
                yield claim, start, end


def _fine(claim: Claim, each: Said, start: int) -> bool:
    """What else makes these words fine for this claim."""
    return (
        ("supposed" in claim.fine and supposed(each, start))
        or ("hedged" in claim.fine and each.hedged)
        or ("result" in claim.fine and each.result)
        or ("cited" in claim.fine and each.cited)
        or ("cited hedge" in claim.fine and each.cited and each.hedged)
    )
