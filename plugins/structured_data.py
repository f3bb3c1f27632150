"""In: Documents and facts. Out: one schema.org graph a page as JSON-LD, equal to what the page shows."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from plugins import stages
from plugins.markup import REFERENCES, plain_text
from rules.clinic import Person, Place
from rules.site import Document, Site

Node = dict[str, Any]
WHOLE = ("home", "contact")  # the templates that show the hours
RISK_CARD = re.compile(r'<section [^>]*class="card card--risk".*?</section>', re.DOTALL)
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
RISKS = re.compile(r'<h2 id="risks">.*?</h2>(.*?)(?=<h2|<section|$)', re.DOTALL)
SENTENCE = re.compile(r"[^.!?]*\bserious harm\b[^.!?]*[.!?]", re.IGNORECASE)
SOURCE = re.compile(r'<li id="source\d+">.*?<a href="(https://[^"]+)"', re.DOTALL)
DAY_TYPES = {
    day: f"https://schema.org/{day.capitalize()}"
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}


def describe(document: Document, site: Site) -> None:
    """Fill json_ld of a document."""
    clinics = list(_clinics(site) if document.template in WHOLE else _short_clinics(site))
    if document.template == "home" and site.services:
        services = [
            {"@type": "MedicalTherapy", "name": d.title, "url": absolute(site, d.url)} for d in site.services
        ]
        clinics = [{**clinic, "availableService": services} for clinic in clinics]
    graph = [*clinics, _website(site), *_pages(document, site)]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":")
    )
    document.json_ld = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def absolute(site: Site, url: str) -> str:
    """The public address of a page of this site."""
    return f"{site.clinic.address}/{url}"


def _clinic_id(site: Site, place: Place) -> str:
    return absolute(site, f"#{place.id}")


def _clinics(site: Site) -> Iterator[Node]:
    for place in site.clinic.places:
        node: Node = {
            "@type": "MedicalClinic",
            "@id": _clinic_id(site, place),
            "name": site.clinic.name,
            "alternateName": site.clinic.short_name,
            "url": absolute(site, ""),
            "telephone": place.phone.uri.removeprefix("tel:"),
            "email": place.email,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": place.street,
                "addressLocality": place.city,
                "addressRegion": place.state,
                "postalCode": place.postal_code,
                "addressCountry": "US",
            },
            "hasMap": place.map,
            "medicalSpecialty": "https://schema.org/Musculoskeletal",
            "openingHoursSpecification": [
                _span(f"{span.opens:%H:%M}", f"{span.closes:%H:%M}", dayOfWeek=DAY_TYPES[day.name])
                for day in place.hours
                for span in day.spans
            ],
            "specialOpeningHoursSpecification": [
                _span("00:00", "00:00", validFrom=c.first.isoformat(), validThrough=c.last.isoformat())
                for c in place.closed
                if c.last >= site.today
            ],
        }
        yield {key: value for key, value in node.items() if value}


def _short_clinics(site: Site) -> Iterator[Node]:
    """What a page says that is not about the clinic: enough to know it by, at a third of the bytes."""
    for node in _clinics(site):
        yield {
            key: node[key] for key in ("@type", "@id", "name", "url", "telephone", "address") if key in node
        }


def _span(opens: str, closes: str, **when: str) -> Node:
    return {"@type": "OpeningHoursSpecification", **when, "opens": opens, "closes": closes}


def _website(site: Site) -> Node:
    return {
        "@type": "WebSite",
        "@id": absolute(site, "#website"),
        "url": absolute(site, ""),
        "name": site.clinic.name,
        "publisher": {"@id": _clinic_id(site, site.clinic.place)},
    }


def _pages(document: Document, site: Site) -> Iterator[Node]:
    url = absolute(site, document.url)
    clinic = {"@id": _clinic_id(site, site.clinic.place)}
    medical = document.kind in ("article", "service", "condition")
    page: Node = {
        "@type": "MedicalWebPage" if medical else "WebPage",
        "@id": f"{url}#page",
        "url": url,
        "name": document.title,
        "description": document.summary,
        "inLanguage": document.lang,
        "isPartOf": {"@id": absolute(site, "#website")},
        "lastReviewed": document.reviewed.isoformat()
        if medical and document.reviewed and document.reviewer
        else "",
        "reviewedBy": _person(document.reviewer, site) if medical and document.reviewer else None,
        "citation": sources(document) if medical and document.kind != "article" else None,
    }
    if document.kind == "service":
        page["about"] = {"@id": f"{url}#therapy"}
        yield _therapy(document, site)
    crumbs = trail(document, site)
    if len(crumbs) > 1:
        page["breadcrumb"] = {"@id": f"{url}#crumbs"}
        yield {
            "@type": "BreadcrumbList",
            "@id": f"{url}#crumbs",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": absolute(site, target)}
                for position, (name, target) in enumerate(crumbs, 1)
            ],
        }
    yield {key: value for key, value in page.items() if value}
    if document.kind == "article":
        article: Node = {
            "@type": "Article",
            "@id": f"{url}#article",
            "headline": document.title,
            "description": document.summary,
            "datePublished": document.date.isoformat() if document.date else "",
            "dateModified": changed.isoformat() if (changed := document.modified or document.date) else "",
            "author": _person(document.author, site) if document.author else clinic,
            "publisher": clinic,
            "mainEntityOfPage": {"@id": f"{url}#page"},
            "citation": sources(document),
        }
        yield {key: value for key, value in article.items() if value}


def _person(person: Person, site: Site) -> Node:
    node = {
        "@type": "Person",
        "name": person.full_name,
        "honorificPrefix": person.honorific,
        "honorificSuffix": person.credentials,
        "url": absolute(site, f"team/{person.id}/") if site.clinic.person(person.id) else "",
    }
    return {key: value for key, value in node.items() if value}


def _therapy(document: Document, site: Site) -> Node:
    """What the page itself says about a service: who should ask first, and what serious harm is known."""
    url = absolute(site, document.url)
    risks = RISKS.search(document.html)
    harm = SENTENCE.findall(_text(risks[1])) if risks else []
    node: Node = {
        "@type": "MedicalTherapy",
        "@id": f"{url}#therapy",
        "name": document.title,
        "description": document.summary,
        "url": url,
        "contraindication": [
            _text(i) for card in RISK_CARD.findall(document.html) for i in ITEM.findall(card)
        ],
        "seriousAdverseOutcome": [{"@type": "MedicalEntity", "name": each.strip()} for each in harm],
    }
    return {key: value for key, value in node.items() if value}


def sources(document: Document) -> list[str]:
    """The addresses of the sources at the page's end."""
    return list(dict.fromkeys(html.unescape(each) for each in SOURCE.findall(document.html)))


def _text(markup: str) -> str:
    return " ".join(plain_text(REFERENCES.sub("", markup)).split())


def trail(document: Document, site: Site) -> list[tuple[str, str]]:
    """The way to a page as (name, address): home first, the page itself last. Home alone for the home page."""
    home = (site.words["nav"]["home"], "")
    if document.url == "":
        return [home]
    middle = {
        "article": (site.words["nav"]["health"], "health/"),
        "service": (site.words["nav"]["services"], "services/"),
        "condition": (site.words["nav"]["conditions"], "conditions/"),
    }.get(document.kind)
    here = (document.title, document.url)
    if middle and (middle[1] == "health/" or site.has(middle[1])):
        return [home, middle, here]
    return [home, here]


def register() -> None:
    stages.add_each(describe)
