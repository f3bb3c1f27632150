from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.conftest import ROOT
from tools.audit_schema import VOCABULARY, faults

CLINIC = {
    "@type": "MedicalClinic",
    "@id": "https://a.test/#main",
    "name": "A\u00a0clinic",
    "telephone": "+15125557000",
}
LINKS = ["tel:+15125557000", "https://doi.org/1"]


def said(*nodes: dict[str, Any]) -> list[str]:
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes})
    return [message for _, message, _ in faults(text, "A clinic for backs, 1 Road", LINKS)]


def test_what_the_page_shows_passes() -> None:
    page = {
        "@type": "MedicalWebPage",
        "name": "For backs",
        "isPartOf": {"@id": "https://a.test/#main"},
        "citation": ["https://doi.org/1"],
    }
    assert said(CLINIC, page) == []


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ({"@type": "Chiropractor"}, "The JSON-LD has the type `Chiropractor`, which is not of schema.org."),
        ({"@type": "MedicalWebPage", "aspect": "x"}, "The JSON-LD gives `MedicalWebPage` a `aspect`, which schema.org does not have there."),
        ({"@type": "WebPage", "name": "For knees"}, "The JSON-LD says `For knees` as `name`, which the page does not show."),
        ({"@type": "WebPage", "name": "back"}, "The JSON-LD says `back` as `name`, which the page does not show."),
        ({"@type": "MedicalClinic", "telephone": "+15125557001"}, "The JSON-LD has the phone number +15125557001, which the page does not offer."),
        ({"@type": "MedicalClinic", "address": {"@type": "PostalAddress", "streetAddress": "2 Road"}}, "The JSON-LD says `2 Road` as `streetAddress`, which the page does not show."),
        ({"@type": "Article", "author": {"@id": "https://a.test/#nobody"}}, "The JSON-LD names https://a.test/#nobody, which this page does not describe."),
        ({"@type": "Article", "datePublished": "5 May"}, "The JSON-LD has `5 May` as `datePublished`, which is not written as it must be."),
        ({"@type": "Article", "citation": ["https://doi.org/2"]}, "The JSON-LD cites https://doi.org/2, which the page does not."),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named(planted: dict[str, Any], expected: str) -> None:
    assert said(CLINIC, planted) == [expected]


def test_what_is_no_graph_is_named() -> None:
    assert [message for _, message, _ in faults("{", "", [])] == ["The JSON-LD of this page cannot be read."]


def test_nothing_deprecated_or_forbidden_is_known() -> None:
    names = set().union(*VOCABULARY.values())
    assert not names & {"aspect", "aggregateRating", "review", "serviceAudience", "isicV4"}
    assert not set(VOCABULARY) & {"FAQPage", "Review", "AggregateRating", "Physiotherapy"}


def published(text: str) -> dict[str, set[str]]:
    """Type -> its properties and those it inherits, without the deprecated ones, from schema.org's types for TypeScript."""
    own: dict[str, set[str]] = {}
    parents: dict[str, list[str]] = {}
    for name, above, body in re.findall(
        r"^(?:export )?interface (\w+?)(?: extends ([\w, <>]+))? \{\n(.*?)^\}", text, re.M | re.S
    ):
        parents[name] = above.split(", ") if above else []
        notes = re.findall(r'(/\*\*(?:(?!\*/).)*\*/)?\s*"(@?\w+)"\??:', body, re.S)
        own[name] = {term for note, term in notes if "@deprecated" not in note}

    def all_of(name: str) -> set[str]:
        return own.get(name, set()).union(*(all_of(each) for each in parents.get(name, [])))

    return {name.removesuffix("Leaf"): all_of(name) for name in own if name.endswith("Leaf")}


@pytest.fixture(scope="module")
def schema_org() -> dict[str, set[str]]:
    return published(
        (ROOT / "tests/browser/node_modules/schema-dts/dist/schema.d.ts").read_text(encoding="utf-8")
    )


def test_every_type_and_property_is_in_the_published_vocabulary(schema_org: dict[str, set[str]]) -> None:
    unknown = {kind: sorted(terms - schema_org.get(kind, set())) for kind, terms in VOCABULARY.items()}
    assert {kind: terms for kind, terms in unknown.items() if terms} == {}


def test_what_schema_org_has_given_up_counts_as_unknown(schema_org: dict[str, set[str]]) -> None:
    assert "aspect" not in schema_org["MedicalWebPage"]
    assert "lastReviewed" in schema_org["MedicalWebPage"]
    assert "Chiropractor" not in schema_org
