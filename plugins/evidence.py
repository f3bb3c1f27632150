"""In: the finished Documents. Out: every sourced statement of the site: its words, its sources, its strength, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from plugins import stages
from plugins.addresses import is_first
from plugins.cards import PROOF
from plugins.placeholders import fill_text
from rules.document import Backing
from rules.prose import PROSE, Block, Section, prose
from rules.site import Document, Shown, Site

LEVEL = re.compile(r"Proof:\s*(\w+)\W*(.*)", re.DOTALL)
ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")


@dataclass(frozen=True)
class Source:
    """text: the note without its address; url: the address, or ""."""

    number: int
    text: str
    url: str

    @property
    def shown(self) -> str:
        return re.sub(r"^https?://(www\.)?|/$", "", self.url)


@dataclass(frozen=True)
class Statement:
    """level: one of PROOF where the page gives a strength, else ""; strength: the same in words."""

    text: str
    sources: tuple[int, ...]
    level: str
    strength: str


@dataclass(frozen=True)
class Part:
    """The statements under one heading; anchor is its address on the page, "#risks", or ""."""

    title: str
    anchor: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Evidence:
    """All that one page says with a source."""

    parts: tuple[Part, ...]
    sources: tuple[Source, ...]

    @property
    def statements(self) -> int:
        return sum(len(part.statements) for part in self.parts)


class Backed(NamedTuple):
    """A page that says something with a source: its title, the address of what it says so, and how many such statements."""

    title: str
    url: str
    statements: int


def url(document: Document | Shown) -> str:
    """The address of the list of what a page says with a source."""
    return f"evidence/{document.url or 'home/'}"


def gather(site: Site) -> None:
    """Keep of every page how much of it is sourced."""
    for document in site.documents:
        found = document.evidence
        site.backing[document.name] = (
            Backing(found.statements, tuple(source.text for source in found.sources))
            if found
            else Backing(0, ())
        )


def index(site: Site) -> dict[str, Any]:
    """What the list of all pages with sources shows: the pages by topic, then conditions, services and the rest; figures."""
    backing = site.backing
    found = [page for page in site.pages if backing[page.name].statements and is_first(page, site)]
    sources = {text for page in found for text in backing[page.name].sources}
    statements = sum(backing[page.name].statements for page in found)
    return {"shelves": shelves(site, found, backing), "statements": statements, "sources": len(sources)}


def shelves(site: Site, found: list[Shown], backing: Mapping[str, Backing]) -> list[tuple[str, list[Backed]]]:
    """The pages by topic; then conditions, services and the rest; each by their titles."""
    nav: dict[str, str] = site.words["nav"]
    kinds = {"condition": nav["conditions"], "service": nav["services"], "article": nav["health"]}
    rest: str = site.words["evidence"]["rest"]
    names = [*(topic.name for topic in site.clinic.topics), *kinds.values(), rest]
    by_name: dict[str, list[Backed]] = {name: [] for name in names}
    for page in found:
        name = page.topic.name if page.topic else kinds.get(page.kind, rest)
        by_name[name].append(Backed(page.title, url(page), backing[page.name].statements))
    for pages in by_name.values():
        pages.sort(key=lambda each: (each.title.casefold(), each.url))
    return [(name, pages) for name, pages in by_name.items() if pages]


def of(document: Document, site: Site) -> Evidence | None:
    """What a page says with a source; None where that is nothing."""
    known = prose(document)
    numbers: dict[str, int] = {}
    parts = []
    for section in known.sections:
        statements = tuple(_statements(section, numbers, known.footnotes, site))
        if statements:
            line = section.heading.line if section.heading else 0
            id_ = next((heading.id for heading in document.headings if heading.line == line), "")
            first: str = site.words["evidence"]["first"]
            title = _filled(section.title, site) or first
            parts.append(Part(title, f"#{id_}" if id_ else "", statements))
    sources = tuple(_source(number, known.footnotes[label]) for label, number in numbers.items())
    return Evidence(tuple(parts), sources) if parts else None


def _statements(
    section: Section, numbers: dict[str, int], notes: dict[str, Block], site: Site
) -> Iterator[Statement]:
    for at, block in enumerate(section.blocks):
        if block.kind not in PROSE:
            continue
        for said, named in _said(block):
            labels = [label for label in dict.fromkeys(named) if label in notes]
            if labels:
                used = tuple(numbers.setdefault(label, len(numbers) + 1) for label in labels)
                text = _filled(_whole(said, block, section), site)
                yield Statement(text, used, *_strength(section.blocks[at + 1 :], block, site))


def _filled(text: str, site: Site) -> str:
    return fill_text(text, site.clinic, site.words) if "{{" in text else text


def _said(block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Its sentences with their notes; a finding, an item and a figure are one statement each, as their notes stand at the end."""
    if block.kind in ("definition", "item") or block.card == "fact":
        yield block.text, block.notes
    else:
        yield from ((sentence.text, sentence.notes) for sentence in block.sentences)


def _whole(text: str, block: Block, section: Section) -> str:
    """A statement that stands alone: with its list, with what introduces it, with the figure of its card."""
    if block.kind == "definition":
        return (
            f"{block.lead} {text}" if block.lead.endswith((".", "?", "!", ":")) else f"{block.lead}: {text}"
        )
    if text.endswith(":"):
        items = [
            each.text.rstrip(".")
            for each in section.blocks
            if each.kind == "item" and each.lead == block.text
        ]
        return f"{text} {'; '.join(items)}."
    if block.kind == "item" and block.lead.endswith(":") and text[:1].islower():
        return f"{block.lead} {text}"
    if block.card == "fact":
        figure = next(
            (each.text for each in section.blocks if each.kind == "caption" and each.card == "fact"), ""
        )
        return f"{figure} {text}".strip()
    return text


def _strength(following: tuple[Block, ...], block: Block, site: Site) -> tuple[str, str]:
    """From the line `Proof: weak -- one trial` below a finding."""
    if block.kind != "definition":
        return "", ""
    proof = next((each for each in following if each.kind in ("proof", "term")), None)
    found = LEVEL.match(proof.text) if proof and proof.kind == "proof" else None
    if not found or found[1].lower() not in PROOF:
        return "", ""
    level, label = found[1].lower(), found[2].strip()
    return level, label[:1].upper() + label[1:] or site.words["proof"][level]


def _source(number: int, note: Block) -> Source:
    address = ADDRESS.search(note.text)
    text = " ".join(ADDRESS.sub("", note.text).split())
    return Source(number, text, address[1] if address else "")


def register() -> None:
    stages.add(gather)
