"""In: sentences. Out: where each appeals to studies, or nothing."""

from __future__ import annotations

import pytest

from rules.studies import first_study, names_author_and_year


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Studies show that heat may help.", "Studies show"),
        ("Several large studies have clearly shown a gain.", "studies have clearly shown"),
        ("A Harvard study found that walking may help.", "study found"),
        ("Research suggests that sleep matters.", "Research suggests"),
        ("Scientists at the university have found out why.", "Scientists at the university have found"),
        ("The evidence supports a short course.", "The evidence supports"),
        ("Science has shown that backs like to move.", "Science has shown"),
        ("A recent survey says so.", "A recent survey says"),
        ("Experts agree that rest is not best.", "Experts agree"),
        ("According to recent studies, yoga may ease pain.", "According to recent studies"),
        ("In one trial, walkers had less pain.", "In one trial"),
        ("It has been shown to ease neck pain.", "has been shown to"),
        ("Heat was tested in several trials.", "was tested in several trials"),
        ("Our clinically tested method is new.", "clinically tested"),
        ("There is strong evidence that walking helps.", "There is strong evidence"),
        ("There is a trial that found a gain.", "trial that found"),
        ("The method is backed by science.", "is backed by science"),
    ],
)
def test_an_appeal_to_studies_is_found(text: str, words: str) -> None:
    found = first_study(text)
    assert found and found[0] == words


@pytest.mark.parametrize(
    "text",
    [
        "There is not enough research on this.",
        "More research is needed to know.",
        "No study has shown that one style is best.",
        "Studies have not shown a gain.",
        "Research does not tell us why.",
        "We looked for studies and found none.",
        "Few trials have found more than that.",
        "Future studies may show more.",
        "This page tells you what studies found.",
        "Ask what the research says about your case.",
        "If a study says so, ask who paid for it.",
        "We review your X-ray and show you what we see.",
        "You can take part in a trial.",
        "A result in a study is not a promise for you.",
        "The studies are small and old.",
        "They have not been shown to prevent pain.",
        "No type of massage has been shown to be best.",
        "As far as studies have shown, it is not.",
        "We study your walk and report to your doctor.",
        "Researchers do not know why.",
        "We have not found a study that shows this.",
        "The nurse will review your answers and tell us.",
        "Your doctor may say that research supports a scan.",
        "Do not trust a page that says studies prove it.",
        "There is little evidence that it helps.",
        "The evidence is weak.",
        "Your data stay with us, and we say so.",
    ],
)
def test_doubts_questions_and_other_studies_pass(text: str) -> None:
    assert first_study(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Cherkin (2011) found a small gain.",
        "A trial found a small gain (Cherkin et al., 2011).",
        "Cherkin and colleagues (2011) found a small gain.",
        "A 2011 trial by Daniel Cherkin found a small gain.",
        "A trial by Cherkin and others in 2011 found a small gain.",
    ],
)
def test_author_and_year_say_which_study(text: str) -> None:
    assert names_author_and_year(text)


@pytest.mark.parametrize(
    "text", ["A 2019 study found a gain.", "In May 2019, a study found a gain.", "A Harvard study found it."]
)
def test_a_year_or_a_name_alone_do_not(text: str) -> None:
    assert not names_author_and_year(text)
