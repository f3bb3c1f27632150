from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools.importing.conftest import TEXTS, Desk, Paste
from tests.tools.importing.words import head_and_body, in_order, invented, lost, notes, unsigned

LONG = "Massage uses pressure and long strokes to work on tight muscles, and a therapist asks how firm you like it."


def headings(draft: str) -> list[str]:
    return re.findall(r"^#+ .*$", draft, re.MULTILINE)


@pytest.mark.parametrize("file", sorted(TEXTS.glob("*.txt")), ids=lambda file: file.stem)
def test_no_word_is_lost_none_invented_and_their_order_stays(desk: Desk, file: Path) -> None:
    source = unsigned(file.read_text(encoding="utf-8"))
    draft = desk.draft(file)
    assert (lost(source, draft), invented(source, draft)) == ([], [])
    assert in_order(source, draft)


def test_the_article_of_a_clinic(desk: Desk) -> None:
    draft = desk.draft(TEXTS / "article.txt")
    head, body = head_and_body(draft)
    assert head == {
        "Title": "How Massage Therapy Can Transform Your Back Pain",
        "Date": "2023-03-03",
        "Status": "draft",
    }
    assert headings(body) == [
        "## What Is Therapeutic Massage?",
        "## Benefits of Massage for Chronic Pain",
        "### 1. Improves circulation",
        "### 2. Restores healthy sleep",
        "## Is Massage Safe?",
    ]
    assert "- Swedish massage\n- Deep tissue massage\n- Trigger point therapy\n" in body
    assert notes(draft, "PICTURE") == (
        "PICTURE: a picture stood here, of which only the words are left.\nCaption: Photo: A therapist works on a patient's lower back"
    )


def test_what_stood_around_the_article_is_listed_with_its_reason(desk: Desk) -> None:
    left = notes(desk.draft(TEXTS / "article.txt"), "LEFT OUT").split("\n")
    assert left[0] == "LEFT OUT"
    assert "- navigation: Home » Blog » Massage for Back Pain" in left
    assert "- navigation: Is Sitting the New Smoking?" in left
    assert (
        "- sales: Don't wait another day! Call us at (555) 555-0100 to schedule your free consultation."
        in left
    )
    assert "- the heading of what was left out below it: Start Your Pain-Free Life Today" in left
    assert (
        "- the clinic's address and phone: they stand on every page by themselves: 100 Sample Street, Sampletown, ST 00000"
        in left
    )
    assert (
        "- who wrote it and when: now in the head, or asked: Posted on March 3, 2023 by Admin | Filed under Massage, Wellness"
        in left
    )


def test_every_figure_and_claim_of_the_article_is_asked(desk: Desk) -> None:
    asked = notes(desk.draft(TEXTS / "article.txt"), "QUESTION")
    for words in (
        "14 million",
        "30%",
        '"45%", "70%"',
        "three out of four",
        "proven",
        "eliminate pain",
        "natural",
        "completely safe",
    ):
        assert words in asked
    for words in ("serotonin", "Our expert", "flushes toxins", "speeds healing"):
        assert words in asked


def test_cut_lines_of_a_mail_are_joined(desk: Desk) -> None:
    body = desk.draft(TEXTS / "mail.txt")
    assert "so that we have more time for you and less for paper. It takes" in body
    assert (
        "1. We talk. You tell us where it hurts, for how long, and what makes it worse or better.\n2. We look."
        in body
    )
    assert headings(body) == ["## What to bring", "## What happens in the first hour"]


def test_the_clinics_own_phone_and_mail_become_placeholders(desk: Desk) -> None:
    assert "Write to {{ clinic.email }} or call {{ clinic.phone }}." in desk.draft(TEXTS / "mail.txt")


def test_an_unknown_author_is_asked_for_and_not_made_up(desk: Desk) -> None:
    draft = desk.draft(TEXTS / "mail.txt")
    assert "Author:" not in draft.partition("\n\n")[0]
    assert 'The old text names "Jo Park, LMT". Who is that?' in notes(draft, "QUESTION")


def test_a_pdf_loses_hyphens_nobody_sees_and_joined_letters(desk: Desk) -> None:
    body = desk.draft(TEXTS / "pdf.txt")
    assert "The sciatic nerve is as thick as a finger, and" in body
    assert headings(body) == ["## WHAT IT IS", "## WHO GETS IT", "## WHEN TO SEE A DOCTOR AT ONCE"]
    assert "gets worse from hour to hour.\n" in body
    assert "Caption: Figure 1. The sciatic nerve, seen from behind." in notes(body, "PICTURE")


def test_advice_to_get_help_is_never_taken_for_a_sale(desk: Desk) -> None:
    assert "\n\nDo not wait for a visit with us: call 911.\n" in desk.draft(TEXTS / "pdf.txt")


def test_lines_without_empty_ones_between_are_paragraphs(desk: Desk) -> None:
    draft = desk.draft(TEXTS / "faq.txt")
    assert headings(draft) == [
        "## Does an adjustment hurt?",
        "## How many visits will I need?",
        "## Is it safe during pregnancy?",
        "## Can it cure asthma?",
        "## Do you take my insurance?",
    ]
    assert draft.startswith("Title: Chiropractic FAQ\nDate: 2022-06-05\n")


