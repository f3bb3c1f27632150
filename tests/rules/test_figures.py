"""In: sentences. Out: the figure in each that needs a source, or none."""

from __future__ import annotations

import pytest

from rules.figures import first_figure, value


def figure(text: str) -> str:
    found = first_figure(text)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("About 1 in 12 adults has it.", "1 in 12"),
        ("Nine out of every ten new bouts ease.", "Nine out of every ten"),
        ("A one-in-five chance is not small.", "one-in-five"),
        ("It goes wrong once in a million treatments.", "once in a million"),
        ("Only 5 of 100 felt sore.", "5 of 100"),
        ("In the end, 5 of the 24 walkers felt sore.", "5 of the 24 walkers"),
        ("Every third adult sleeps badly.", "Every third adult"),
        ("That is 13 strokes per 10,000 visits.", "13 strokes per 10,000"),
    ],
)
def test_a_share_is_a_figure(text: str, words: str) -> None:
    assert figure(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It lowers the risk by 45 percent.", "45 percent"),
        ("Some 50% to 80% sleep badly.", "50% to 80%"),
        ("Pain went down 30 per cent.", "30 per cent"),
        ("About 20% of adults put it off.", "20%"),
    ],
)
def test_a_per_cent_is_a_figure(text: str, words: str) -> None:
    assert figure(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Half of all desk workers have a stiff neck.", "Half of all desk workers"),
        ("Nearly a third of adults sleep badly.", "a third of adults"),
        ("Three-quarters of those with sciatica get better.", "Three-quarters of those"),
        ("It comes back half the time.", "half the time"),
        ("The majority of people with headaches never see a doctor.", "The majority of people"),
        ("Pain fell by half.", "Pain fell by half"),
    ],
)
def test_a_part_in_words_is_a_figure(text: str, words: str) -> None:
    assert figure(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Some 16 million US adults live with it.", "16 million US adults"),
        ("Millions of Americans hurt every day.", "Millions of Americans"),
        ("It was tried on 1,334 people.", "1,334 people"),
        ("Of those who walked, 12 people got better.", "12 people"),
        ("Sixty thousand workers stay home for it.", "Sixty thousand workers"),
    ],
)
def test_a_count_of_people_is_a_figure(text: str, words: str) -> None:
    assert figure(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Smokers are twice as likely to have it.", "twice as likely"),
        ("Sitting doubles your risk.", "doubles your risk"),
        ("The odds were 1.5 times higher.", "1.5 times higher"),
        ("It brings a threefold rise.", "threefold"),
        ("They scored 2.9 points lower.", "2.9 points lower"),
        ("Their pain dropped 2 points.", "dropped 2 points"),
        ("People who walked recovered six days sooner.", "recovered six days sooner"),
        ("Back pain costs $200 billion a year.", "$200 billion"),
        ("On average, adults miss 7 days of work.", "On average, adults miss 7"),
    ],
)
def test_the_size_of_an_effect_is_a_figure(text: str, words: str) -> None:
    assert figure(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("With a fever of 100.4 F, see a doctor.", "100.4 F"),
        ("If your blood pressure is over 180/120, call 911.", "180/120"),
    ],
)
def test_a_threshold_that_decides_on_care_is_a_figure(text: str, words: str) -> None:
    assert figure(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Take one pill every 6 hours, at most 4 in 24 hours.",
        "Hold the stretch for 30 seconds, three times a day.",
        "Walk 30 minutes on 5 days a week.",
        "Adults need 7 or more hours of sleep.",
        "You have 33 bones in your back.",
        "The massage takes 60 minutes and costs $80.",
        "Is the bill at least $400 more than the estimate?",
        "Set the brightness of your screen to 50 %.",
        "You pay 20 % of the bill.",
        "Get 20% off in May.",
        "A cream with 5% menthol feels cold.",
        "Bend your knees to about 90 degrees.",
        "Keep the bedroom at 65 F.",
        "Two people can lift a sofa.",
        "The class has room for 12 people.",
        "This is step 2 of 5.",
        "Come back in two weeks, or in 4 to 6 weeks.",
        "People over 50 should say so.",
        "A quarter of an hour is enough.",
        "Cut the pill in half.",
        "Half an hour before bed, dim the lights.",
        "We were founded in 1998 and moved in 2015.",
        "Do 3 sets of 10.",
        "Come 15 minutes early on your first day.",
        "One or two of them may ask you to sign.",
        "Most people get better with time.",
        "The third visit is the longest.",
        "Give it 100 percent.",
        "You can pay in three of four parts.",
        "We speak two of the 12 languages.",
        "It works for 100% of our patients.",
        "You will find us at 100 Main Street.",
        "Call 1-800-985-3059.",
    ],
)
def test_doses_durations_prices_and_parts_of_the_body_are_none(text: str) -> None:
    assert figure(text) == ""


def test_an_own_count_of_happy_people_is_for_the_rules_on_claims() -> None:
    assert figure("We have helped hundreds of people.") == ""


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("20,500", 20500),
        ("2.5 million", 2_500_000),
        ("sixty-five", 65),
        ("twelve", 12),
        ("a hundred", 100),
        ("ten thousand", 10_000),
    ],
)
def test_numbers_have_values(words: str, number: float) -> None:
    assert value(words) == number
