from __future__ import annotations

import pytest

from rules import terms
from tests.rules.texts import document, said


def of(body: str) -> list[str]:
    return said(terms.check, document(body), "plain.define")


def test_a_medical_word_that_nobody_explains_is_named_once() -> None:
    assert of("Some have stenosis. Ask about it.\n\nMore on stenosis.") == [
        'W 4:11: "stenosis" is not explained where it first stands. '
        'Say what it is, such as: "stenosis (a narrow space for the nerves in the spine)".'
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Some have stenosis (a tight canal).",
        "Some have a tight canal (stenosis).",
        "Stenosis means that the canal is tight.",
        "Stenosis, or a tight canal, may hurt.",
        "Stenosis: the canal is tight.",
        "Doctors call this a stenosis.",
        "Some have stenosis. This is a tight canal.",
        "Some have stenosis, which leaves nerves no room.",
        "The nerves have a narrow space. Stenosis hurts.",
        "The name for it is *stenosis*.",
        "Read about [spinal stenosis](stenosis.md).",
        "Stenosis\n:   A tight canal.\n\nAnd stenosis hurts.",
        "Some had a DVT.\n\n*[DVT]: a clot in a leg",
        "Get tens of thousands of steps.",
        '!!! emergency "Call 911"\n    - new sciatica in both legs',
        "## Stenosis",
    ],
)
def test_an_explained_word_passes(body: str) -> None:
    assert of(body) == []


@pytest.mark.parametrize(
    "body", ["TENS may help.", "Take an NSAID.", "Your lumbar curve may hurt.", "A herniated disc may heal."]
)
def test_short_names_and_phrases_are_found(body: str) -> None:
    assert len(of(body)) == 1
