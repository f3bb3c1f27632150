from __future__ import annotations

import pytest

from rules import plain
from rules.vocabulary import entries
from tests.rules.texts import HEAD, document, said

EASY = "Rest a bit and then walk a few steps. "
HARDER = "Physical therapy exercises may gradually improve mobility for several patients over many weeks of training. "
WORST = "Rehabilitation professionals administer individualized therapeutic interventions facilitating functional recovery. "


def of(body: str, rule: str) -> list[str]:
    return said(plain.check, document(body), rule)


@pytest.mark.parametrize(
    ("text", "severity"),
    [(EASY * 9, ""), (HARDER * 9, "E"), (HARDER * 3, "W"), (WORST * 9, "E"), (WORST, "")],
)
def test_a_grade_above_ten_stops_a_page_when_there_are_words_enough(text: str, severity: str) -> None:
    assert [line[0] for line in of(text, "plain.grade")] == ([severity] if severity else [])


def test_a_grade_between_eight_and_ten_warns() -> None:
    text = "Massage therapy may ease low back pain for a while, but we do not know whether it helps anyone over a longer time. "
    assert [line[:45] for line in of(text * 6, "plain.grade")] == [
        "W 4: This text reads at grade 9.3, and most p"
    ]


def test_the_grade_names_the_hardest_sentences() -> None:
    assert of(EASY + "\n\n" + WORST * 6 + HARDER, "plain.grade") == [
        "E 4: This text reads at grade 31.2, and most people read best at grade 6. Part long sentences and take shorter words. "
        "Begin with line 6 (9 words; long ones: individualized, Rehabilitation, facilitating, administer); "
        "line 6 (9 words; long ones: individualized, Rehabilitation, facilitating, administer); "
        "line 6 (9 words; long ones: individualized, Rehabilitation, facilitating, administer)."
    ]


def words(count: int) -> str:
    return "We " + "go " * (count - 2) + "on."


@pytest.mark.parametrize(
    ("count", "severity"), [(20, ""), (21, "I"), (25, "I"), (26, "W"), (40, "W"), (41, "E")]
)
def test_long_sentences_are_named_by_their_length(count: int, severity: str) -> None:
    assert [line[0] for line in of(words(count), "plain.sentence")] == ([severity] if severity else [])


def test_a_long_sentence_is_told_where_it_could_end() -> None:
    text = "You can walk a little more each day than you did on the day before, and you can rest when your back asks for it."
    assert of(f"Go.\n{text}", "plain.sentence") == [
        'I 5:1: This sentence has 25 words: "You can walk a little ...". Make two of it, with at most 20 words each. '
        'It could end before "and you can".'
    ]


def test_list_items_count_by_themselves() -> None:
    items = "\n".join(f"- {words(12)[:-1]}" for _ in range(6))
    assert of(f"Tell us if you:\n\n{items}", "plain.sentence") == []


@pytest.mark.parametrize(
    "body",
    [
        f"| A |\n|---|\n| {words(45)} |".replace("| A |\n|---|", "| A | B |\n|---|---|"),
        f"Rest.[^a]\n\n[^a]: {words(45)}",
        f"## {words(45)}",
    ],
)
def test_cells_footnotes_and_headings_have_no_length(body: str) -> None:
    assert of(body, "plain.sentence") == []


def test_what_others_wrote_is_for_information() -> None:
    assert [line[0] for line in of(f"> {words(45)}", "plain.sentence")] == ["I"]


def test_a_hard_word_is_named_once_with_its_other_lines() -> None:
    body = "This may exacerbate pain.\n\nSo rest. It exacerbates pain.\nIt will be Exacerbated."
    assert of(body, "plain.word") == [
        'W 4:10: "exacerbate" is a hard word. It also stands in line 6, 7. Write: make worse.'
    ]


def test_hard_phrases_are_found_whatever_their_case() -> None:
    assert of("Prior to your visit, eat.", "plain.word") == [
        'W 4:1: "Prior to" is a hard word. Write: before.'
    ]


@pytest.mark.parametrize(
    "body",
    [
        "> We utilize it.",
        "Rest.[^a]\n\n[^a]: Utilize. 2020.",
        "`utilize`d",
        "Put your monitor at eye level.",
        "The utilizer's manual.",
    ],
)
def test_words_of_others_and_lookalikes_pass(body: str) -> None:
    assert of(body.replace("`utilize`d", "[rest](utilize.md)"), "plain.word") == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Back pain sufferers sleep badly.",
         'W 4:1: "Back pain sufferers" puts the trouble before the person. Write: people with (its name).'),
        ("Many suffer from pain.", 'W 4:6: "suffer from" puts the trouble before the person. Write: have.'),
        ("He is wheelchair-bound.", 'W 4:7: "wheelchair-bound" puts the trouble before the person. Write: who uses a wheelchair.'),
        ("Stroke victims need help.", 'W 4:8: "victims" puts the trouble before the person. Write: people who had (its name).'),
    ],
)  # fmt: skip
def test_people_come_before_their_trouble(body: str, line: str) -> None:
    assert of(body, "words.people") == [line]


@pytest.mark.parametrize(
    "body",
    [
        "Victims of violence can call.",
        "People with back pain.",
        "Rest may ease suffering.",
        "An elderly dog.",
    ],
)
def test_other_words_about_people_pass(body: str) -> None:
    assert of(body, "words.people") == []


def test_a_title_is_read_too() -> None:
    made = document("Rest.", HEAD.replace("Sore backs", "Help for arthritis sufferers"))
    assert [line[:5] for line in said(plain.check, made, "words.people")] == ["W 1:2"]


@pytest.mark.parametrize(
    ("body", "instead"),
    [
        ("About 60% of people sleep badly.", "about 6 in 10"),
        ("Some 8.2 percent of US adults have it.", "about 8 in 100"),
        ("In 0.9% of the patients it was a break.", "about 9 in 1,000"),
        ("Then 50% to 80% of people sleep badly.", "about 5 to 8 in 10"),
        ("It was 99.9 per cent of those asked.", "nearly all"),
    ],
)
def test_a_per_cent_of_people_is_also_told_in_people(body: str, instead: str) -> None:
    (line,) = of(body, "plain.number")
    assert line.startswith("I 4:")
    assert line.endswith(f'of people is hard to picture. Write it as people, too: "{instead}".')


@pytest.mark.parametrize(
    "body",
    [
        "Set it to 50% brightness.",
        "We take 20% off.",
        "About 6 in 10, or 60% of people.",
        "A 30% drop in pain.",
        "Use 70% of your strength.",
    ],
)
def test_other_per_cents_pass(body: str) -> None:
    assert of(body, "plain.number") == []


def test_every_form_of_the_table_stands_in_it_once() -> None:
    forms = [form.lower() for entry in entries() for form in entry.forms]
    assert sorted(forms) == sorted(set(forms))
    assert all(entry.instead and entry.part in ("plain", "define", "people") for entry in entries())
