from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.prose import prose
from rules.reading import Count, measure, reading, words_of
from rules.syllables import syllables
from tests.rules.texts import document

# Each text with its words, sentences, syllables and long words, counted by hand, and the two grades worked out from them.
BY_HAND = [
    ("The cat sat on the mat.", (6, 1, 6, 0), -1.45, 3.13),
    ("Walking may help your back. Rest can make it worse.", (10, 2, 11, 0), -0.66, 3.13),
    ("Chiropractic adjustments facilitate musculoskeletal rehabilitation.", (5, 1, 23, 5), 40.64, 15.90),
    ("Tell us if you:\n\n- take a blood thinner\n- are pregnant", (10, 3, 12, 0), -0.13, 3.13),
    ("Dr. Lee, D.C., works in the U.S. and sees people at 8 a.m. each day. Pain of 100.4 F is no joke.", (22, 2, 27, 0), 3.18, 3.13),
    ("**Long-lasting** back pain affects 8.2% of [adults](a.md).[^a] Call {{ clinic.phone }}.\n\n[^a]: A survey of everybody.",
     (9, 2, 13, 1), 3.21, 7.17),
    ("## A heading, which nobody counts\n\nRest a bit.\n\n| Therapy | Days |\n|---|---|\n| Rest | 2 |\n\nPain\n:   It hurts.\n:   Proof: weak",
     (5, 2, 5, 0), -2.82, 3.13),
    ("Massage therapy may ease low back pain for a while, but we do not know whether it helps anyone over a longer time.",
     (23, 1, 31, 2), 9.28, 11.21),
]  # fmt: skip


@pytest.mark.parametrize(("text", "counted", "grade", "smog"), BY_HAND)
def test_grades_are_those_counted_by_hand(
    text: str, counted: tuple[int, ...], grade: float, smog: float
) -> None:
    found = reading(prose(document(text))).count
    assert astuple(found) == counted
    assert found.grade == pytest.approx(grade, abs=0.01)
    assert found.smog == pytest.approx(smog, abs=0.01)


def test_no_words_have_grade_zero() -> None:
    assert (Count(0, 0, 0, 0).grade, Count(0, 0, 0, 0).smog) == (0, 0)
    assert reading(prose(document(""))).hardest == ()


def test_each_section_has_a_grade_of_its_own() -> None:
    found = reading(prose(document("Rest a bit.\n\n## Care\n\nChiropractic rehabilitation.\n\n## Empty\n")))
    assert [(section.title, count.words, count.long_words) for section, count in found.sections] == [
        ("", 3, 0),
        ("Care", 2, 2),
    ]


def test_the_hardest_three_are_named_with_the_reason() -> None:
    long = (
        "This one goes on and on and on until nobody knows any more what it was that it began with, or why."
    )
    hard = "Chiropractic rehabilitation necessitates comprehensive evaluation of musculoskeletal function in adults today."
    found = reading(prose(document(f"Rest.\n\n{long} Sit down. {hard} Physiotherapy.")))
    assert [(each.sentence.text, each.why) for each in found.hardest] == [
        (hard, "11 words; long ones: musculoskeletal, rehabilitation, evaluation, Chiropractic"),
        (long, "22 words; long one: nobody"),
        ("Physiotherapy.", "1 word; long one: Physiotherapy"),
    ]


@given(st.text("ab1e-.,'’ \n\u00a0{}é", max_size=40))
def test_a_text_is_measured_part_by_part_as_word_by_word(text: str) -> None:
    found = [syllables(word) for word in words_of(text)]
    assert measure(text) == (len(found), sum(found), sum(each >= 3 for each in found))
