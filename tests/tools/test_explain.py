"""In: ids of rules. Out: what `check --explain` prints, and docs/rules.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.problem import SiteError
from tools.explain import explained, guide, rules

LITERAL = re.compile(r"""(?<![\w.])["']([a-z]+\.[a-z-]+)["']""")


def test_a_rule_is_explained_by_why_examples_and_source() -> None:
    assert explained("claim.safe") == (
        "claim.safe (E: stops a publish)\n"
        "\n"
        'No treatment suits everybody. Who reads "safe" does not tell us about a blood clot.\n'
        "\n"
        "Bad:  Massage is safe.\n"
        "\n"
        "Good: Massage is low risk for most people. Tell us first if you take a blood thinner.\n"
        "\n"
        "Source: FTC, Health Products Compliance Guidance, 2022; NCCIH.\n"
        "To set it aside on one page, write in its head `Allow: claim.safe -- ` and the reason."
    )


def test_a_rule_with_two_severities_and_no_way_round_says_so() -> None:
    lines = explained("meta.value").splitlines()
    assert lines[0] == "meta.value (E/W: stops a publish or should be mended)"
    assert lines[-1] == "It cannot be set aside."


def test_an_example_of_several_lines_stands_below_its_name() -> None:
    assert "Bad:\n    Short walks may ease back pain.[^who]\n\n    [^who]: World" in explained("src.form")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("claim.saef", "There is no rule `claim.saef`. Did you mean `claim.safe`?"),
        ("src", "There is no rule `src`. It has: src.stat, src.study, src.form, src.quality, src.age."),
        ("zzzz", "There is no rule `zzzz`. docs/rules.md lists them all."),
    ],
)
def test_an_unknown_rule_gets_the_nearest(wanted: str, said: str) -> None:
    with pytest.raises(SiteError) as raised:
        explained(wanted)
    assert str(raised.value) == said


def test_the_guide_is_the_table(root: Path) -> None:
    """After a change of the table: python -m tools.explain > docs/rules.md"""
    assert (root / "docs" / "rules.md").read_text(encoding="utf-8") == guide()


def test_every_rule_that_the_code_names_is_in_the_table(root: Path) -> None:
    known = rules()
    families = {rule.partition(".")[0] for rule in known}
    named = {
        (rule, file.name)
        for folder in ("rules", "plugins", "tools")
        for file in (root / folder).rglob("*.py")
        for rule in LITERAL.findall(file.read_text(encoding="utf-8"))
        if rule.partition(".")[0] in families
    }
    assert {(rule, name) for rule, name in named if rule not in known and not rule.endswith(".toml")} == set()


def test_every_rule_says_why_its_source_and_a_known_place() -> None:
    for rule in rules().values():
        assert all((rule.why, rule.source, rule.bad, rule.good)), rule.id
        assert set(rule.severity.split("/")) <= set("EWI"), rule.id
        assert rule.where in ("text", "head", "page", "shown"), rule.id
