from __future__ import annotations

import json
from typing import Any

from tests.sites import ARTICLE, MakeSite

HOME = "Title: Care for your back\nTemplate: home\nSlug: home\nSummary: A clinic for people with back pain. Call, or come in.\n\nWords.\n"
SERVICE = """\
Title: Massage therapy
Summary: Hands-on care for sore muscles. What it may do, its risks, and who should ask first.

!!! risk "Tell us first"
    Before you start, tell us if you:

    - take a *blood thinner*[^a]
    - are pregnant

## Risks

**Common.** You may be sore. **Rare.** Serious harm is rare,[^a] but it has happened.

## Cost

Serious harm to your purse.

[^a]: A Source. 2020. <https://example.org/a?b=1&c=2>
"""


def graph(make_site: MakeSite, text: str = ARTICLE, name: str = "articles/a.md") -> dict[str, dict[str, Any]]:
    """The nodes of the page's graph by their type."""
    from plugins.structured_data import describe

    site = make_site({name: text})
    describe(site.documents[0], site)
    return {node["@type"]: node for node in json.loads(site.documents[0].json_ld)["@graph"]}


def test_the_clinic_has_its_hours_and_one_stable_id(make_site: MakeSite) -> None:
    clinic = graph(make_site, HOME, "pages/home.md")["MedicalClinic"]
    assert clinic["@id"] == "https://example.com/#main"
    monday = clinic["openingHoursSpecification"][0]
    assert monday == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "08:00",
        "closes": "18:00",
    }


def test_an_article_carries_its_date_and_the_clinic_as_author(make_site: MakeSite) -> None:
    article = graph(make_site)["Article"]
    assert article["datePublished"] == "2026-01-05"
    assert article["author"] == {"@id": "https://example.com/#main"}


def test_breadcrumbs_end_at_the_page(make_site: MakeSite) -> None:
    crumbs = graph(make_site)["BreadcrumbList"]["itemListElement"]
    assert [(c["name"], c["item"]) for c in crumbs] == [
        ("Home", "https://example.com/"),
        ("Health A to Z", "https://example.com/health/"),
        ("Back pain", "https://example.com/health/a/"),
    ]


def test_a_review_is_claimed_only_when_a_clinician_is_named(make_site: MakeSite) -> None:
    page = graph(make_site, "Reviewed: 2026-02-01\nReviewer: nobody\n" + ARTICLE)["MedicalWebPage"]
    assert not {"reviewedBy", "lastReviewed"} & set(page)


def test_no_title_can_end_the_script(make_site: MakeSite) -> None:
    from plugins.structured_data import describe

    site = make_site({"articles/a.md": ARTICLE})
    site.documents[0].title = "</script><script>alert(1)</script>"
    describe(site.documents[0], site)
    assert "<" not in site.documents[0].json_ld


def test_a_service_says_who_should_ask_first_and_what_harm_is_known(make_site: MakeSite) -> None:
    therapy = graph(make_site, SERVICE, "pages/services/massage-therapy.md")["MedicalTherapy"]
    assert therapy["contraindication"] == ["take a blood thinner", "are pregnant"]
    assert therapy["seriousAdverseOutcome"] == [
        {"@type": "MedicalEntity", "name": "Serious harm is rare, but it has happened."}
    ]


def test_sources_are_cited_by_their_address(make_site: MakeSite) -> None:
    page = graph(make_site, SERVICE, "pages/services/massage-therapy.md")["MedicalWebPage"]
    assert page["citation"] == ["https://example.org/a?b=1&c=2"]
    note = ARTICLE + "Words.[^a]\n\n[^a]: A Source. 2020. <https://example.org/a>\n"
    assert graph(make_site, note)["Article"]["citation"] == ["https://example.org/a"]


def test_a_page_that_shows_no_hours_names_the_clinic_in_short(make_site: MakeSite) -> None:
    clinic = graph(make_site)["MedicalClinic"]
    assert set(clinic) == {"@type", "@id", "name", "url", "telephone", "address"}
