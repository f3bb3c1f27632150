"""In: a Document and its Prose. Out: sources that cannot be found again, that nothing refers to, or that have something to sell.

A source stands in a footnote: `[^name]: Who. Title. Year. <address or DOI>`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from rules.problem import Problem, did_you_mean
from rules.prose import Block, Prose
from rules.sieve import Sieve
from rules.site import Document

POOR = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).values()
POOR_WORDS = [
    re.compile(rf"\b(?:{'|'.join(map(re.escape, poor['words']))})\b", re.IGNORECASE) for poor in POOR
]
SIEVE = Sieve([word.lower() for word in poor["words"]] for poor in POOR)
ADDRESS = re.compile(r"https?://[^\s<>]+|\bwww\.[^\s<>]+")
# A law is found by its number, a book by its ISBN.
OTHER_PLACE = re.compile(
    r"\b10\.\d{4,9}/\S+|\bISBN\b|\bPMID:? ?\d+|\bPMC\d+|\b\d+ (?:CFR|C\.F\.R\.|U\.?S\.?C\.?|TAC|KAR|Fed\. Reg\.) ",
    re.I,
)
YEAR = re.compile(r"(?<![\d:.,/-])(?:19|20)\d\d(?![\d-]|\.\d|/)")
LOOKED_UP = re.compile(
    r"\b(?:read|accessed|retrieved|seen|visited|viewed|checked|archived)\b[^.;,]{0,20}?(?:19|20)\d\d", re.I
)
JOURNAL_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:;|:\w|\.? ?$)")
NO_TITLE = re.compile(
    r"(?:as (?:reported|told)|in (?:dutch|german|french|spanish)|available|cited|pp?\.? ?\d|vol|pages?|read|accessed"
    r"|retrieved)\b",
    re.I,
)
SHAPE = "Write: `[^{}]: Who. Title. Year. <address or DOI>`."


def sources(document: Document, text: Prose) -> Iterator[Problem]:
    yield from _references(document, text)
    seen: set[str] = set()
    for block in text.blocks:
        if block.kind == "footnote":
            yield from _form(document, block, again=block.label in seen)
            yield from _quality(document, block)
            seen.add(block.label)


def _references(document: Document, text: Prose) -> Iterator[Problem]:
    """src.form: every reference has its source, and every source is used."""
    used: set[str] = set()
    for block in text.blocks:
        for offset, label in block.words.notes:
            if label not in text.footnotes and label not in used:
                line, column = block.at(offset)
                column = _column(document, line, label) or column
                near = (
                    did_you_mean(label, text.footnotes)
                    or f"Add at the end of the file: `[^{label}]: Who. Title. Year. <address>`."
                )
                yield document.problem(
                    "src.form", "E", line, f"There is no source `[^{label}]` in this file.", near, column
                )
            used.add(label)
    for label, block in text.footnotes.items():
        if label not in used:
            message = f"Nothing in the text refers to the source `[^{label}]`."
            hint = f"Put `[^{label}]` behind the words it stands for, or take it out."
            yield _problem(document, block, message, hint)


def _column(document: Document, line: int, label: str) -> int:
    lines = document.text.split("\n")
    return lines[line - 1].find(f"[^{label}]") + 1 if line <= len(lines) else 0


def _form(document: Document, block: Block, again: bool) -> Iterator[Problem]:
    """src.form: JAMA benchmarks, attribution."""
    if again:
        yield _problem(
            document,
            block,
            f"The source `[^{block.label}]` stands here twice.",
            "Give each source its own name.",
        )
    missing = list(_missing(block))
    if missing:
        what = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        yield _problem(
            document, block, f"The source `[^{block.label}]` does not say {what}.", SHAPE.format(block.label)
        )


def _missing(block: Block) -> Iterator[str]:
    bare = ADDRESS.sub(" ", block.text)
    named = [part for part in re.split(r"[.?!:;]\s+|\.$|[“”\"]", bare) if _names(part)]
    if len(named) < 2:
        named = [part for part in re.split(r"[.?!:;,]\s+|\.$|[“”\"]", bare) if _names(part)]
    if not named:
        yield "who wrote it"
    if len(named) < 2:
        yield "its title"
    if not re.search(r"(?:19|20)\d\d", re.sub(r"\b10\.\d{4,9}/\S+", " ", bare)):
        yield "its year (or the year you read it)"
    if not ADDRESS.search(block.source) and not OTHER_PLACE.search(block.text + " "):
        yield "where to find it"


def _names(part: str) -> bool:
    """Whether this part of a source is words: a name or a title, no year, page or remark."""
    words = part.strip(" .,;<>()*_-")
    return (
        bool(re.search(r"[^\W\d_]{2}", words))
        and not NO_TITLE.match(words)
        and not re.fullmatch(r"(?i)(?:doi|isbn|issn|pmid)[\W\d]*.*", words)
    )


def _quality(document: Document, block: Block) -> Iterator[Problem]:
    """src.quality: FTC, Health Products Compliance Guidance, 2022. Names of hosts and words are in rules/sources.toml."""
    addresses = [urlsplit(found.rstrip(".,)>")) for found in ADDRESS.findall(block.source)]
    words = ADDRESS.sub(" ", block.text)
    held = SIEVE.held(words.lower())
    for number, (poor, looks_poor) in enumerate(zip(POOR, POOR_WORDS, strict=True)):
        host = next(
            (
                host
                for host in map(_host, addresses)
                if host in poor["hosts"] or _above(host) in poor["hosts"]
            ),
            "",
        )
        host = host or next((_host(each) for each in addresses if _parts(each) & set(poor["paths"])), "")
        found = looks_poor.search(words) if held & 1 << SIEVE.first + number else None
        if host or found:
            yield _poor(document, block, poor["says"], host or (found[0] if found else ""))
            return


def _host(address: SplitResult) -> str:
    return address.netloc.lower().removeprefix("www.")


def _above(host: str) -> str:
    """wordpress.com for jo.wordpress.com."""
    return ".".join(host.split(".")[-2:])


def _parts(address: SplitResult) -> set[str]:
    """The first word of the host and each folder: shop.roller.example, /blog/."""
    return {_host(address).split(".")[0], *address.path.lower().split("/")}


def _poor(document: Document, block: Block, what: str, name: str) -> Problem:
    return document.problem(
        "src.quality", "W", block.line, f'The source `[^{block.label}]` looks like {what}: "{name}".',
        "Cite what it rests on: the study itself, a guideline, or a health agency.",
    )  # fmt: skip


def _problem(document: Document, block: Block, message: str, hint: str) -> Problem:
    return document.problem("src.form", "E", block.line, message, hint)


def newest(labels: Iterable[str], footnotes: Mapping[str, Block]) -> int:
    """The newest year that one of these sources came out; 0 when one of them does not say."""
    years = [published(footnotes[label].text) for label in labels if label in footnotes]
    return max(years) if years and all(years) else 0


def published(source: str) -> int:
    """The year a source came out, or 0. The year somebody read it is another."""
    text = LOOKED_UP.sub(" ", ADDRESS.sub(" ", source))
    journal = JOURNAL_YEAR.search(text)
    if journal:
        return int(journal[1])
    years = [int(year) for year in YEAR.findall(text)]
    return max(years, default=0)
