from __future__ import annotations

import pytest

from rules.sentences import spans


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Walking helps some people.|Rest does not.",
        "Is it safe?|Ask first!|Then start.",
        "Ann Lee, D.C., sees you.|She asks about your week.",
        "See Dr. Lee first.|Dr. Kim comes later.",
        "Our clinic is led by Ann Lee, D.C.|We see adults.",
        "The U.S. Preventive Services Task Force met.",
        "One in 12 adults in the U.S. has it.|Most live in the U.S.|The rest do not.",
        "Try a walk, e.g. around the block, or a swim (i.e. in a pool).|Stop if it hurts.",
        "Come at 8 a.m. Monday or 2 p.m. on Friday.|Leave by 9 p.m.|Then rest.",
        "See No. 1 and No. 2 on the list.|See Fig. 3 too.",
        "Massage vs. rest: no one knows.|No.|It is not the same.",
        "J. Smith and Mary T. Jones wrote it.|They are at a school.",
        "See a doctor at 100.4 F. Do not wait.".replace(" F. ", " F.|"),
        "It costs $1.50 a day.|Take vitamin D.|It may help.",
        "Well ... it depends.|It hurts...|Then it stops.",
        'She said "It is better."|Then she left.',
        "(Ask us first.)|Then come.",
        "Smith et al. found less pain.|Cherkin DC, et al.|The gain was small.",
        "The plan of Jan. 5 holds.|Until Nov. 2026 we wait.",
        "A walk, a swim, etc. may do.|Call {{ clinic.phone }}.|{{ clinic.name }} will answer.",
        "He has a Ph.D. and an M.D. degree.|He works here.",
        "a list item without an end",
        "1. Sit down.|2. Breathe.",
        "Acme Inc. Chiropractic sells it.|We buy from Acme Inc.|We like it.",
        "St. Mary's is near Mt. Hood.|It is big.",
        "That was in 2019.|2020 was worse.",
        "Look at it!|\u201cNo,\u201d she said.|\u201cYes.\u201d|Fine.",
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_would_end_it(text: str) -> None:
    assert parts(text.replace("|", " ")) == text.split("|")


def test_nothing_has_no_sentence() -> None:
    assert parts("") == []
