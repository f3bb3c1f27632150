from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.facts import load
from rules.problem import ContentError
from tools import setup

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the repository's facts, with its samples and comments."""
    copy = tmp_path / "clinic.toml"
    copy.write_text((ROOT / "content/clinic.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return copy


class Person:
    """Answers the questions that contain a text; Enter to all others. heard is what was said to them."""

    def __init__(self, **answers: str | list[str]):
        self.answers: dict[str, Iterator[str]] = {
            k.replace("_", " "): iter([v] if isinstance(v, str) else v) for k, v in answers.items()
        }
        self.heard: list[str] = []

    def ask(self, question: str) -> str:
        for part, answers in self.answers.items():
            if part in question:
                answer = next(answers, "")
                if answer == "^C":
                    raise KeyboardInterrupt
                return answer
        return ""

    def say(self, words: str) -> None:
        self.heard.append(words)


def test_enter_keeps_everything_and_every_comment(file: Path) -> None:
    before = file.read_text()
    person = Person()
    assert setup.main(file, person.ask, person.say) == 0
    assert file.read_text() == before


def test_a_bad_answer_is_explained_and_asked_again(file: Path) -> None:
    person = Person(phone_number=["12345", "(512) 555-0123"])
    setup.main(file, person.ask, person.say)
    assert (
        '"12345" has 5 digits, and a phone number has 10. Write the area code and the number: "(555) 555-0100".'
        in person.heard
    )
    assert load(file, "clinic.toml")[0].phone.uri == "tel:+15125550123"


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("full_name", "New Name", lambda clinic: clinic.name == "New Name"),
        (
            "closed?",
            "2027-07-04 Holiday; 2027-12-24..2027-12-26 Holidays",
            lambda clinic: len(clinic.place.closed) == 2,
        ),
        ("Sunday", "10:00-12:00", lambda clinic: clinic.place.hours[6].spans[0].opens.hour == 10),
        ("15_or_more", "yes", lambda clinic: clinic.law.staff_15_or_more is True),
        ("book_a_visit", "-", lambda clinic: clinic.booking == ""),
    ],
)
def test_an_answer_is_written(
    file: Path, question: str, answer: str, value: Callable[[object], bool]
) -> None:
    person = Person(**{question: answer})
    setup.main(file, person.ask, person.say)
    assert value(load(file, "clinic.toml")[0])


def test_a_part_stops_being_a_sample_when_its_facts_are_real(file: Path) -> None:
    person = Person(this_site_stand="https://wasserman.health", Are_all_facts="yes")
    setup.main(file, person.ask, person.say)
    keys = [sample.key for sample in load(file, "clinic.toml")[0].samples]
    assert "web.address" not in keys
    assert "places.main.phone" in keys


def test_a_part_with_samples_left_stays_marked_and_says_which(file: Path) -> None:
    person = Person(Are_all_facts="yes")
    setup.main(file, person.ask, person.say)
    assert "Still samples: address. The site cannot be published with them." in person.heard
    assert file.read_text().count("sample = true\n") == 3


def test_ctrl_c_keeps_the_answers_so_far(file: Path) -> None:
    person = Person(full_name="New Name", phone_number="^C")
    assert setup.main(file, person.ask, person.say) == 130
    assert load(file, "clinic.toml")[0].name == "New Name"
    assert person.heard[-1] == "\nStopped. Your answers are kept: run setup again to go on."


def test_without_a_file_a_whole_commented_one_is_written(tmp_path: Path) -> None:
    person = Person(
        full_name="A Clinic", for_short="AC", this_site_stand="https://a.health", call_this_place="Main", phone_number="512 555 0123",
        Street="1 Road", City="Austin", State="TX", ZIP="78701", Time_zone="America/Chicago", Monday="8:00-18:00",
    )  # fmt: skip
    assert setup.main(tmp_path / "clinic.toml", person.ask, person.say) == 0
    clinic, problems = load(tmp_path / "clinic.toml", "clinic.toml")
    assert (clinic.name, clinic.place.city, problems) == ("A Clinic", "Austin", ())
    assert (tmp_path / "clinic.toml").read_text().startswith("# The clinic's facts.")


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('[clinic]\nname = "A\n')
    with pytest.raises(ContentError) as raised:
        setup.main(tmp_path / "clinic.toml", lambda _: "", lambda _: None)
    assert str(raised.value.problems[0]) == (
        "clinic.toml:2: facts.file: This line is not written as it should be. "
        'Write `key = "value"`, with straight quotes around every text.'
    )
    assert (tmp_path / "clinic.toml").read_text() == '[clinic]\nname = "A\n'
