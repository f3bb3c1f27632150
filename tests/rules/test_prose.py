from __future__ import annotations

import re

import hypothesis
import pytest
from hypothesis import strategies

from rules.prose import Block, prose
from tests.rules.texts import BODY, HEAD, document


def blocks(body: str) -> list[Block]:
    return [block for block in prose(document(body)).blocks if block.kind not in ("title", "summary")]


def kinds(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(body)]


def test_title_and_summary_come_first_with_their_places() -> None:
    first, second = prose(document("Text.")).sentences[:2]
    assert (first.text, first.line, first.column, first.block.kind) == ("Sore backs", 1, 8, "title")
    assert (second.text, second.line, second.column) == ("What may help, and when to see a doctor.", 2, 10)


def test_a_summary_of_two_lines_keeps_its_places() -> None:
    head = "Title: A\nSummary: Rest or\n  walk. Then call.\n\n"
    *_, walk, call = prose(document("", head)).sentences
    assert (walk.text, walk.line, walk.column) == ("Rest or walk.", 2, 10)
    assert (call.text, call.line, call.column) == ("Then call.", 3, 9)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("One.\nTwo.\n\nThree.", [("paragraph", "One. Two."), ("paragraph", "Three.")]),
        ("## A *b*\n\nC.", [("heading", "A b"), ("paragraph", "C.")]),
        ("Big\n===\nSmall\n---\nText.", [("heading", "Big"), ("heading", "Small"), ("paragraph", "Text.")]),
        ("If you:\n\n- a\n- b\n  goes on\n\n    more", [("paragraph", "If you:"), ("item", "a"), ("item", "b goes on"), ("item", "more")]),
        ("1. One\n2. Two\n    - inner", [("item", "One"), ("item", "Two"), ("item", "inner")]),
        ("In all of\n2019. That was long.", [("paragraph", "In all of 2019. That was long.")]),
        ("> He said it.\n> Twice.", [("quote", "He said it. Twice.")]),
        ("> - in a quote", [("quote", "in a quote")]),
        ("Less pain\n:   It may ease.\n:   Proof: weak -- One trial",
         [("term", "Less pain"), ("definition", "It may ease."), ("proof", "Proof: weak -- One trial")]),
        ("Term\n\n:   What it is.", [("term", "Term"), ("definition", "What it is.")]),
        ("| A | B |\n|---|:-:|\n| c | d |\n\nE.", [("cell", "A"), ("cell", "B"), ("cell", "c"), ("cell", "d"), ("paragraph", "E.")]),
        ("![A back](back.jpg)\n\nText.", [("caption", "A back"), ("paragraph", "Text.")]),
        ("```\ncode. code.\n```\nText.", [("paragraph", "Text.")]),
        ("    indented code\n\nText.", [("paragraph", "Text.")]),
        ("<!-- a\n\nnote -->\nText.", [("paragraph", "Text.")]),
        ("<script>\nvar cure;\n</script>\n\nText.", [("paragraph", "Text.")]),
        ("[a]: https://x.test\n*[MRI]: a scan\n\n* * *\n\nText.", [("paragraph", "Text.")]),
        ("Text.[^a]\n\n[^a]: Who. What. <https://x.test/a>\n    More.\n[^b]: Next.",
         [("paragraph", "Text."), ("footnote", "Who. What. https://x.test/a More."), ("footnote", "Next.")]),
        ('!!! key "Key points"\n    - One.\n\n    Two.\n\nThree.',
         [("caption", "Key points"), ("item", "One."), ("paragraph", "Two."), ("paragraph", "Three.")]),
        ("Text:\n- a list that nobody set apart", [("paragraph", "Text:"), ("item", "a list that nobody set apart")]),
        ("<table>\n<tr><td>One</td>\n<td>Two</td></tr>\n</table>", [("paragraph", "One"), ("paragraph", "Two")]),
        ("Text.\n# Heading\nMore.", [("paragraph", "Text."), ("heading", "Heading"), ("paragraph", "More.")]),
    ],
)  # fmt: skip
def test_blocks_are_those_that_the_page_will_have(body: str, found: list[tuple[str, str]]) -> None:
    assert kinds(body) == found


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Read [our *page*](a.md 'x') and [more][b].", "Read our page and more."),
        ("**Bold** and _slanted_ and snake_case and 5 * 3.", "Bold and slanted and snake_case and 5 * 3."),
        ("See <https://x.test/a_(b)> and https://x.test now.", "See  and  now."),
        ("A picture ![of a back](a.jpg) inside.", "A picture  inside."),
        ("Two  spaces and  \na break.", "Two spaces and a break."),
        (
            "An escaped \\* star, `code`, R&amp;D<br>and <b>bold</b>.",
            "An escaped * star, code, R&D and bold.",
        ),
        ("Call {{ clinic.phone }}. {: .x}", "Call {{ clinic.phone }}."),
        ("Write to <a@b.test>.", "Write to a@b.test."),
    ],
)
def test_text_is_what_people_read(written: str, plain: str) -> None:
    assert blocks(written)[0].text == plain


