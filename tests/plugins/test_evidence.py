"""In: texts with sources. Out: every sourced statement, whole, with its sources and its strength."""

from __future__ import annotations

from plugins.evidence import Backed, Evidence, Source, gather, index, url
from rules.site import Site
from tests.sites import ARTICLE, MakeSite

TEXT = """\
!!! fact "1 in 12"
    adults has back pain. That is a lot.[^cdc]

No source here. This has two.[^who][^cdc] Call {{ clinic.phone }}.[^who]

## What was found

Less pain
:   Massage may ease it for a while.[^cdc]
:   Proof: weak -- one trial

Sleep
:   Nobody knows.[^who]
:   Proof: unknown

!!! urgent "See a doctor"
    Go if you have:[^who]

    - a fever
    - a clot[^cdc]

[^cdc]: CDC. Back pain. 2024. <https://www.cdc.gov/back/>
[^who]: WHO. Guideline. 2023. ISBN 978-92-4-008178-9.
"""


def found(make_site: MakeSite) -> tuple[Evidence, Site]:
    site = make_site(
        {"articles/a.md": ARTICLE + TEXT, "articles/b.md": ARTICLE.replace("Back pain", "Neck") + "Rest.\n"}
    )
    gather(site)
    (only,) = (document.evidence for document in site.documents if document.evidence)
    return only, site


def test_every_sourced_statement_stands_whole_under_its_heading(make_site: MakeSite) -> None:
    only, site = found(make_site)
    phone = site.clinic.phone.text
    assert [(part.title, part.anchor, [each.text for each in part.statements]) for part in only.parts] == [
        (
            "At the top of the page",
            "",
            ["1 in 12 adults has back pain. That is a lot.", "This has two.", f"Call {phone}."],
        ),
        (
            "What was found",
            "#what-was-found",
            [
                "Less pain: Massage may ease it for a while.",
                "Sleep: Nobody knows.",
                "Go if you have: a fever; a clot.",
                "Go if you have: a clot",
            ],
        ),
    ]


def test_sources_count_in_the_order_of_use_and_each_stands_once(make_site: MakeSite) -> None:
    only, _ = found(make_site)
    assert only.sources == (
        Source(1, "CDC. Back pain. 2024.", "https://www.cdc.gov/back/"),
        Source(2, "WHO. Guideline. 2023. ISBN 978-92-4-008178-9.", ""),
    )
    assert only.sources[0].shown == "cdc.gov/back"
    assert [each.sources for each in only.parts[0].statements] == [(1,), (2, 1), (2,)]


def test_the_strength_is_that_of_the_line_below(make_site: MakeSite) -> None:
    only, _ = found(make_site)
    assert [(each.level, each.strength) for each in only.parts[1].statements] == [
        ("weak", "One trial"), ("unknown", "Not known"), ("", ""), ("", ""),
    ]  # fmt: skip


def test_a_page_without_sources_is_not_listed_and_others_stand_under_their_topic(make_site: MakeSite) -> None:
    only, site = found(make_site)
    page = site.articles[0] if site.articles[0].slug == "a" else site.articles[1]
    assert index(site) == {
        "shelves": [("Back pain", [Backed("Back pain", "evidence/health/a/", 7)])],
        "statements": 7,
        "sources": 2,
    }
    assert (url(page), only.statements) == ("evidence/health/a/", 7)
