"""In: a finished page. Out: what it fetches and names, and what of it breaks a limit, whatever stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import brotli

from plugins import policy
from rules.problem import Severity
from tools import audit_schema

FIRST_TRIP = 14_600  # bytes: ten segments, what a server sends before the phone has answered (RFC 6928)
AIM = 7_400  # bytes beyond the bare text of <main>: the longest article with all that the theme can show stays below
OWN_SCRIPT = 1_024  # bytes
FILES = 16  # twelve pictures, the icon, the sheet for print, the QR code and one to spare
HOST = "https://site.invalid"  # what addresses are resolved against; it never leaves this module
RUNS = {"", "text/javascript", "application/javascript", "module"}
FETCHED = {"img": ("src", "srcset"), "source": ("src", "srcset"), "script": ("src",), "iframe": ("src",), "embed": ("src",),
           "object": ("data",), "video": ("src", "poster"), "audio": ("src",), "track": ("src",), "input": ("src",)}  # fmt: skip
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"}
CLEAN = "no-tracker"  # the id of what plugins/receipts.py says of a page that asks nobody else
Fault = tuple[str, Severity, str, str]  # rule, severity, what is wrong, what to do
NAMED = {"a": "href", "area": "href", "form": "action"}


@dataclass
class _Page(HTMLParser):
    """What one page fetches and names.

    files: what it asks for; blocking: what the first paint waits for; links: where it leads; words: its text without
    references; json_ld: its structured data; script: bytes of its own inline code; faults: (rule, what is wrong, what to do).
    """

    files: list[str] = field(default_factory=list)
    blocking: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    script: int = 0
    widened: bool = False
    leads_on: bool = False
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    _runs: bool = False
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        rel = set(has.get("rel", "").split())
        if "id" in has:
            self.ids.add(has["id"])
        self.leads_on = self.leads_on or has.get("http-equiv", "").lower() == "refresh"
        for name in FETCHED.get(tag, ()):
            whole = has.get(name, "")
            self.files += (
                [part.split()[0] for part in whole.split(",") if part.strip()]
                if name == "srcset"
                else [whole]
            )
        if tag == "link" and rel & FETCHING_LINKS:
            self.files.append(has.get("href", ""))
            if "stylesheet" in rel and has.get("media", "all") in ("all", "screen"):
                self.blocking.append(has.get("href", ""))
        if tag == "script" and "src" in has:
            self.widened = self.widened or "data-csp" in has
            if not {"defer", "async"} & set(has) and has.get("type") != "module":
                self.blocking.append(has["src"])
        if tag in NAMED and has.get(NAMED[tag]):
            self.links.append(has[NAMED[tag]])
        if tag == "img" and not ({"width", "height"} <= set(has)):
            source = has.get("src", "")
            self._fault(
                "page.size",
                f'<img src="{source}"> has no width and height, so the page jumps while it loads.',
                "Give both, in the template that shows it.",
            )
        for name, value in has.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self._fault("page.csp", f"<{tag} {name}=...> is refused by the page's own policy.",
                            "Say it with a class, or in a script of the theme.")  # fmt: skip
        if tag in ("script", "style", "title") or "note-ref" in has.get("class", ""):
            self._inside = has.get("type", "") or tag
        self._runs = tag == "script" and "src" not in has and has.get("type", "").strip().lower() in RUNS

    def handle_data(self, data: str) -> None:
        if self._runs:
            self.script += len(data.encode())
        elif self._inside == "application/ld+json":
            self.json_ld.append(data)
        elif not self._inside:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._runs = False
        if tag in ("script", "style", "title", "a"):
            self._inside = ""

    def _fault(self, rule: str, message: str, hint: str) -> None:
        self.faults.append((rule, message, hint))


class Seen(NamedTuple):
    """What one page says of itself. faults: what is wrong with it, whatever stands beside it; files: what it asks for, and leads:
    where it leads, each with the path that it means, and the part; ids: what others may lead to."""

    faults: tuple[Fault, ...]
    files: tuple[tuple[str, str], ...] = ()
    leads: tuple[tuple[str, str, str], ...] = ()
    ids: frozenset[str] = frozenset()


def weight(html: str, quality: int = 11) -> tuple[int, int]:
    """The bytes of a page as brotli sends it, and how many of them are more than the bare text of its <main>."""
    main = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)
    text = re.sub(r"<(style|script)\b.*?</\1>", "", main[1] if main else "", flags=re.DOTALL)
    bare = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    whole = len(brotli.compress(html.encode(), quality=quality))
    return whole, whole - len(brotli.compress(bare.encode(), quality=quality))


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    return page


def look(name: str, html: str, base: str, public: str) -> Seen:
    page = _read(html)
    csp: list[Fault] = [
        ("page.csp", "E", message, "Build again; if it stays, name the page to whoever looks after the code.")
        for message in policy.faults(html)
    ]
    if page.leads_on:
        return Seen(tuple(csp), ids=frozenset(page.ids))
    whereabouts = f"{HOST}{base}{name.removesuffix('index.html')}"
    shown = sorted({each for each in page.files if each})
    ours = [
        each
        for each in shown
        if not each.startswith("data:") and not (public and each.startswith(f"{public}/"))
    ]
    elsewhere = [
        each for each in ours if urlsplit(urljoin(whereabouts, each)).netloc != urlsplit(HOST).netloc
    ]
    files = tuple((each, _path(whereabouts, each, base)) for each in ours if each not in elsewhere)
    faults = (*csp, *_own(page, html, shown), *_others(page, elsewhere))
    return Seen(faults, files, tuple(_leads(page, whereabouts, base)), frozenset(page.ids))


def _own(page: _Page, html: str, shown: list[str]) -> Iterator[Fault]:
    """What a page is wrong in, whatever it shows."""
    for rule, message, hint in page.faults:
        yield rule, "E", message, hint
    for text in page.json_ld:
        for rule, message, hint in audit_schema.faults(text, " ".join(page.words), page.links):
            yield rule, "E", message, hint
    yield from _weighed(html)
    if page.blocking:
        yield ("page.requests", "E", f"The first paint waits for {', '.join(page.blocking)}.",
               "Put it into the page, or defer it.")  # fmt: skip
    if page.script > OWN_SCRIPT:
        yield (
            "page.script",
            "E",
            f"This page has {page.script:,} bytes of script.",
            f"Keep it under {OWN_SCRIPT:,}.",
        )
    scripts = [each for each in shown if urlsplit(each).path.endswith(".js")]
    if scripts and not page.widened:
        yield (
            "page.script",
            "E",
            f"This page loads {', '.join(scripts)}.",
            "Pages one reads do without script.",
        )
    asked = {urljoin(HOST, each) for each in shown if not re.search(r"-\d+\.[0-9a-f]{8}\.\w+$", each)}
    if len(asked) > FILES:
        yield ("page.requests", "E", f"This page asks for {len(asked)} files.",
               f"Show fewer pictures: {FILES} files at most.")  # fmt: skip


def _weighed(html: str) -> Iterator[Fault]:
    """Brotli 5 takes a thirtieth of the time of 11 and makes a tenth more: what keeps the limits with it keeps them."""
    for quality in (5, 11):
        whole, beyond = weight(html, quality)
        if whole <= FIRST_TRIP and beyond <= AIM:
            return
    if whole > FIRST_TRIP:
        yield ("page.weight", "E", f"This page weighs {whole:,} bytes; {FIRST_TRIP:,} arrive in the first round trip.",
               "Cut the text in two pages, or show fewer parts.")  # fmt: skip
    else:
        yield ("page.weight", "W", f"This page weighs {beyond:,} bytes more than its text.",
               f"Aim for {AIM:,}: use fewer kinds of cards, or a shorter list.")  # fmt: skip


def _others(page: _Page, elsewhere: list[str]) -> Iterator[Fault]:
    for target in elsewhere:
        yield ("page.other-host", "E", f"This page asks another host for {target}.",
               "Put a copy into the theme or the content.")  # fmt: skip
        if CLEAN in page.ids:
            yield ("page.receipt", "E", f"This page says that no tracker is on it, and asks another host for {target}.",
                   "Put a copy into the theme or the content; plugins/receipts.py should not have said it.")  # fmt: skip


def _leads(page: _Page, whereabouts: str, base: str) -> Iterator[tuple[str, str, str]]:
    """Where a page leads on this site: the target, the path of a file, and the part of a page."""
    for target in sorted(set(page.links)):
        parts = urlsplit(urljoin(whereabouts, target))
        if parts.netloc == urlsplit(HOST).netloc and urlsplit(target).scheme not in ("tel", "mailto"):
            path = _path(whereabouts, target, base)
            found = f"{path}index.html" if not path or path.endswith("/") else path
            yield target, found, unquote(urldefrag(target).fragment)


def _path(whereabouts: str, target: str, base: str) -> str:
    """The path inside the output that an address on a page means."""
    return unquote(urlsplit(urljoin(whereabouts, target)).path).removeprefix(base)
