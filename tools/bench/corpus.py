"""In: a number. Out: as many articles of some 500 words, the same ones every time, written for one of the three programs."""

from __future__ import annotations

import random
import re
import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

STOCK = Path(__file__).with_name("stock.toml")
MOST = 10_000  # as many titles as the stock has
STEP = 7_919  # shares no divisor with MOST: neighbours get titles that differ in all three parts
NEWEST = date(2025, 12, 31)
A_DAY = 10  # articles
SECTIONS, SENTENCES, ITEMS, NEAR = 5, 6, 4, (1, 3, 7)
LINK = re.compile(r"\]\(article:([a-z-]+)\)")
SYLLABLES = [consonant + vowel for consonant in "bdgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Article:
    """body is Markdown that all three read alike; a link to another article stands in it as `article:slug`."""

    title: str
    day: date
    summary: str
    topic: str
    body: str

    @property
    def slug(self) -> str:
        return _slug(self.title)


def articles(count: int) -> list[Article]:
    """The first so many articles, newest first; count is from 10 to MOST."""
    return [_article(number, count) for number in range(count)]


def write_ours(written: Sequence[Article], folder: Path, clinic: Path) -> None:
    """The articles beside all that the clinic's own content folder holds: its pages are part of every site of ours."""
    shutil.copytree(clinic, folder)
    for each in written:
        head = (
            f"Title: {each.title}\nDate: {each.day}\nSummary: {each.summary}\nCategory: {each.topic}\n"
            "Author: clinic\nKind: self-care\n"
        )
        _write(folder / "articles" / f"{each.slug}.md", head, _linked(each, "{}.md"))


def write_pelican(written: Sequence[Article], folder: Path) -> None:
    for each in written:
        head = (
            f"Title: {each.title}\nDate: {each.day}\nSummary: {each.summary}\nCategory: {each.topic}\n"
            f"Slug: {each.slug}\n"
        )
        _write(folder / f"{each.slug}.md", head, _linked(each, "{{filename}}{}.md"))


def write_hugo(written: Sequence[Article], folder: Path) -> None:
    for each in written:
        head = (
            f'---\ntitle: "{each.title}"\ndate: {each.day}\nsummary: "{each.summary}"\n'
            f'categories: ["{each.topic}"]\n---\n'
        )
        _write(folder / "health" / f"{each.slug}.md", head, _linked(each, "/health/{}/"))


def word(number: int) -> str:
    """A word that no article holds; another one for each number."""
    parts = []
    for _ in range(3):
        number, part = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "zo" + "".join(parts)


def with_word(text: str, new: str) -> str:
    """A file's text with one more word in a sentence near its middle."""
    head, gap, body = text.partition("\n\n")
    pieces = body.split("\n\n")
    middle = len(pieces) // 2
    prose = [number for number, piece in enumerate(pieces) if re.match(r"[A-Z][^|]*\.", piece)]
    nearest = min(prose, key=lambda number: abs(number - middle))
    pieces[nearest] = pieces[nearest].replace(".", f" {new}.", 1)
    return head + gap + "\n\n".join(pieces)


def with_title(text: str, title: str, new: str) -> str:
    """A file's text with one more word in its title."""
    return text.replace(title, f"{title} {new}", 1)


@cache
def _stock() -> dict[str, Any]:
    return tomllib.loads(STOCK.read_text(encoding="utf-8"))


def _title(number: int) -> str:
    titles = _stock()["titles"]
    rest = number * STEP % MOST
    parts = []
    for name in ("acts", "places", "times"):
        rest, at = divmod(rest, len(titles[name]))
        parts.append(titles[name][at])
    return " ".join(parts)


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def _article(number: int, count: int) -> Article:
    stock, title = _stock(), _title(number)
    chosen = partial(_chosen, random.Random(f"article {number}").random)  # noqa: S311 -- no secret
    topics = sorted({section["topic"] for section in stock["sections"]})
    topic = topics[number % len(topics)]
    own = [section for section in stock["sections"] if section["topic"] == topic]
    others = [section for section in stock["sections"] if section["topic"] != topic]
    sections = own + chosen(others, SECTIONS - len(own))
    sourced = stock["sourced"][number % len(stock["sourced"])]
    pieces = [" ".join(chosen(stock["openings"]["sentences"], 3))]
    for place, section in enumerate(sections):
        pieces += _section(section, chosen, numbered=place == 1, smaller=place == 2)
    if number % 4 == 0:
        pieces += ["## A plan for some days", _table(chosen(stock["tables"], 1)[0])]
    near = [_title((number + step) % count) for step in NEAR]
    pieces += ["## What is known", sourced["text"], "## Read on"]
    pieces += ["\n".join(f"- [{each}](article:{_slug(each)})" for each in near), sourced["note"]]
    summary = f"{title}. Some plain words for a plain day, to read in a few minutes."
    return Article(title, NEWEST - timedelta(days=number // A_DAY), summary, topic, "\n\n".join(pieces))


Chosen = Callable[[list[Any], int], list[Any]]


def _chosen(chance: Callable[[], float], stock: list[Any], count: int) -> list[Any]:
    """Of all of Python's chances only random() promises to stay the same from one version to the next."""
    return sorted(stock, key=lambda _: chance())[:count]


def _section(section: dict[str, Any], chosen: Chosen, numbered: bool, smaller: bool) -> list[str]:
    sentences = chosen(section["sentences"], SENTENCES)
    half = len(sentences) // 2
    items = chosen(section["items"], ITEMS)
    marks = [f"{number}." if numbered else "-" for number in range(1, ITEMS + 1)]
    first, second, rest = sentences[0].split(" ", 2)
    return [
        f"## {chosen(section['headings'], 1)[0]}",
        " ".join([f"**{first} {second}** {rest}", *sentences[1:half]]),
        "Some things that you may want:",
        "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True)),
        *(["### A little more"] if smaller else []),
        " ".join(sentences[half:]),
    ]


def _table(table: dict[str, Any]) -> str:
    rows = [table["head"], ["---"] * len(table["head"]), *table["rows"]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _linked(article: Article, address: str) -> str:
    return LINK.sub(lambda found: f"]({address.format(found[1])})", article.body)


def _write(file: Path, head: str, body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{head}\n{body}\n", encoding="utf-8", newline="\n")
