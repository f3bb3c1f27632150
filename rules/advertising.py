"""In: a Document, and the state of the clinic. Out: offers and patients' stories that leave out what the law asks for.

Offers: Florida 456.062, Kentucky 201 KAR 21:065, Texas 22 TAC 77.1(c), Hawaii 16-76-57(c); one pack a state in states/.
Stories: 16 CFR 255 (endorsements) and 16 CFR 465 (reviews and testimonials).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rules.asserted import Said, plain
from rules.lexicon import HERE, either, table
from rules.problem import Problem
from rules.prose import prose
from rules.site import Document, Site
from rules.wording import Wording, Wordings

STRICT = "strict"
STORY_HINT = "Leave it out, or keep the person's written consent on file, say so here, and say what most people can expect."
FIRST_PERSON = re.compile(r"\b(?:I|my|me|I'm|I've)\b")

SIGNED = re.compile(
    r"^\W*\"[^\"]*\b(?:I|[Mm]y|me|I'm|I've|us)\b[^\"]*[^?\"]\"[,.!]? ?(?:-+|\u2013|\u2014|~|\(|says|said) ?[A-Z]"
)  # a quotation of several sentences and who said it


@dataclass(frozen=True)
class Pack:
    """What one state asks of an offer of free or cheaper care.

    included: say all that the offer includes. notice: the words of a notice, "" for none; exact: no others will do.
    xray: say that X-rays are taken only if medically necessary.
    """

    name: str
    included: bool
    notice: str
    exact: bool
    xray: bool


@cache
def packs(state: str) -> tuple[Pack, ...]:
    """What is in force in a state, named by its two letters. A state without a file of its own: all of them."""
    files = {file.stem: table(f"states/{file.name}") for file in sorted((HERE / "states").glob("*.toml"))}
    own = [name for name, each in files.items() if state and each.get("code") == state.upper()]
    return tuple(Pack(files[name]["name"], **files[name]["free"]) for name in own or files[STRICT]["of"])


@cache
def wordings() -> Wordings:
    """The tables [[offer]] and [[story]], each with the passes and exceptions that all of its kind share."""
    file = table("offers.toml")
    shared = {"offer": file["offers"], "story": file["stories"]}
    return Wordings(
        (f"{kind} {number}", Wording({**shared[kind], **each}))
        for kind in shared
        for number, each in enumerate(file[kind])
    )


@cache
def _says(kind: str, what: str) -> tuple[re.Pattern[str], ...]:
    return tuple(either([text]) for text in table("offers.toml")[kind][what])


def check(document: Document, site: Site) -> Iterator[Problem]:
    page = " ".join(plain(block.text) for block in prose(document).blocks if block.kind != "footnote")
    told = set()
    for each, said in wordings().found_in(document):
        for kind, problem in (("offer", _offer), ("story", _story)):
            spans = [span for name in said if name.startswith(kind) for span in said[name]]
            if spans:
                told.add(each.sentence)
                yield from problem(
                    document, site, each, min(spans, key=lambda span: (span[0], -span[1])), page
                )
    for block in prose(document).blocks:
        words = plain(block.text)
        quoted = (block.kind == "quote" and FIRST_PERSON.search(words)) or SIGNED.search(words)
        if quoted and not told & {*block.sentences}:
            sentence = block.sentences[0]
            first = Said(plain(sentence.text), 0, sentence, "")
            yield from _story(document, site, first, (0, len(first.text)), page)


def _offer(document: Document, site: Site, each: Said, span: tuple[int, int], page: str) -> Iterator[Problem]:
    missing = list(_missing(each.text, page, packs(site.clinic.law.state)))
    if missing:
        line, column = each.place(span[0])
        what = " and ".join(what for what, _ in missing)
        hint = " ".join(todo for _, todo in missing)
        words = _words(each, span)
        yield document.problem(
            "ad.free", "E", line, f'"{words}" is an offer, and the page lacks {what}.', hint, column
        )


def _missing(offer: str, page: str, state: tuple[Pack, ...]) -> Iterator[tuple[str, str]]:
    """What the states in force ask for and the page does not say, with what to write."""
    if any(pack.included for pack in state) and not _any("included", page):
        yield (
            "what it includes",
            'Say all that it includes: "The free exam includes ...", or leave the offer out.',
        )
    for pack in state:
        if pack.notice and not _noticed(pack, page):
            yield f"the notice of {pack.name}", f'Print: "{pack.notice}"'
    if any(pack.xray for pack in state) and _any("xray", offer) and not _any("necessary", page):
        yield "when X-rays are taken", 'Say that they are taken only if "medically necessary".'


def _noticed(pack: Pack, page: str) -> bool:
    if pack.exact:
        return pack.notice.rstrip(".") in " ".join(page.split())
    return all(each.search(page) for each in _says("offers", "loose"))


def _any(what: str, text: str) -> bool:
    return any(each.search(text) for each in _says("offers", what))


def _story(document: Document, site: Site, each: Said, span: tuple[int, int], page: str) -> Iterator[Problem]:
    missing = [
        say
        for what, say in (("consent", "that consent is on file"), ("typical", "what is typical"))
        if not any(pattern.search(page) for pattern in _says("stories", what))
    ]
    if missing:
        line, column = each.place(span[0])
        message = f'"{_words(each, span)}" lets a patient speak for the clinic, and the page does not say {" or ".join(missing)}.'
        yield document.problem("ad.testimonial", "E", line, message, STORY_HINT, column)


def _words(each: Said, span: tuple[int, int], most: int = 12) -> str:
    """The words that are meant; of a long quotation the first."""
    parts = each.text[max(span[0], each.lead) : span[1]].strip(' ,."').split()
    return " ".join(parts) if len(parts) <= most else " ".join(parts[:most]) + " ..."
