"""In: the JSON-LD of a finished page and what the page shows. Out: what of it schema.org does not know or the page does not say.

VOCABULARY names just what this site uses; its test compares it with what https://schema.org/ publishes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
Fault = tuple[str, str, str]
THING = {"name", "alternateName", "description", "url"}
VOCABULARY = {
    "MedicalClinic": THING
    | {"telephone", "email", "address", "hasMap", "medicalSpecialty", "openingHoursSpecification"}
    | {"specialOpeningHoursSpecification", "availableService", "image"},
    "PostalAddress": {
        "streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry",
    },
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "WebSite": THING | {"publisher"},
    "WebPage": THING | {"inLanguage", "isPartOf", "breadcrumb", "about", "mainEntity"},
    "MedicalWebPage": THING
    | {"inLanguage", "isPartOf", "breadcrumb", "about", "mainEntity", "lastReviewed", "reviewedBy", "citation"},
    "Article": THING
    | {"headline", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage", "citation", "image"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Person": THING | {"honorificPrefix", "honorificSuffix", "jobTitle"},
    "MedicalTherapy": THING | {"contraindication", "seriousAdverseOutcome"},
    "MedicalEntity": THING,
}  # fmt: skip
SHOWN = {
    "name",
    "headline",
    "streetAddress",
    "addressLocality",
    "postalCode",
    "email",
    "contraindication",
    "jobTitle",
}
HINT = "Mend plugins/structured_data.py; see https://schema.org/"
WORD = re.compile(r"[^\W_]+")
FORMS = {
    "url": re.compile(r"https://\S+"),
    "telephone": re.compile(r"\+1\d{10}"),
    "datePublished": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "dateModified": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "lastReviewed": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "opens": re.compile(r"\d{2}:\d{2}"),
    "closes": re.compile(r"\d{2}:\d{2}"),
}


def faults(text: str, visible: str, links: list[str]) -> Iterator[Fault]:
    """(rule, what is wrong, what to do) for one JSON-LD block. visible: the words of the page; links: where it leads."""
    try:
        graph: list[Node] = json.loads(text)["@graph"]
    except (ValueError, KeyError, TypeError):
        yield "page.schema", "The JSON-LD of this page cannot be read.", HINT
        return
    known = {node.get("@id") for node in graph}
    words = _bare(visible)
    for node in graph:
        yield from _node(node, words, links, known)


def _node(node: Node, words: str, links: list[str], known: set[str | None]) -> Iterator[Fault]:
    if set(node) == {"@id"}:
        if node["@id"] not in known:
            yield "page.schema", f"The JSON-LD names {node['@id']}, which this page does not describe.", HINT
        return
    kind = node.get("@type", "")
    if kind not in VOCABULARY:
        yield "page.schema", f"The JSON-LD has the type `{kind}`, which is not of schema.org.", HINT
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in VOCABULARY[kind]:
            yield (
                "page.schema",
                f"The JSON-LD gives `{kind}` a `{name}`, which schema.org does not have there.",
                HINT,
            )
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from _node(each, words, links, known)
                continue
            if name in FORMS and not FORMS[name].fullmatch(str(each)):
                yield (
                    "page.schema",
                    f"The JSON-LD has `{each}` as `{name}`, which is not written as it must be.",
                    HINT,
                )
            if name in SHOWN and _bare(str(each)) not in words:
                yield (
                    "page.schema",
                    f"The JSON-LD says `{each}` as `{name}`, which the page does not show.",
                    HINT,
                )
            if name == "telephone" and f"tel:{each}" not in links:
                yield (
                    "page.schema",
                    f"The JSON-LD has the phone number {each}, which the page does not offer.",
                    HINT,
                )
            if name == "citation" and each not in links:
                yield "page.schema", f"The JSON-LD cites {each}, which the page does not.", HINT


def _bare(text: str) -> str:
    """Letters and digits, one space between words: typography apart, the same words are the same."""
    words = " ".join(WORD.findall(text.lower()))
    return f" {words} "
