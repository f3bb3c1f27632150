"""In: a Site with finished Documents. Out: its problems, each once and sorted, without those that a page waives with a reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import cast

from rules import facts, head, links, pictures
from rules.problem import Problem, did_you_mean
from rules.site import Document, Site, Waiver

Family = Callable[[Document, Site], Iterator[Problem]]

OF_TEXT = (  # these ask for one text, the clinic's facts and the day, so the reader keeps what they say
    "facts",
    "privacy",
    "citations",
    "claims",
    "advertising",
    "safety",
    "standing",
    "plain",
    "terms",
    "outline",
)
OF_SITE: tuple[Family, ...] = (  # and these for the other texts as well
    head.check,
    links.check,
    pictures.check,
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
        with site.view.noting(site.traces[document.name]):
            by_path[document.path] = judged(document, cast(Site, site.view), by_path[document.path])
    site.problems = sorted(set().union(*by_path.values()))
    site.waivers.sort(key=lambda waiver: waiver.problem)


def judged(document: Document, site: Site, more: Iterable[Problem] = ()) -> set[Problem]:
    """What is wrong with one document: what every family finds and what the stages found before, without what it waives."""
    text = of_text(document, site) if document.of_text is None else document.of_text
    own = {problem for family in OF_SITE for problem in family(document, site)}
    return set(_waived(document, site, {*text, *own, *more}))


def of_text(document: Document, site: Site) -> list[Problem]:
    """What the families say that need no other text."""
    return sorted({problem for family in families() for problem in family(document, site)})


@cache
def families() -> tuple[Family, ...]:
    """Those that a text is judged by, loaded when one has to be judged anew: what is known of all others does without."""
    return tuple(import_module(f"rules.{name}").check for name in OF_TEXT)


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
        site.waivers.extend(Waiver(problem, allowed["reason"].strip()) for problem in hits)
        waived |= hits
    yield from problems - waived