def test_notes_belong_to_the_sentence_they_stand_in_or_after() -> None:
    first, second, third = blocks("One[^a] is. Two.[^b][^c] Three. [^d]")[0].sentences
    assert [first.notes, second.notes, third.notes] == [("a",), ("b", "c"), ("d",)]


def test_a_note_after_a_space_still_belongs_to_what_stands_before_it() -> None:
    first, second = blocks("One. [^a] Two.")[0].sentences
    assert (first.notes, second.notes) == (("a",), ())


def test_blocks_know_their_card_section_level_and_lead() -> None:
    body = '## Risks\n\n!!! risk "Tell us"\n    Tell us if you:[^a]\n\n    - are pregnant\n    - smoke\n\n### More\n\nEnd.'
    heading, caption, lead, first, second, more, end = blocks(body)
    assert (heading.level, more.level, end.level) == (2, 3, 0)
    assert [block.card for block in (caption, lead, first, end)] == ["risk", "risk", "risk", ""]
    assert [block.section for block in (heading, lead, end)] == ["", "Risks", "More"]
    assert (first.lead, first.lead_notes, second.lead) == ("Tell us if you:", ("a",), "Tell us if you:")


def test_a_list_under_a_heading_has_no_lead() -> None:
    *_, item = blocks("Text.\n\n## List\n\n- one")
    assert item.lead == ""


def test_sections_part_the_text_at_its_headings() -> None:
    text = prose(document("Before.\n\n## One\n\nA.\n\nB.\n\n## Two"))
    assert [(s.title, s.line, [b.text for b in s.blocks]) for s in text.sections] == [
        ("", BODY, ["Before."]),
        ("One", BODY + 2, ["A.", "B."]),
        ("Two", BODY + 8, []),
    ]


def test_footnotes_are_found_by_their_label() -> None:
    text = prose(document("A.[^who]\n\n[^who]: World Health Organization. 2023."))
    assert text.footnotes["who"].text == "World Health Organization. 2023."
    assert text.footnotes["who"].source == "World Health Organization. 2023."


def test_places_survive_markup_cards_and_wrapped_lines() -> None:
    made = document(
        "!!! key\n    - It **may**\n      ease [back pain](a.md), some\n      say.[^a] It does not cure.\n"
    )
    first, second = prose(made).sentences[2:]
    lines = made.text.split("\n")
    for sentence, word in (
        (first, "may"),
        (first, "back"),
        (first, "pain"),
        (first, "say"),
        (second, "cure"),
    ):
        line, column = sentence.at(sentence.text.index(word))
        assert lines[line - 1][column - 1 :].startswith(word)
    assert (second.line, second.column) == (BODY + 3, 16)


def test_a_document_is_parsed_once_until_its_text_changes() -> None:
    made = document("One.")
    before = prose(made)
    assert prose(made) is before
    made.body = "Two."
    assert prose(made).sentences[-1].text == "Two."


PIECES = ["word", "Word.", " ", "\n", "\n\n", "- ", "    ", "## ", "> ", "[^a]", "[x](y)", "**", "_", "`", "|", ":   ", "!!! key\n", "<b>", "1. ",
          "[^a]: ", "---", "{{ clinic.phone }}", "\\", "https://x.test", "![a](b)", "&amp;", "\t", "é“", "!"]  # fmt: skip


@hypothesis.given(strategies.lists(strategies.sampled_from(PIECES), max_size=30))
def test_any_text_is_read_and_every_word_is_where_it_says(parts: list[str]) -> None:
    made = document("".join(parts))
    lines = made.text.expandtabs(4).split("\n")
    for block in prose(made).blocks:
        for found in re.finditer(r"\b(?:word|Word)\b", block.text):
            line, column = block.at(found.start())
            assert lines[line - 1][column - 1 :].startswith(found[0])
        assert "".join(s.text for s in block.sentences).replace(" ", "") == block.text.replace(" ", "")


def test_text_that_stands_too_deep_is_left_out() -> None:
    assert blocks("> " * 5000 + "deep") == []


def test_a_head_without_a_body_is_prose_too() -> None:
    assert prose(document("", HEAD.strip())).sentences[0].text == "Sore backs"
