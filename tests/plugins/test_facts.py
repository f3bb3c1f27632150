from __future__ import annotations

from pathlib import Path

import pytest

from plugins.facts import load
from rules.clinic import Clinic
from rules.problem import ContentError

GOOD = """\
[clinic]
name = "A Clinic"
short_name = "AC"
[web]
address = "https://a.health/"
[[places]]
id = "main"
name = "Main"
phone = "512-555-0199"
street = "1 Road"
city = "Austin"
state = "TX"
postal_code = "78701"
timezone = "America/Chicago"
[places.hours]
monday = "8:00-12:00, 13:00-18:00"
"""


def read(tmp_path: Path, text: str) -> tuple[Clinic, list[str]]:
    file = tmp_path / "clinic.toml"
    file.write_text(text, encoding="utf-8")
    clinic, problems = load(file, "clinic.toml")
    return clinic, [str(problem) for problem in problems]


def test_good_facts_are_typed(tmp_path: Path) -> None:
    clinic, problems = read(tmp_path, GOOD.replace("512-555-0199", "512-867-5309"))
    assert problems == []
    assert (clinic.address, clinic.phone.text, clinic.phone.uri) == (
        "https://a.health",
        "(512) 867-5309",
        "tel:+15128675309",
    )
    assert [len(day.spans) for day in clinic.place.hours] == [2, 0, 0, 0, 0, 0, 0]
    assert not clinic.is_sample


def test_a_number_reserved_for_examples_is_a_sample_even_unmarked(tmp_path: Path) -> None:
    clinic, _ = read(tmp_path, GOOD)
    assert [(sample.key, sample.value, sample.line) for sample in clinic.samples] == [
        ("places.main.phone", "512-555-0199", 9)
    ]


def test_every_fact_of_a_marked_part_is_a_sample(tmp_path: Path) -> None:
    clinic, _ = read(tmp_path, GOOD.replace('short_name = "AC"', 'short_name = "AC"\nsample = true'))
    assert [sample.key for sample in clinic.samples] == [
        "clinic.name",
        "clinic.short_name",
        "places.main.phone",
    ]


def test_several_places_are_possible(tmp_path: Path) -> None:
    second = GOOD[GOOD.index("[[places]]") :].replace('"main"', '"north"')
    assert [place.id for place in read(tmp_path, GOOD + second)[0].places] == ["main", "north"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "A Clinic"', 'nmae = "x"\nname = "A Clinic"', "2: facts.key: `nmae` is no key of `clinic`. Did you mean `name`?"),
        ("[clinic]", "[clinc]\na = 1\n[clinic]", "1: facts.key: `clinc` is no part that this file knows. Did you mean `clinic`?"),
        ("[web]", "[booking]\naddress = 5\n[web]", '5: facts.type: `address` is a text. Write it in quotes: `address = "5"`.'),
        ("[web]", '[booking]\naddress = "book.health"\n[web]', '5: facts.web: "book.health" is not a web address. Write "https://book.health".'),
        ("[web]", '[booking]\naddress = "http://book.health"\n[web]', '5: facts.web: "http://book.health" is not a secure address. Write "https://book.health".'),
        ('id = "main"', 'id = "main"\nemail = "nobody"', '8: facts.email: "nobody" is not an e-mail address. Write it like this: "desk@example.com".'),
        ('id = "main"', 'id = "main"\nclosed = ["2026-02-31 x"]', '8: facts.closed: "2026-02-31" is no day of the calendar. Write year, month and day: "2026-12-24".'),
        ('id = "main"', 'id = "main"\nclosed = ["2026-12-26..2026-12-24 x"]', '8: facts.closed: "2026-12-26..2026-12-24 x" ends before it starts. Write "2026-12-24..2026-12-26".'),
        ("[web]", "[law]\nhipaa = \"yes\"\n[web]", "5: facts.type: `hipaa` is true or false, without quotes. Write `hipaa = true` or `hipaa = false`."),
        ("[web]", '[[people]]\nid = "a"\nname = "A"\nrole = "R"\nplaces = ["man"]\n[web]', "8: facts.id: There is no `man` among the places. Did you mean `main`?"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_named_with_its_line_and_the_rest_is_used(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    clinic, problems = read(tmp_path, GOOD.replace(old, new, 1))
    assert problems == [f"clinic.toml:{says}"]
    assert clinic.name == "A Clinic"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('phone = "512-555-0199"', 'phone = "555-0199"', '9: facts.phone: "555-0199" has 7 digits, and a phone number has 10. Write the area code and the number: "(555) 555-0100".'),
        ('phone = "512-555-0199"', 'phone = "112-555-0199"', '9: facts.phone: "112-555-0199" cannot be dialed: an area code or a number never starts with 0 or 1. Write the area code and the number: "(555) 555-0100".'),
        ('phone = "512-555-0199"\n', "", "6: facts.missing: `phone` is missing in `places`. Add a line `phone = ...`."),
        ('state = "TX"', 'state = "Texas"', '12: facts.place: "Texas" is not the two-letter code of a state. Write "TX".'),
        ('postal_code = "78701"', 'postal_code = "787"', '13: facts.place: "787" is not a ZIP code. Write five digits, such as "00000".'),
        ('"America/Chicago"', '"America/Chicgo"', '14: facts.place: "America/Chicgo" is not the name of a time zone. Did you mean `America/Chicago`?'),
        ("8:00-12:00, 13:00-18:00", "18:00-8:00", '15: facts.hours: "18:00-8:00" closes before it opens. Write "18:00-20:00".'),
        ("8:00-12:00, 13:00-18:00", "8:00-25:00", '15: facts.hours: "25:00" is no time of the day. Write times from "0:00" to "23:59": 6 pm is "18:00".'),
        ("8:00-12:00, 13:00-18:00", "8:00-14:00, 13:00-18:00", '15: facts.hours: The hours of Monday overlap: 13:00 comes before 14:00. Write them one after the other: "8:00-12:00, 13:00-18:00".'),
        ("8:00-12:00, 13:00-18:00", "8-6", '15: facts.hours: "8-6" is not a time of opening and a time of closing. Write "8:00-18:00".'),
        ("monday", "mnday", "15: facts.hours: `mnday` is no day of the week. Did you mean `monday`?"),
    ],
)  # fmt: skip
def test_a_fact_every_page_needs_stops_the_build(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(ContentError) as raised:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert [str(problem) for problem in raised.value.problems] == [f"clinic.toml:{says}"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[clinic]\nname = "A\n', "2: facts.file: This line is not written as it should be. Write `key = \"value\"`, with straight quotes around every text."),
        ("", "1: facts.missing: The part `[clinic]` is missing. Add it with: name, short_name."),
    ],
)  # fmt: skip
def test_a_file_that_gives_no_clinic_says_why(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ContentError) as raised:
        read(tmp_path, text)
    assert str(raised.value.problems[0]) == f"clinic.toml:{says}"
