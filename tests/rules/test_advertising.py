from __future__ import annotations

from dataclasses import replace

import pytest

from rules.advertising import check, packs
from rules.clinic import Law
from rules.lexicon import table
from tests.rules.test_labelled import document, site

FLORIDA = table("states/florida.toml")["free"]["notice"]
KENTUCKY = table("states/kentucky.toml")["free"]["notice"]
OFFER = "Your first exam is free."
INCLUDED = "The free exam includes a talk and a test of how you move."
STORY = "One of our patients came in with a cane and left without it."


def said(body: str, state: str = "") -> list[str]:
    whole = site()
    whole.clinic = replace(whole.clinic, law=Law(state=state))
    return [str(problem).removeprefix("a.md:") for problem in check(document(body), whole)]


def test_texas_asks_what_a_free_service_includes() -> None:
    assert said(OFFER, "TX") == [
        '1:12: ad.free: "exam is free" is an offer, and the page lacks what it includes. '
        'Say all that it includes: "The free exam includes ...", or leave the offer out.'
    ]
    assert said(f"{OFFER} {INCLUDED}", "TX") == []


def test_florida_asks_for_its_notice_to_the_letter() -> None:
    assert said(OFFER, "FL") == [
        f'1:12: ad.free: "exam is free" is an offer, and the page lacks the notice of Florida. Print: "{FLORIDA}"'
    ]
    assert said(f"{OFFER}\n\n{FLORIDA}", "FL") == []
    assert len(said(f"{OFFER}\n\n{FLORIDA.lower()}", "FL")) == 1


def test_florida_asks_when_x_rays_are_taken() -> None:
    offer = f"Your first X-ray is free.\n\n{FLORIDA}\n\n"
    assert said(offer, "FL") == [
        '1:12: ad.free: "X-ray is free" is an offer, and the page lacks when X-rays are taken. '
        'Say that they are taken only if "medically necessary".'
    ]
    assert said(offer + "X-rays are taken only if medically necessary.", "FL") == []


def test_kentucky_takes_its_notice_in_other_words() -> None:
    assert said(OFFER, "KY") == [
        f'1:12: ad.free: "exam is free" is an offer, and the page lacks the notice of Kentucky. Print: "{KENTUCKY}"'
    ]
    assert said(f"{OFFER} You have a right of rescission within 72 hours.", "KY") == []


def test_until_a_state_is_named_all_of_them_are_in_force() -> None:
    assert [pack.name for pack in packs("")] == ["Florida", "Hawaii", "Kentucky", "Texas"]
    (line,) = said(OFFER)
    assert "lacks what it includes and the notice of Florida and the notice of Kentucky." in line
    assert said(f"{OFFER} {INCLUDED}\n\n{FLORIDA}\n\n{KENTUCKY}") == []


def test_a_state_without_a_file_is_held_to_all_of_them() -> None:
    assert packs("OH") == packs("")
    assert [pack.name for pack in packs("tx")] == ["Texas"]


def test_a_story_is_named_with_what_the_page_leaves_out() -> None:
    assert said(STORY) == [
        '1:1: ad.testimonial: "One of our patients came in with a cane and left without" lets a patient speak for the clinic, '
        "and the page does not say that consent is on file or what is typical. Leave it out, or keep the person's "
        "written consent on file, say so here, and say what most people can expect."
    ]


def test_consent_and_what_is_typical_make_a_story_complete() -> None:
    assert said(f"{STORY} Told with her written consent. Most people gain much less.") == []
    (line,) = said(f"{STORY} Told with her written consent.")
    assert "does not say what is typical." in line


def test_a_quotation_in_the_first_person_is_a_story() -> None:
    (line,) = said("> I was in pain for ten years. Now I dance.\n")
    assert line.startswith('1:3: ad.testimonial: "I was in pain for ten years" lets a patient speak')


def test_a_quotation_of_a_guide_is_none() -> None:
    assert said("> Adults need seven hours of sleep.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "We print no reviews by patients.",
        "Is the first exam free?",
        "We do not offer free exams.",
        "Parking is free during your visit.",
        "Feel free to call before your visit.",
        "Our therapist came to us from Ohio.",
        "Your insurer may offer a discount.",
        "In one study, a patient came in with a stroke.[^1]",
    ],
)
def test_what_only_sounds_like_an_offer_or_a_story_passes(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "finding", ["34% less neck pain", "20 percent less medicine", "15% less likely to come back"]
)
def test_what_a_trial_measured_is_no_discount(finding: str) -> None:
    assert said(f"One trial found {finding} after 8 weeks.") == []
