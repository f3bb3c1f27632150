"""In: a Site with finished Documents. Out: its problems, each once and sorted, without those that a page waives with a reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from rules import (
    advertising,
    citations,
    claims,
    facts,
    head,
    links,
    outline,
    pictures,
    plain,
    privacy,
    safety,
    standing,
    terms,
)
from rules.problem import Problem, did_you_mean
from rules.site import Document, Site, Waiver

FAMILIES: tuple[Callable[[Document, Site], Iterator[Problem]], ...] = (
    head.check,
    facts.check,
    links.check,
    pictures.check,
    privacy.check,
    citations.check,
    claims.check,
    advertising.check,
    safety.check,
    standing.check,
    plain.check,
    terms.check,
    outline.check,
)
NEVER = (
    "meta.",
    "facts.sample",
    "facts.placeholder",
    "privacy.",
    "html.removed",
    "build.",
    "redirect.",
    "card.",
    "proof.",
)
ALLOW = re.compile(r"(?P<rule>[a-z]+\.[a-z-]+)\s*(?:--|\u2013|\u2014)\s*(?P<reason>.*\w.*)")


def check(site: Site) -> None:
    """Add what every family finds to site.problems, and move what is waived to site.waivers."""
    by_path: dict[str, set[Problem]] = defaultdict(set)
    for problem in (*site.problems, *facts.samples(site)):
        by_path[problem.path].add(problem)
    for document in site.documents:
        by_path[document.path] = judged(document, site, by_path[document.path])
    site.problems = sorted(set().union(*by_path.values()))
    site.waivers.sort(key=lambda waiver: waiver.problem)


def judged(document: Document, site: Site, more: Iterable[Problem] = ()) -> set[Problem]:
    """What is wrong with one document: what every family finds and what the stages found before, without what it waives."""
    own = {problem for family in FAMILIES for problem in family(document, site)}
    return set(_waived(document, site, {*own, *more}))


def _waived(document: Document, site: Site, problems: set[Problem]) -> Iterator[Problem]:
    """The problems that stay, and those that the `Allow:` lines themselves make."""
    waived: set[Problem] = set()
    line = document.line_of("Allow")
    for text in filter(None, document.value("Allow").split("\n")):
        allowed = ALLOW.fullmatch(text.strip())
        if not allowed:
            yield document.problem(
                "meta.allow",
                "E",
                line,
                f"`Allow: {text}` gives no reason.",
                "Write the rule, two hyphens, and why: `Allow: link.text -- the same form on both pages`.",
            )
            continue
        rule = allowed["rule"]
        if rule.startswith(NEVER):
            yield document.problem(
                "meta.allow",
                "E",
                line,
                f"`{rule}` cannot be allowed.",
                "Mend what it names, and take this line out.",
            )
            continue
        hits = {problem for problem in problems if problem.rule == rule}
        if not hits:
            near = did_you_mean(rule, {problem.rule for problem in problems})
            yield document.problem(
                "meta.allow",
                "W",
                line,
                f"`Allow: {rule}` has nothing to allow on this page.",
                near or "Take this line out.",
            )
        site.waivers += [Waiver(problem, allowed["reason"].strip()) for problem in hits]
        waived |= hits
    yield from problems - waived
