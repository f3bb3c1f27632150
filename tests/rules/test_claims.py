from __future__ import annotations

import pytest

from rules.claims import check, claims
from rules.problem import Problem
from tests.rules.test_labelled import document, site


def found(body: str, *rules: str) -> list[Problem]:
    """What the claim rules say of a body; only of the named rules, if any are named."""
    return [problem for problem in check(document(body), site()) if not rules or problem.rule in rules]


def said(body: str, *rules: str) -> list[str]:
    return [str(problem).removeprefix("a.md:") for problem in found(body, *rules)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Massage cures sciatica.",
            '1:9: claim.cure: "cures" promises more than care can do. '
            'Say how sure it is, and for whom, as in "may ease pain for some people".',
        ),
        (
            "We fix your back.",
            '1:4: claim.cure: "fix your back" promises more than care can do. '
            'Say how sure it is, and for whom: "may ease back pain for some people".',
        ),
        (
            "Relief is guaranteed.",
            '1:11: claim.guarantee: "guaranteed" is a promise. Nobody can promise how a body will react. '
            'Write what usually happens, with its source, or: "No result is guaranteed."',
        ),
        (
            "You will be pain-free.",
            '1:1: claim.guarantee: "You will be pain-free" is a promise. Nobody can promise how a body will react. '
            'Write "may", and for whom: "Some people have less pain for a while."',
        ),
        (
            "Massage is safe.",
            '1:9: claim.safe: "is safe" promises too much. '
            'Say who it may not suit: "low risk for most people; tell us first if ...".',
        ),
        (
            "Everyone feels better after it.",
            '1:1: claim.everyone: "Everyone feels better" leaves nobody out, but no care suits everybody. '
            'Say who may gain and who should ask first: "may help some people; ask us first if ...".',
        ),
        (
            "We treat asthma.",
            '1:4: claim.scope: "treat asthma" is outside of what this clinic may claim to treat. '
            'Leave it out, and send people to their own doctor: "For asthma, see your doctor."',
        ),
        (
            "We are the best clinic in town.",
            '1:1: claim.superior: "We are the best" sets this clinic above others. '
            "Say what people can check: training, years, what happens at a visit.",
        ),
        (
            "We specialize in necks.",
            '1:1: claim.specialist: "We specialize" needs the board that says so. '
            'Name the board that certified the person, or say what you do: "We see many people with neck pain."',
        ),
        (
            "Massage is a natural remedy.",
            '1:14: claim.natural: "natural remedy": natural does not mean safe or helpful. '
            'Say what it is and what was found: "Massage uses no drugs, and may ease pain for a while."',
        ),
        (
            "Massage helps you sleep.",
            '1:1: claim.hedge: "Massage helps" sounds certain. '
            'Write "may", "can" or "some people", or name the trial: "may help you sleep".',
        ),
        (
            "It may release serotonin.",
            '1:8: claim.mechanism: "release serotonin" offers biology as a benefit, and names no source. '
            "Name the study with a footnote, or say only what people may feel.",
        ),
        (
            "If you skip visits, the damage is permanent.",
            '1:8: claim.fear: "skip visits, the damage is permanent" frightens people into buying care. '
            "Say what most often happens, with its source, and when to see a doctor.",
        ),
        (
            "Our skilled therapists are here.",
            '1:1: claim.superior: "Our skilled" praises, and says nothing that one can check. '
            "Say what people can check: a degree, a license, years of practice.",
        ),
    ],
)
def test_each_claim_is_named_with_its_words_and_what_to_write(text: str, line: str) -> None:
    assert said(text) == [line]


def test_severity_is_that_of_the_rules() -> None:
    by_rule: dict[str, set[str]] = {}
    for claim in claims().values():
        by_rule.setdefault(claim.rule, set()).add(claim.severity)
    assert by_rule == {
        "claim.cure": {"E"},
        "claim.guarantee": {"E"},
        "claim.safe": {"E"},
        "claim.everyone": {"E"},
        "claim.scope": {"E"},
        "claim.superior": {"E", "W"},
        "claim.specialist": {"E"},
        "claim.natural": {"W"},
        "claim.mechanism": {"W"},
        "claim.fear": {"W"},
        "claim.hedge": {"W"},
    }


def test_line_and_column_are_those_of_the_file() -> None:
    body = "## Care\n\nMassage is for many people,\nand it **cures** sciatica.\n"
    assert [(problem.line, problem.column) for problem in found(body, "claim.cure")] == [(4, 10)]


def test_several_claims_in_a_sentence_are_all_named() -> None:
    text = "Massage cures sciatica and eliminates headaches."
    assert [(p.column, p.message.split('"')[1]) for p in found(text, "claim.cure")] == [
        (9, "cures"),
        (28, "eliminates headaches"),
    ]


def test_words_that_two_patterns_find_are_named_once() -> None:
    assert len(found("We guarantee that you will be pain-free.", "claim.guarantee")) == 2
    assert len(found("Massage is completely safe for everyone.", "claim.safe")) == 1


