from __future__ import annotations

import pytest

from rules import outline
from tests.rules.texts import document, said


def of(body: str, rule: str = "plain.headings", kind: str = "article") -> list[str]:
    return said(outline.check, document(body, kind=kind), rule)


def test_a_skipped_level_is_named() -> None:
    assert of("## One\n\nText.\n\n#### Deep\n\nText.") == [
        'E 8:6: "Deep" is a heading of level 4, and the one above it has level 2. Write it as `### Deep`.'.replace(
            "8:6", "8"
        )
    ]


def test_the_first_heading_stands_below_the_title() -> None:
    assert of("### Deep\n\nText.") == [
        'E 4: "Deep" is a heading of level 3, and the one above it has level 1. Write it as `## Deep`.'
    ]


@pytest.mark.parametrize(
    "body", ["# One\n\n## Two\n\n### Three\n\n## Four", "## One\n\n### Two\n\n#### Three\n\n## Four"]
)
def test_levels_in_order_pass(body: str) -> None:
    assert of(body) == []


def test_a_bold_line_is_no_heading() -> None:
    assert of("## Care\n\n**What you can do:**\n\nRest a bit.") == [
        'E 6: "What you can do" is a bold line that stands for a heading. Make it one: `### What you can do`.'
    ]


@pytest.mark.parametrize(
    "body",
    [
        "**Call 911 now.**\n\nDo not wait.",
        "**Rest** a bit.\n\nThen walk.",
        "- **Rest**\n- Walk",
        "**Tell us if you:**\n\n- are pregnant",
        "**Please note: we are closed**\n\nCall later.",
        "Rest.\n\n**Lee Chiropractic**",
        '!!! key "Points"\n    **Rest**\n\n    Walk.',
    ],
)
def test_bold_words_that_are_no_heading_pass(body: str) -> None:
    assert of(body) == []


def test_a_long_stretch_asks_for_a_heading() -> None:
    assert of("## Care\n\n" + "Rest a bit. " * 101) == [
        'W 4: 303 words stand under "Care". Put a heading in between, so that no part has more than 300.'
    ]
    assert of("Rest a bit. " * 101) == [
        "W 4: 303 words stand before the first heading. Put a heading in between, so that no part has more than 300."
    ]


def test_cards_have_a_title_of_their_own() -> None:
    assert of('## Care\n\n!!! key "Points"\n    ' + "Rest a bit. " * 101) == []


REST = "\n\n## More\n\n" + "The proof is weak. " * 40


def test_a_first_part_without_a_message_is_named() -> None:
    assert of("Backs have been sore since people walked upright." + REST, "plain.main-first") == [
        "W 4: The first part does not say what matters most and what people can do. "
        'Begin with a card: `!!! key "Key points"`, and below it the answer and the next step as a list.'
    ]


@pytest.mark.parametrize(
    "first",
    [
        '!!! key "Key points"\n    - Backs mend.',
        '!!! emergency "Call 911"\n    If you are numb.',
        "Most backs mend. Keep walking.",
        "Most backs mend, and you can help.",
        "If it hurts, rest.",
    ],
)
def test_a_first_part_with_a_message_passes(first: str) -> None:
    assert of(first + REST, "plain.main-first") == []


def test_short_texts_and_other_pages_need_no_message_first() -> None:
    assert of("Backs have been sore for long.", "plain.main-first") == []
    assert of("We opened in 1990." + REST, "plain.main-first", kind="page") == []
