"""In: a Document, and the state of the clinic. Out: offers and patients' stories that leave out what the law asks for.

Offers: Florida 456.062, Kentucky 201 KAR 21:065, Texas 22 TAC 77.1(c), Hawaii 16-76-57(c); one pack a state in states/.
Stories: 16 CFR 255 (endorsements) and 16 CFR 465 (reviews and testimonials).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rules.asserted import Said, denied, plain
from rules.claims import sayings
from rules.lexicon import HERE, patterns, table
from rules.problem import Problem
from rules.prose import prose
from rules.site import Document, Site

STRICT = "strict"
STORY_HINT = "Leave it out, or keep the person's written consent on file, say so here, and say what most people can expect."
FIRST_PERSON = re.compile(r"\b(?:I|my|me|I'm|I've)\b")


@dataclass(frozen=True)
class Pack:
    """What one state asks of an offer of free or cheaper care. notice: its words, "" for none; exact: no others will do."""

    name: str
    included: bool
    notice: str
    exact: bool
    xray: bool


@dataclass(frozen=True)
class Words:
    """One table of offers.toml, its patterns ready for use."""

    stems: tuple[str, ...]
    patterns: dict[str, tuple[re.Pattern[str], ...]]

    def any(self, name: str, text: str) -> bool:
        return any(each.search(text) for each in self.patterns[name])

    def all(self, name: str, text: str) -> bool:
        return all(each.search(text) for each in self.patterns[name])


@cache
def words(name: str) -> Words:
    """The table "free" or "testimonial"."""
    keys = table("offers.toml")[name]
    return Words(tuple(keys.pop("stems")), {key: patterns(texts) for key, texts in keys.items()})


@cache
def packs(state: str) -> tuple[Pack, ...]:
    """What is in force in a state, named by its two letters. A state without a file of its own: all of them."""
    files = {file.stem: table(f"states/{file.name}") for file in sorted((HERE / "states").glob("*.toml"))}
    own = [name for name, each in files.items() if state and each.get("code") == state.upper()]
    return tuple(Pack(files[name]["name"], **files[name]["free"]) for name in own or files[STRICT]["of"])


def check(document: Document, site: Site) -> Iterator[Problem]:
    page = "\n".join(plain(block.text) for block in prose(document).blocks if block.kind != "footnote")
    for each in sayings(document):
        yield from _offers(document, each, page, packs(site.clinic.law.state))
        yield from _stories(document, each, page)


def _offers(document: Document, each: Said, page: str, state: Iterable[Pack]) -> Iterator[Problem]:
    free = words("free")
    for start, end in _hits(free, each):
        missing = list(_missing(each.text[start:end] + each.text, page, state))
        if missing:
            offer = each.text[max(start, each.lead) : end].strip(" ,.")
            line, column = each.place(start)
            what = " and ".join(what for what, _ in missing)
            hint = " ".join(dict.fromkeys(todo for _, todo in missing))
            yield document.problem(
                "ad.free", "E", line, f'"{offer}" is an offer, and the page lacks {what}.', hint, column
            )
        return


def _missing(offer: str, page: str, state: Iterable[Pack]) -> Iterator[tuple[str, str]]:
    """What the states in force ask for and the page does not say, with what to write."""
    free = words("free")
    if any(pack.included for pack in state) and not free.any("included", page):
        yield (
            "what it includes",
            'Say all that it includes: "The free exam includes ...", or leave the offer out.',
        )
    for pack in state:
        if pack.notice and not _noticed(pack, page):
            yield f"the notice of {pack.name}", f'Print: "{pack.notice}"'
    if any(pack.xray for pack in state) and free.any("xray", offer) and not free.any("necessary", page):
        yield "when X-rays are taken", 'Say that they are taken only if "medically necessary".'


def _noticed(pack: Pack, page: str) -> bool:
    text = " ".join(page.split())
    return pack.notice.rstrip(".") in text if pack.exact else words("free").all("loose", text)


def _stories(document: Document, each: Said, page: str) -> Iterator[Problem]:
    stories = words("testimonial")
    missing = [
        what
        for name, what in (("consent", "that consent is on file"), ("typical", "what is typical"))
        if not stories.any(name, page)
    ]
    if not missing:
        return
    quote = each.sentence.block.kind == "quote" and FIRST_PERSON.search(each.text)
    for start, end in [(0, len(each.text))] if quote else _hits(stories, each):
        line, column = each.place(start)
        told = _short(each.text[max(start, each.lead) : end].strip(' ,."'))
        yield document.problem(
            "ad.testimonial",
            "E",
            line,
            f'"{told}" lets a patient speak for the clinic, and the page does not say {" or ".join(missing)}.',
            STORY_HINT,
            column,
        )
        return


def _hits(table: Words, each: Said) -> Iterator[tuple[int, int]]:
    """Where the sentence offers or tells something, first to last."""
    lower = each.text.lower()
    if not any(stem in lower for stem in table.stems):
        return
    spans = sorted(hit.span() for find in table.patterns["finds"] for hit in find.finditer(each.text))
    spans = [span for span in spans if span[1] > each.lead]
    if not spans or table.any("unless", each.text):
        return
    passed = [hit.span() for good in table.patterns["passes"] for hit in good.finditer(each.text)]
    for start, end in spans:
        if not any(begin < end and start < finish for begin, finish in passed) and not denied(
            each, start, end
        ):
            yield start, end


def _short(text: str, most: int = 12) -> str:
    """The first words of a long quotation."""
    parts = text.split()
    return text if len(parts) <= most else " ".join(parts[:most]) + " ..."
