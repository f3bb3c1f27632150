"""In: answers of somebody at the clinic. Out: clinic.toml with them, its other lines and comments as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from plugins import fact_checks as checks
from plugins.fact_checks import BadFact
from plugins.fact_tables import TABLES
from rules.clinic import DAYS
from rules.problem import ContentError, Problem

Ask = Callable[[str], str]
Say = Callable[[str], None]

QUESTIONS = {
    "clinic.name": "What is the clinic's full name?",
    "clinic.short_name": "What do people call it for short?",
    "web.address": "At which address will this site stand? (such as https://wasserman.example)",
    "booking.address": "At which address do people book a visit? (- for none)",
    "places.name": "What do you call this place?",
    "places.phone": "Which phone number do patients call there?",
    "places.email": "Which e-mail address may they write to? (- for none)",
    "places.street": "Street and number?",
    "places.city": "City?",
    "places.state": "State, as two letters?",
    "places.postal_code": "ZIP code?",
    "places.timezone": "Time zone? (such as America/New_York, America/Chicago, America/Denver, America/Los_Angeles)",
    "places.map": "The address of a map of it? (- for none)",
    "places.directions": "In a sentence, how do people find it? (- for nothing)",
    "places.parking": "In a sentence, where can they park? (- for nothing)",
    "places.way_in": "In a sentence, how do people in a wheelchair get in? (- for nothing)",
    "places.closed": 'On which days is it closed? (such as "2026-12-24..2026-12-26 Holidays; 2027-01-01 New Year"; - for none)',
    "law.state": "In which state is the clinic licensed, as two letters? (- for not sure)",
    "law.staff_15_or_more": "Do 15 or more people work there? (yes, no, - for not sure)",
    "law.federal_money": "Does it get federal money, such as Medicare or Medicaid? (yes, no, - for not sure)",
    "law.hipaa": "Does HIPAA cover it? (yes, no, - for not sure)",
    "law.self_pay": "Do some patients pay without insurance? (yes, no, - for not sure)",
}
BLANK = """# The clinic's facts. They stand here once; pages, cards, hours and search data all read them.
# `python3 tasks.py setup` asks for each; you can change them here as well.

[clinic]

# The public address of this site.
[web]

# Where people book.
[booking]

# One [[places]] for each address. The first one's phone and hours stand at the top of every page.
[[places]]
id = "main"

# Times such as "8:00-18:00" or "8:00-12:00, 13:00-18:00"; "closed" for a closed day.
[places.hours]

# What decides which notices the law asks for.
[law]
"""


def main(file: Path, ask: Ask = input, say: Say = print) -> int:
    """Ask for every fact, part by part, and save after each part; Ctrl-C keeps what was answered.

    Raises ContentError when the file there is no TOML.
    """
    facts = _read(file)
    say(
        "I ask for the clinic's facts one by one. Enter keeps what stands in brackets; Ctrl-C stops, and keeps your answers."
    )
    try:
        for name in ("clinic", "web", "booking"):
            _part(facts.setdefault(name, tomlkit.table()), name, ask, say)
            _write(file, facts)
        for place in facts.setdefault("places", tomlkit.aot()):
            say(f"\nThe place: {place.get('name', place.get('id', ''))}")
            _part(place, "places", ask, say)
            _write(file, facts)
        say("")
        _part(facts.setdefault("law", tomlkit.table()), "law", ask, say)
    except (KeyboardInterrupt, EOFError):
        _write(file, facts)
        say("\nStopped. Your answers are kept: run setup again to go on.")
        return 130
    _write(file, facts)
    say(f"Thank you. The facts are in {file.name}. `python3 tasks.py check` says what is still missing.")
    return 0


def _read(file: Path) -> TOMLDocument:
    try:
        return tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.parse(BLANK)
    except (TOMLKitError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        problem = Problem(
            file.name,
            int(found[1]) if found else 1,
            0,
            "facts.file",
            "E",
            "This line is not written as it should be.",
            'Write `key = "value"`, with straight quotes around every text.',
        )
        raise ContentError("Mend this line first, then run setup again.", [problem]) from None


def _part(table: Any, name: str, ask: Ask, say: Say) -> None:
    """Ask for the facts of one table, then whether all of them are real."""
    for key, (check, needed) in TABLES[name].items():
        if key == "hours":
            _hours(table, ask, say)
        elif f"{name}.{key}" in QUESTIONS:
            _fact(table, key, QUESTIONS[f"{name}.{key}"], check, needed, ask, say)
    if table.get("sample"):
        _real(table, ask, say)


def _fact(table: Any, key: str, question: str, check: Any, needed: bool, ask: Ask, say: Say) -> None:
    old = table.get(key)
    while True:
        answer = ask(f"{question} [{_shown(old)}] ").strip()
        if not answer and (old is not None or not needed):
            return
        if answer == "-" and not needed:
            table.pop(key, None)
            return
        try:
            table[key] = _checked(answer, check)
            return
        except BadFact as bad:
            say(f"{bad.message} {bad.hint}")


def _checked(answer: str, check: Any) -> Any:
    """The value to write for an answer. Raises BadFact."""
    if not answer:
        raise BadFact("facts.missing", "Every page needs this fact.", "Please type it.")
    if check is bool:
        if answer.lower() not in ("yes", "y", "no", "n"):
            raise BadFact(
                "facts.type",
                f'"{answer}" is neither yes nor no.',
                "Type yes, no, or - when you are not sure.",
            )
        return answer.lower().startswith("y")
    if check == "closures":
        days = [part.strip() for part in answer.split(";") if part.strip()]
        for day in days:
            checks.closure(day)
        return days
    value = check(answer)
    return value.text if check is checks.phone else value


def _hours(table: Any, ask: Ask, say: Say) -> None:
    hours = table.setdefault("hours", tomlkit.table())
    for day in DAYS:
        while True:
            answer = ask(f"When is it open on {day.capitalize()}? [{hours.get(day, 'closed')}] ").strip()
            if not answer:
                hours.setdefault(day, "closed")
                break
            try:
                checks.day(day, [part for part in answer.split(",") if part.strip()])
                hours[day] = answer
                break
            except BadFact as bad:
                say(f"{bad.message} {bad.hint}")


def _real(table: Any, ask: Ask, say: Say) -> None:
    """Take `sample = true` out when a person says that nothing in this part is a sample any more."""
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    left = [key for key, text in texts.items() if checks.is_plainly_sample(text) or "sample" in text.lower()]
    if left:
        say(f"Still samples: {', '.join(left)}. The site cannot be published with them.")
    elif ask("Are all facts of this part real now? (yes or no) [no] ").strip().lower() in ("yes", "y"):
        del table["sample"]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else str(value or "nothing yet")


def _write(file: Path, facts: TOMLDocument) -> None:
    """Beside the file, then renamed: a stop in between leaves the old file whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.write_text(tomlkit.dumps(facts), encoding="utf-8", newline="\n")
    new.replace(file)
