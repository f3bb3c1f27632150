"""In: clinic.toml. Out: the Clinic it describes, and a problem with file, line and remedy for everything in it that is wrong."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from plugins.fact_checks import BadFact, is_plainly_sample
from plugins.fact_tables import LISTS, NEVER_SAMPLE, TABLES, shown, typed
from rules.clinic import Clinic, Law, Person, Place, SampleFact, Service, Topic
from rules.problem import ContentError, Problem, did_you_mean


def load(path: Path, shown: str) -> tuple[Clinic, tuple[Problem, ...]]:
    """The facts of a file, and what is wrong in it; shown is its name in messages.

    Raises ContentError when it gives no clinic: it cannot be read, is no TOML, or lacks a fact every page needs.
    """
    try:
        return _loaded(path.read_text(encoding="utf-8-sig"), shown)
    except OSError as error:
        raise _unusable(
            shown, 1, f"The clinic's facts cannot be read: {error.strerror}.", "Run `python3 tasks.py setup`."
        ) from None
    except UnicodeDecodeError:
        raise _unusable(
            shown, 1, "This file is not saved as UTF-8.", "In your editor choose Save as, encoding UTF-8."
        ) from None


@lru_cache(maxsize=2)
def _loaded(text: str, shown: str) -> tuple[Clinic, tuple[Problem, ...]]:
    """Once for the same text: a process may build again and again."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _unusable(
            shown,
            line,
            "This line is not written as it should be.",
            'Write `key = "value"`, with straight quotes around every text.',
        ) from None
    reading = _Reading(text, shown)
    clinic = reading.clinic(tables)
    if clinic is None:
        raise ContentError("The clinic's facts are not complete.", reading.problems)
    return clinic, tuple(sorted(reading.problems))


def _unusable(shown: str, line: int, message: str, hint: str) -> ContentError:
    return ContentError(
        "The clinic's facts cannot be used.", [Problem(shown, line, 0, "facts.file", "E", message, hint)]
    )


class _Reading:
    """One pass over a file: collects problems and sample facts while it makes the tables typed."""

    def __init__(self, text: str, shown: str):
        self.shown = shown
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.samples: list[SampleFact] = []

    def clinic(self, tables: dict[str, Any]) -> Clinic | None:
        for name in tables:
            if name not in TABLES:
                self.say(
                    self.line(name),
                    "facts.key",
                    f"`{name}` is no part that this file knows.",
                    did_you_mean(name, TABLES) or f"Use one of: {', '.join(TABLES)}.",
                )
        clinic, web = self.table("clinic", tables.get("clinic")), self.table("web", tables.get("web"))
        booking, law = (
            self.table("booking", tables.get("booking", {})),
            self.table("law", tables.get("law", {})),
        )
        rows = {name: self.rows(name, tables.get(name, [])) for name in LISTS}
        if clinic is None or web is None or not rows["places"]:
            if not tables.get("places"):
                self.say(
                    1,
                    "facts.missing",
                    "There is no place.",
                    "Add a part `[[places]]` with phone, address and hours.",
                )
            return None
        self.cross_check(rows)
        return Clinic(
            path=self.shown,
            name=clinic["name"],
            short_name=clinic["short_name"],
            address=web["address"],
            booking=(booking or {}).get("address", ""),
            places=tuple(Place(**row) for row in rows["places"]),
            people=tuple(Person(**row) for row in rows["people"]),
            services=tuple(Service(**row) for row in rows["services"]),
            topics=tuple(Topic(**row) for row in rows["topics"]),
            law=Law(**(law or {})),
            samples=tuple(self.samples),
        )

    def rows(self, name: str, value: object) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.say(
                self.line(name),
                "facts.type",
                f"`{name}` is written as one part, and there may be several.",
                f"Write `[[{name}]]` above it.",
            )
            return []
        found = [self.table(name, row, number) for number, row in enumerate(value)]
        good = [row for row in found if row is not None]
        ids = [row["id"] for row in good]
        for number, each in enumerate(ids):
            if each in ids[:number]:
                self.say(
                    self.line(name, "id", number),
                    "facts.id",
                    f"`{each}` is the id of two {name}.",
                    "Give one of them another id.",
                )
        return good

    def table(self, name: str, value: object, number: int = 0) -> dict[str, Any] | None:
        """The checked values of one table; None when one that every page needs is missing or wrong."""
        if not isinstance(value, dict):
            self.say(
                self.line(name),
                "facts.missing" if value is None else "facts.type",
                f"The part `[{name}]` is missing.",
                f"Add it with: {', '.join(key for key, (_, needed) in TABLES[name].items() if needed)}.",
            )
            return None
        keys = TABLES[name]
        marked = value.get("sample", False)
        if not isinstance(marked, bool):
            self.say(
                self.line(name, "sample", number),
                "facts.type",
                "`sample` is true or false.",
                "Write `sample = true`, or take the line out.",
            )
            marked = True
        for key in value:
            if key not in keys and key != "sample":
                self.say(
                    self.line(name, key, number),
                    "facts.key",
                    f"`{key}` is no key of `{name}`.",
                    did_you_mean(key, keys) or f"Use one of: {', '.join(keys)}.",
                )
        found: dict[str, Any] = {}
        whole = True
        for key, (check, needed) in keys.items():
            if key not in value or value[key] == "":
                if needed:
                    self.say(
                        self.line(name, "", number),
                        "facts.missing",
                        f"`{key}` is missing in `{name}`.",
                        f"Add a line `{key} = ...`.",
                    )
                    whole = False
                continue
            try:
                found[key] = typed(check, value[key], key)
            except BadFact as bad:
                self.say(self.line(name, key, number), bad.rule, bad.message, bad.hint)
                whole = whole and not needed
                continue
            if key not in NEVER_SAMPLE and (marked or is_plainly_sample(value[key])):
                place = f"{name}.{value.get('id', number)}.{key}" if name in LISTS else f"{name}.{key}"
                self.samples.append(SampleFact(place, shown(value[key]), self.line(name, key, number)))
        return found if whole else None

    def cross_check(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        for number, person in enumerate(rows["people"]):
            for key in ("services", "places"):
                known = [row["id"] for row in rows[key]]
                for each in person.get(key, ()):
                    if each not in known:
                        self.say(
                            self.line("people", key, number),
                            "facts.id",
                            f"There is no `{each}` among the {key}.",
                            did_you_mean(each, known) or f"Use one of: {', '.join(known)}.",
                        )

    def say(self, line: int, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.shown, line, 0, rule, "E", message, hint))

    def line(self, table: str, key: str = "", number: int = 0) -> int:
        """Where a key of the number-th table of this name stands; the table's own line when the key is not there."""
        head = re.compile(rf"\s*\[\[?\s*{re.escape(table)}\s*(\.\s*{re.escape(key or 'hours')}\s*)?\]")
        starts = [
            n for n, line in enumerate(self.lines) if re.match(rf"\s*\[\[?\s*{re.escape(table)}\s*\]", line)
        ]
        if number >= len(starts):
            return next(
                (n for n, line in enumerate(self.lines, 1) if re.match(rf"\s*{re.escape(table)}\b", line)), 1
            )
        for n in range(starts[number] + 1, len(self.lines)):
            if re.match(r"\s*\[", self.lines[n]) and not head.match(self.lines[n]):
                break
            if key and (
                re.match(rf"\s*{re.escape(key)}\s*=", self.lines[n])
                or re.search(rf"\.\s*{re.escape(key)}\s*\]", self.lines[n])
            ):
                return n + 1
        return starts[number] + 1