def test_what_is_wrong_anyway_need_not_be_hedged_as_well() -> None:
    assert {problem.rule for problem in found("Massage helps everyone.")} == {"claim.everyone"}


@pytest.mark.parametrize(
    "text",
    [
        "Massage does not cure sciatica.",
        "We do not, and cannot, cure sciatica.",
        "A cure is not possible.",
        "Can massage cure sciatica?",
        "Does massage cure sciatica? No.",
        "Massage cures sciatica. That is not true.",
        "Myth: massage cures sciatica.",
        "**Myth 2.** Massage cures sciatica.",
        "It is a myth that massage cures sciatica.",
        "Some ads say that massage cures sciatica.",
        "You may hear that massage cures sciatica, but we found no proof.",
        "The ad said: “Massage cures sciatica.”",
        "Be wary of a clinic that promises to cure sciatica.",
        "We found no proof that massage cures sciatica.",
        "Ask your doctor if surgery would cure it.",
        "Antibiotics can cure an infection of the spine.",
    ],
)
def test_what_a_text_takes_back_asks_or_reports_is_no_claim(text: str) -> None:
    assert said(text, "claim.cure") == []


@pytest.mark.parametrize(
    "text",
    [
        "Not only does massage relax you, it cures sciatica.",
        "No pills, no surgery: we cure sciatica.",
        "Without pills, we cure sciatica.",
        "It does not hurt and cures sciatica.",
        "You cannot see it, but it cures sciatica.",
        "No matter how long you waited, we cure sciatica.",
        "Does massage cure sciatica? Yes.",
        "Did you know that massage cures sciatica?",
        "People say that we cure sciatica.",
        "Nothing cures sciatica like massage.",
        "Back pain? We cure it.",
        "Myth: massage hurts. Fact: massage cures sciatica.",
    ],
)
def test_a_claim_stays_a_claim_beside_a_denial_or_a_question(text: str) -> None:
    assert len(said(text, "claim.cure")) == 1


def test_a_list_is_read_with_the_words_that_introduce_it() -> None:
    assert said("We do not promise:\n\n- a cure\n- pain-free days\n") == []
    assert [(p.line, p.column) for p in found("We treat:\n\n- asthma\n- colic\n", "claim.scope")] == [
        (3, 3),
        (4, 3),
    ]


def test_a_short_item_is_read_with_the_heading_above_it() -> None:
    assert [p.line for p in found("## What we treat\n\n- Asthma\n", "claim.scope")] == [3]
    assert found("## What we do not treat\n\n- Asthma\n") == []


def test_headings_and_the_title_are_read_too() -> None:
    assert [problem.line for problem in found("## Massage cures sciatica\n\nRead on.\n", "claim.cure")] == [1]


def test_what_stands_under_a_heading_about_myths_is_what_others_believe() -> None:
    body = "## Myths about massage\n\n### Massage cures sciatica\n\nThere is no proof of that.\n"
    assert said(body) == []


def test_a_source_may_say_what_the_text_may_not() -> None:
    assert (
        said(
            "Some people had less pain.[^1]\n\n[^1]: Smith J. A cure for sciatica? 2020. <https://x.example>"
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "In a trial of 300 adults, massage was safe.[^1]",
        "In one study, everyone who had massage slept better.[^1]",
        "In that trial massage helped people sleep.[^1]",
    ],
)
def test_a_result_in_the_past_with_its_source_passes(text: str) -> None:
    assert said(text) == []


def test_the_same_result_without_a_source_does_not() -> None:
    assert len(said("In a trial of 300 adults, massage was safe.", "claim.safe")) == 1


def test_a_certified_person_passes_when_the_board_is_named() -> None:
    assert said("She is board certified by the American Chiropractic Neurology Board.") == []
    assert len(said("She is board certified.", "claim.specialist")) == 1


def test_typographic_quotes_and_apostrophes_are_understood() -> None:
    assert said("We can’t cure sciatica.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Massage may ease pain for a while.",
        "Some people sleep better.",
        "Call 911 if you wait for an ambulance and get worse.",
    ],
)
def test_careful_words_pass_every_rule(text: str) -> None:
    assert said(text) == []


def test_a_text_without_full_stops_is_read_in_parts() -> None:
    text = "We walk and we rest and we talk, " * 40 + "and massage cures sciatica"
    assert [(p.line, p.column) for p in found(text, "claim.cure")] == [(1, text.index("cures") + 1)]


def test_praise_that_is_only_a_warning_does_not_hide_an_error() -> None:
    found = [
        (each.rule, each.severity)
        for each in check(document("Our team is the most skilled in the state."), site())
    ]
    assert found == [("claim.superior", "E")]


def test_strokes_of_the_hand_are_no_illness() -> None:
    assert (
        said("Deep tissue massage reaches the lower layers of muscle with slow, firm strokes.", "claim.scope")
        == []
    )
    assert said("Our massage treats strokes.", "claim.scope") != []
