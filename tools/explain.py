"""In: rules/examples.toml, and the id of a rule. Out: why the rule is there, its source, a bad and a good example.

python -m tools.explain > docs/rules.md
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.engine import NEVER
from rules.problem import SiteError, did_you_mean

TABLE = Path(__file__).resolve().parent.parent / "rules" / "examples.toml"
MEANING = {
    "E": "stops a publish",
    "W": "should be mended",
    "I": "for your information",
}
FAMILIES = {
    "meta": "The head of the file",
    "html": "What may stand in a text",
    "who": "Who stands behind it",
    "src": "Sources",
    "claim": "Claims",
    "ad": "Advertising",
    "safety": "Safety",
    "privacy": "Privacy",
    "plain": "Plain words",
    "facts": "The clinic's facts",
    "link": "Links",
    "image": "Pictures",
    "page": "The finished pages",
}
BELONGS = {"card": "html", "proof": "html", "words": "plain", "redirect": "page", "build": "page"}
WIDTH = 100
INTRODUCTION = """\
# The rules

What every text is held to. `python3 tasks.py check` finds what to mend; `python3 tasks.py check --explain claim.safe`
shows one of these rules. This page is made from [rules/examples.toml](../rules/examples.toml) by
`python -m tools.explain > docs/rules.md`, and the tests run each example.

**E** stops a publish, **W** should be mended, **I** is for your information. Where two letters stand, it depends on how
far the text goes. On one page a rule can be set aside with a reason, in the head of the file:
`Allow: link.text -- the same form on both pages`. Rules marked with † can not.
"""


@dataclass(frozen=True)
class Rule:
    """One entry of the table. severity: "E", or "W/E" where it depends. where: text, head, page or shown.
    head, rest: more lines for the head of the article that the examples stand in, and for its end."""

    id: str
    severity: str
    why: str
    source: str
    bad: str
    good: str
    where: str = "text"
    head: str = ""
    rest: str = ""

    @property
    def family(self) -> str:
        name = self.id.partition(".")[0]
        return BELONGS.get(name, name)

    @property
    def allowed(self) -> bool:
        """Whether a page may set it aside with `Allow:`: not what is wrong outside of the pages."""
        outside = self.where == "shown" and self.family in ("facts", "page")
        return not outside and not self.id.startswith(NEVER)


def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the table."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    found = [
        Rule(f"{family}.{name}", **{key: value.strip("\n") for key, value in entry.items()})
        for family, entries in table.items()
        for name, entry in entries.items()
    ]
    return {rule.id: rule for rule in found}


def explained(wanted: str) -> str:
    """What `check --explain` prints. Raises SiteError, with the nearest id, for a rule that does not exist."""
    known = rules()
    if wanted not in known:
        raise SiteError(f"There is no rule `{wanted}`. {_nearest(wanted, known)}")
    rule = known[wanted]
    severities = " or ".join(MEANING[letter] for letter in rule.severity.split("/"))
    allowed = f"Allow: {rule.id} -- " if rule.allowed else ""
    lines = [
        f"{rule.id} ({rule.severity}: {severities})",
        "",
        *textwrap.wrap(rule.why, WIDTH),
        "",
        *_example("Bad", rule.bad),
        *_example("Good", rule.good),
        f"Source: {rule.source}.",
        f"To set it aside on one page, write in its head `{allowed}` and the reason."
        if allowed
        else "It cannot be set aside.",
    ]
    return "\n".join(lines)


def _nearest(wanted: str, known: dict[str, Rule]) -> str:
    family = [rule for rule in known if rule.startswith(f"{wanted.rstrip('.')}.")]
    if family:
        return f"It has: {', '.join(family)}."
    return did_you_mean(wanted, known) or "docs/rules.md lists them all."


def _example(name: str, text: str) -> Iterator[str]:
    first, *rest = text.splitlines()
    if not rest:
        yield f"{name + ':':<6}{first}"
    else:
        yield f"{name}:"
        yield from (f"    {line}".rstrip() for line in (first, *rest))
    yield ""


def guide() -> str:
    """docs/rules.md: every rule, family by family."""
    parts = [INTRODUCTION]
    by_family: dict[str, list[Rule]] = {family: [] for family in FAMILIES}
    for rule in rules().values():
        by_family[rule.family].append(rule)
    for family, members in by_family.items():
        parts.append(f"## {FAMILIES[family]}\n")
        parts += [_entry(rule) for rule in members]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    mark = "" if rule.allowed else " †"
    title = f"### {rule.id} ({rule.severity}){mark}\n\n{rule.why} *Source: {rule.source}.*\n"
    if rule.where == "shown":
        return f"{title}\n- Bad: {rule.bad}\n- Good: {rule.good}\n"
    bad, good = (
        textwrap.indent(text, "    ", lambda line: bool(line.strip())) for text in (rule.bad, rule.good)
    )
    return f"{title}\nBad:\n\n{bad}\n\nGood:\n\n{good}\n"


if __name__ == "__main__":
    print(guide(), end="")
