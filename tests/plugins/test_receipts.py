"""In: pages and who stands behind them. Out: what the foot says of each, and only where it is so."""

from __future__ import annotations

import datetime

import pytest

from plugins.receipts import SLOT, asks_others, sentences, sign
from rules.clinic import Person
from rules.site import Document, Site
from tests.sites import ARTICLE, MakeSite

TEXT = "You may feel sore for a day. Call us if it does not ease. Keep on walking as much as you can. " * 3
ANN = Person("ann", "Ann Lee", "Chiropractor", "D.C.", "Dr.", clinician=True)


@pytest.fixture
def made(make_site: MakeSite) -> tuple[Document, Site]:
    site = make_site({"articles/a.md": ARTICLE + TEXT + "\n"})
    site.today = datetime.date(2026, 11, 20)
    return site.documents[0], site


def test_it_says_grade_author_day_and_that_nobody_has_reviewed_it(made: tuple[Document, Site]) -> None:
    assert sentences(*made) == [
        "This page reads at school grade 1.",
        "Written by the clinic, January 5, 2026.",
        "Not yet reviewed by a clinician.",
    ]


def test_it_names_author_and_reviewer_with_their_degree(made: tuple[Document, Site]) -> None:
    document, site = made
    document.author = document.reviewer = ANN
    document.reviewed = datetime.date(2026, 2, 1)
    assert sentences(document, site)[1:] == [
        "Written by Dr. Ann Lee, D.C., January 5, 2026.",
        "Reviewed by Dr. Ann Lee, D.C., February 1, 2026.",
    ]


@pytest.mark.parametrize(
    ("reviewer", "day"),
    [
        (Person("bo", "Bo Ray", "Desk"), datetime.date(2026, 2, 1)),
        (ANN, datetime.date(2026, 12, 1)),
        (ANN, None),
    ],
)
def test_a_review_by_no_clinician_or_on_no_day_is_none(
    made: tuple[Document, Site], reviewer: Person, day: datetime.date | None
) -> None:
    document, site = made
    document.reviewer, document.reviewed = reviewer, day
    assert sentences(document, site)[-1] == "Not yet reviewed by a clinician."


def test_a_page_that_is_not_about_health_says_nothing_of_a_review(make_site: MakeSite) -> None:
    site = make_site(
        {
            "pages/privacy.md": "Title: Privacy\nSummary: What this site learns about you, which is nothing.\nKind: about\n\nNothing.\n"
        }
    )
    assert sentences(site.documents[0], site) == ["Written by the clinic."]


def test_a_page_that_asks_nobody_else_says_so(made: tuple[Document, Site]) -> None:
    page = f'<p><img src="/a.png"><a href="https://www.cdc.gov/">CDC</a></p><p>{SLOT}</p>'
    assert sign(page, None, made[1]) == page.replace(
        SLOT, '<span id="no-tracker">This page has no tracker.</span>'
    )


@pytest.mark.parametrize(
    "remote",
    [
        '<img src="https://example.org/x.png">',
        '<img src="//example.org/x.png">',
        '<img srcset="/a.png 1x, https://example.org/x.png 2x">',
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<link rel="preconnect" href="https://example.org">',
        '<iframe src="https://example.org/"></iframe>',
        '<form action="https://example.org/"></form>',
        '<video poster="https://example.org/x.png"></video>',
        '<a href="/" ping="https://example.org/">x</a>',
        "<style>@font-face{src:url(https://example.org/x.woff2)}</style>",
        "<style>@import '//example.org/x.css';</style>",
        '<p style="background:url(//example.org/x.png)">x</p>',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
    ],
)
def test_a_page_with_a_remote_resource_never_says_that_it_has_no_tracker(
    made: tuple[Document, Site], remote: str
) -> None:
    assert asks_others(remote)
    assert "tracker" not in sign(f"{remote}<p>{SLOT}</p>", None, made[1])


def test_what_it_says_is_escaped(made: tuple[Document, Site]) -> None:
    document, site = made
    document.author = Person("x", "<b>Ann</b>", "x")
    assert "Written by &lt;b&gt;Ann&lt;/b&gt;, January 5, 2026." in sentences(document, site)
