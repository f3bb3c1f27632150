"""In: rules/examples.toml. Out: each bad example breaks its rule and no other, each good one breaks none."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.photos import saved, scene
from tools import run
from tools.explain import Rule, rules

CLINIC = """\
[clinic]
name = "Main Street Clinic"
short_name = "Main Street"
[web]
address = "https://mainstreet.health"
[[places]]
id = "main"
name = "Main clinic"
phone = "(512) 867-5309"
street = "1 Main Street"
city = "Austin"
state = "TX"
postal_code = "78701"
timezone = "America/Chicago"
[places.hours]
monday = "8:00-18:00"
[[people]]
id = "ann-example"
honorific = "Dr."
name = "Ann Example"
credentials = "D.C."
role = "Chiropractor"
clinician = true
[[services]]
id = "massage-therapy"
name = "Massage therapy"
[[topics]]
id = "back-pain"
name = "Back pain"
summary = "What is known about sore backs, and what you can do."
"""
HEAD = {
    "Title": "What you can do on day {number}",
    "Date": "2026-01-05",
    "Summary": "A short walk may do you good, and so may a warm bath. Here is what to try on day {number}.",
    "Category": "back-pain",
    "Kind": "self-care",
    "Author": "ann-example",
    "Reviewer": "ann-example",
    "Reviewed": "2026-10-01",
}
BODY = """\
## What you can do

Walk a little each day. Stop if it hurts more. Call us if it does not get better.

{example}
"""
RULES = [rule for rule in rules().values() if rule.where != "shown"]


def article(rule: Rule, example: str, number: int) -> str:
    """A good article, with the example in its place."""
    added = "\n".join([rule.head, example if rule.where == "head" else ""])
    head = dict(HEAD) | dict(line.split(": ", 1) for line in added.split("\n") if ": " in line)
    for key in [line[:-1] for line in added.split("\n") if line.endswith(":")]:
        del head[key]
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    body = example if rule.where == "page" else BODY.format(example=example if rule.where == "text" else "")
    return lines.replace("{number}", str(number)) + f"\n{body}\n\n{rule.rest}\n"


def checked(folder: Path, root: Path, which: str) -> dict[str, list[str]]:
    """The rules that each example breaks, all examples in one site, each in an article of its own."""
    content = folder / which
    (content / "articles").mkdir(parents=True)
    (content / "images").mkdir()
    (content / "clinic.toml").write_text(CLINIC, encoding="utf-8")
    for name, width in (("morning-walk.jpg", 1600), ("small-walk.jpg", 200), ("IMG_1234.jpg", 1600)):
        (content / "images" / name).write_bytes(saved(scene(width, 600), "JPEG"))
    for number, rule in enumerate(RULES, 101):
        text = article(rule, getattr(rule, which), number)
        (content / "articles" / f"{rule.id.replace('.', '-')}.md").write_text(text, encoding="utf-8")
    _, problems = run.run(root, content, folder / "output", publish=False, check_only=True)
    found = defaultdict(list)
    for problem in problems:
        name = problem.path.rpartition("/")[2].removesuffix(".md").replace("-", ".", 1)
        found[name].append(f"{problem.severity} {problem.rule}: {problem.message}")
    return found


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, list[str]]:
    return checked(tmp_path_factory.mktemp("examples"), Path(request.config.rootpath), "bad")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, list[str]]:
    return checked(tmp_path_factory.mktemp("examples"), Path(request.config.rootpath), "good")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_bad_example_breaks_its_rule_and_no_other(rule: Rule, bad: dict[str, list[str]]) -> None:
    assert {said.partition(":")[0].partition(" ")[2] for said in bad[rule.id]} == {rule.id}, bad[rule.id]
    assert {said[0] for said in bad[rule.id]} <= set(rule.severity.split("/"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_good_example_breaks_no_rule(rule: Rule, good: dict[str, list[str]]) -> None:
    assert good[rule.id] == []
