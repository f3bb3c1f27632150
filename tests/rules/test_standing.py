from __future__ import annotations

import pytest

from rules import standing
from rules.site import Site
from tests.rules.texts import HEAD, document, said, site

REVIEWED = "Reviewer: ann-lee\nReviewed: 2026-11-01\n"


def of(
    rule: str, head: str = "", body: str = "Rest.", kind: str = "article", where: Site | None = None
) -> list[str]:
    where = where or site()
    return said(standing.check, document(body, head + HEAD, kind, where), rule, where)


@pytest.mark.parametrize(
    "author", ["", "Author: clinic\n", "Author: Lee Chiropractic\n", "Author: ann-lee\n", "Author: Ann Lee\n"]
)
def test_the_clinic_and_people_with_credentials_may_write(author: str) -> None:
    assert of("who.author", author) == []


@pytest.mark.parametrize(
    ("author", "line"),
    [
        ("Author: An Lee", "E 1: `Author: An Lee` is nobody of clinic.toml, so nobody stands behind this page. Did you mean `Ann Lee`?"),
        ("Author: By", "E 1: `Author: By` is nobody of clinic.toml, so nobody stands behind this page. "
                       "Use one of: clinic, ann-lee, Ann Lee, bo-kim, Bo Kim."),
        ("Author: bo-kim", "E 1: Bo Kim is named as the author, and clinic.toml does not say with what training. "
                           'Add `credentials = "..."` to Bo Kim in clinic.toml, or write `Author: clinic`.'),
    ],
)  # fmt: skip
def test_an_author_whom_nobody_knows_is_named(author: str, line: str) -> None:
    assert of("who.author", author + "\n") == [line]


def test_an_article_that_nobody_reviewed_cannot_go_live() -> None:
    assert of("who.reviewer") == [
        "E 1: No clinician has reviewed this page. "
        "Ask one of them to read it (ann-lee), then add `Reviewer: ann-lee` and `Reviewed: 2026-11-25`."
    ]


def test_without_clinicians_the_first_step_is_to_name_them() -> None:
    assert of("who.reviewer", where=site(people=())) == [
        "E 1: No clinician has reviewed this page. "
        "Name your clinicians in clinic.toml, ask one to read it, then add `Reviewer: ...` and `Reviewed: 2026-11-25`."
    ]


@pytest.mark.parametrize(
    ("where", "head", "kind", "severity"),
    [
        (site(sample=True), "", "article", "I"),
        (site(sample=True, publish=True), "", "article", "E"),
        (site(), "Status: draft\n", "article", "I"),
        (site(), "", "service", "W"),
        (site(), "", "condition", "W"),
        (site(), "Kind: treatment, news\n", "article", "E"),
        (site(), "Kind: news\n", "article", ""),
        (site(), "", "page", ""),
        (site(), REVIEWED, "article", ""),
    ],
)
def test_how_much_a_missing_reviewer_matters(where: Site, head: str, kind: str, severity: str) -> None:
    assert [line[0] for line in of("who.reviewer", head, kind=kind, where=where)] == (
        [severity] if severity else []
    )


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Reviewer: anne-lee\nReviewed: 2026-11-01", "E 1: `Reviewer: anne-lee` is nobody of clinic.toml. Did you mean `ann-lee`?"),
        ("Reviewer: Dr. House\nReviewed: 2026-11-01", "E 1: `Reviewer: Dr. House` is nobody of clinic.toml. Use one of: ann-lee."),
        ("Reviewer: bo-kim\nReviewed: 2026-11-01",
         "E 1: Bo Kim is no clinician, so this page counts as not reviewed. "
         "Ask one of them to read it (ann-lee); or, if Bo Kim is one, write `clinician = true` in clinic.toml."),
        ("Reviewer: ann-lee", "E 1: The page says who reviewed it, and not when. Add the day below it: `Reviewed: 2026-11-25`."),
        ("Reviewer: ann-lee\nReviewed: 2026-12-01",
         "E 2: The review is dated 2026-12-01, and that day has not come yet. Write the day on which the clinician read it."),
    ],
)  # fmt: skip
def test_a_review_that_is_none_is_named(head: str, line: str) -> None:
    assert of("who.reviewer", head + "\n") == [line]


@pytest.mark.parametrize(
    ("day", "severity"), [("2023-11-26", ""), ("2023-11-25", "W"), ("2023-05-26", "W"), ("2023-05-25", "E")]
)
def test_a_review_is_due_after_three_years(day: str, severity: str) -> None:
    assert [line[0] for line in of("who.review-due", f"Reviewer: ann-lee\nReviewed: {day}\n")] == (
        [severity] if severity else []
    )


def test_a_late_review_says_since_when() -> None:
    assert of("who.review-due", "Reviewer: ann-lee\nReviewed: 2023-10-01\n") == [
        "W 2: This page was last reviewed on 2023-10-01, three years ago or more. "
        "Let a clinician read it again, then write `Reviewed: 2026-11-25`."
    ]
    assert of("who.review-due", "Reviewer: ann-lee\nReviewed: 2020-10-01\n") == [
        "E 2: This page was last reviewed on 2020-10-01, more than three and a half years ago. "
        "Let a clinician read it again, then write `Reviewed: 2026-11-25`."
    ]


def test_a_doctor_comes_with_a_degree_where_the_name_first_stands() -> None:
    assert of("who.credential", body="Ask Dr. Lee. Then Dr. Lee helps. **Dr. Ann Kim** too.") == [
        'E 4:5: "Dr. Lee" stands here without a degree, and "Dr." can mean many things. '
        'Write the degree where the name comes first: "Dr. Lee, D.C.", or the degree this person has.',
        'E 4:36: "Dr. Ann Kim" stands here without a degree, and "Dr." can mean many things. '
        'Write the degree where the name comes first: "Dr. Ann Kim, D.C.", or the degree this person has.',
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Ask Dr. Lee, D.C., first. Then Dr. Lee helps.",
        "Ask Dr. Ann Lee DC. Dr. Lee's office is here.",
        "Dr. Mary T. O'Neil (M.D.) wrote it. Dr. O’Neil is right.",
        "Ann Lee, D.C., is here. Ask Dr. Lee.",
        "Dr. Jo Park, Ph.D., and Dr. Bo Kim, DPT.",
        "We are at 12 Old Oak Dr. Austin is near.",
        "Ask your doctor. Dr. is short for doctor.",
        "Rest.[^a]\n\n[^a]: Dr. Lee. A book. 2020.",
        "Martin Luther King Jr. Day is a day off.",
    ],
)
def test_a_name_with_its_degree_passes(body: str) -> None:
    assert of("who.credential", body=body) == []


def test_a_title_counts_as_the_first_place() -> None:
    made = document("Dr. Lee, D.C., is here.", HEAD.replace("Sore backs", "Meet Dr. Lee"))
    assert [line[:5] for line in said(standing.check, made, "who.credential")] == ["E 1:1"]
