"""In: pages and who stands behind them. Out: what the foot says of each, and only where it is so."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.receipts import KEPT_HERE, SLOT, asks_others, found_asking, sentences, sign
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
        "<img src='//example.org/x.png'>",
        "<img src=//example.org/x.png>",
        '<IMG SRC="//example.org/x.png">',
        '<img\nsrc = "//example.org/x.png">',
        '<img/src="//example.org/x.png">',
        '<img src="\\\\example.org/x.png">',
        '<img src="&#47;/example.org/x.png">',
        '<img src="&sol;&sol;example.org/x.png">',
        '<img alt=">" src="//example.org/x.png">',
        '<img alt="<a href=" src="//example.org/x.png">',
        '<link rel="canonical icon" href="//example.org/x.png">',
        '<link href="//example.org/x.css" rel="stylesheet">',
        '<body background="//example.org/x.png">',
        '<style media="screen">p{background:URL( "//example.org/x.png")}</style>',
        '<script>if(1<2)a()</script><img src="//example.org/x.png">',
        '<p title="</script>"><img src="//example.org/x.png">',
        '<form><button formaction="//example.org/">x</button></form>',
        '<object data="//example.org/x"></object>',
    ],
)
def test_a_page_with_a_remote_resource_never_says_that_it_has_no_tracker(
    made: tuple[Document, Site], remote: str
) -> None:
    assert asks_others(remote)
    assert "tracker" not in sign(f"{remote}<p>{SLOT}</p>", None, made[1])


PARTS = (
    "<p>", "</p>", "<img ", "<a ", '<link rel="icon" ', '<link rel="canonical" ', "<style>", "</style>", "<script>", "</script>",
    'href="', 'src="', "src='", "src=", 'style="', 'data-src="', "data ", "url(", "//example.org/x", "/x.png", "\\", "&#47;",
    '"', "'", " ", ">", "/>", "<", "=", "x", "<!--", "-->", '<meta name="x" content="', '<meta http-equiv="refresh" content="0;url=',
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_the_short_way_never_calls_a_page_clean_that_the_parser_does_not(page: str) -> None:
    assert not (KEPT_HERE.fullmatch(page) and found_asking(page))


def test_what_pages_are_made_of_takes_the_short_way() -> None:
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta property="og:url" content="https://a.example/">'
        '<link rel="canonical" href="https://a.example/"><link rel="icon" href="/a.svg" type="image/svg+xml">'
        '<style>a{color:red}</style><script type="application/ld+json">{"@id":"https://a.example/"}</script>'
        '<svg viewBox="0 0 1 1"><rect x="1"/></svg><p data-line="1">See <a href="https://www.cdc.gov/">cdc.gov</a>. '
        f'<img src="/a.png" srcset="/a.png 1x, /b.png 2x" alt=""><button popover>x</button><!--receipt--> {SLOT}'
    )
    assert KEPT_HERE.fullmatch(page)
    assert not asks_others(page)


def test_what_it_says_is_escaped(made: tuple[Document, Site]) -> None:
    document, site = made
    document.author = Person("x", "<b>Ann</b>", "x")
    assert "Written by &lt;b&gt;Ann&lt;/b&gt;, January 5, 2026." in sentences(document, site)