def test_markdown_stays_markdown(desk: Desk) -> None:
    body = desk.draft(TEXTS / "markdown.txt")
    assert headings(body) == ["## Before you start", "### The five stretches", "## Does it help?"]
    assert "**Sitting still** is what backs do not like; see [the guideline](https://www.who.int/" in body
    assert "- Stand up first\n    - both feet on the floor\n    - hands on the desk\n- Breathe out" in body
    assert r"\* one \* survey, and costs < $5." in body


def test_numbered_sources_become_footnotes(desk: Desk) -> None:
    body = desk.draft(TEXTS / "markdown.txt")
    assert "1,200 office workers[^1] found" in body
    assert "\n[^1]: Smith A. Stretching at work. J Made Up. 2019;3:1-9.\n" in body


def test_short_lines_below_each_other_stay_apart(desk: Desk) -> None:
    assert "30 minutes: $45  \n60 minutes: $80  \n90 minutes: $110  \nFirst-time clients" in desk.draft(
        TEXTS / "service.txt"
    )


def test_a_sales_sentence_goes_and_the_sentence_before_it_stays(desk: Desk) -> None:
    draft = desk.draft(TEXTS / "service.txt")
    assert "since 1998. Treat yourself to a healthier you.\n" in draft
    assert "- sales: Call today to book your massage!" in notes(draft, "LEFT OUT")


@pytest.mark.parametrize(
    ("line", "date", "said"),
    [
        ("Posted on March 3, 2023 by Ann Lee", "2023-03-03", 'names "Ann Lee"'),
        ("Posted on 3 March 2023", "2023-03-03", ""),
        ("by Ann Lee | Mar 3, 2023 | Blog | 0 comments", "2023-03-03", 'names "Ann Lee"'),
        ("Published: 2023-03-03", "2023-03-03", ""),
        ("March 3rd, 2023", "2023-03-03", ""),
        ("Posted on 25/03/2023", "2023-03-25", ""),
        ("Posted on 03/04/2023 by admin", "", 'gives the day as "03/04/2023". Which day was that?'),
        ("Posted on By", "", "does not say when it was written"),
        ("By Dr. Ann Lee, D.C.", "", 'names "Dr. Ann Lee, D.C."'),
    ],
)
def test_bylines(paste: Paste, line: str, date: str, said: str) -> None:
    draft = paste(f"Massage\n{line}\n\n{LONG}\n")
    head, _ = head_and_body(draft)
    assert (head["Title"], head.get("Date", "")) == ("Massage", date)
    assert said in notes(draft, "QUESTION")
    assert line in notes(draft, "LEFT OUT")


@pytest.mark.parametrize(
    "line",
    [
        "By Friday you can walk again.",
        "Published research on massage is weak, and most of it is old.",
        "Updated rules say that we must ask you first.",
        "Written words help you to remember what we said.",
        "Home exercises help more people than bed rest does.",
        "Share your worries with us, and ask what you like.",
        "Call 911 now if you cannot feel your legs.",
        "Call your doctor today if the pain gets worse.",
        "More than one in three people try it once.",
        "Contact sports are fine after six weeks.",
    ],
)
def test_sentences_that_only_look_like_bylines_or_navigation_stay(paste: Paste, line: str) -> None:
    draft = paste(f"Massage\n\n{LONG}\n\n{line}\n\n{LONG}\n\n{line}\n")
    assert draft.count(f"\n\n{line}\n") == 2
    assert notes(draft, "LEFT OUT") == ""


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        ("It\u2019s \u201cfine\u201d", 'It\'s "fine"'),
        ("It\u00e2\u20ac\u2122s fine", "It's fine"),
        ("Caf\u00c3\u00a9", "Café"),
        ("a\u00a0b\u2009c  d", "a b c d"),
        ("sci\u00adatica\u200b", "sciatica"),
        ("di\ufb03cult", "difficult"),
        ("the \u201990s", "the ’90s"),
        ("stop , then go .", "stop, then go."),
        ("2 \u2013 3 weeks \u2014 or more\u2026", "2 – 3 weeks — or more…"),
        ("cafe\u0301", "café"),
        ("Â§ 5 and Ã", "§ 5 and Ã"),
    ],
)
def test_typography_is_cleaned(paste: Paste, pasted: str, cleaned: str) -> None:
    assert f"{cleaned} and {LONG}" in paste(f"Massage\n\n{pasted} and {LONG}\n")


@pytest.mark.parametrize(
    "words",
    [
        "5 * 3 * 2 is a number",
        "a _b_ c and snake_case_word",
        "[see note] and [1] and x[2]",
        "back\\slash and `code`",
        "<b>bold</b> & <script>alert(1)</script>",
        "&amp; is how HTML writes it",
        "{{ clinic.owner }} and {% if %} and {#id}",
        "# not a heading here",
        "+ plus at the start of a line",
        "> not a quote",
        "!!! note that well",
        ": not a definition",
        "~~~ not code",
        "| not | a | table",
        "*[HTML]: no abbreviation",
        "[^1]: no footnote",
        "<!-- no comment --> here",
    ],
)
def test_signs_of_the_writer_are_shown_as_they_are(paste: Paste, words: str) -> None:
    source = f"Massage\n\n{words} and {LONG}\n\n{LONG}\n"
    draft = paste(source)
    assert (lost(source, draft), invented(source, draft)) == ([], [])


def test_questions_of_a_quiet_text_are_few(paste: Paste) -> None:
    draft = paste(
        "What we do\nJune 1, 2020\n\nWe ask you where it hurts. You can stop at any time. Call 911 in an emergency.\n\nWe listen.\n"
    )
    assert notes(draft, "QUESTION") == ""
