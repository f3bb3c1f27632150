"""In: a finished site in its folder. Out: problems with pages that are too heavy, miss a file or break their own policy.

It looks at what will be served, not at what the stages meant to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import brotli

from plugins import policy
from rules.problem import Problem, Severity
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


def audit(output: Path, base: str = "/", public: str = "") -> list[Problem]:
    """Every limit a page breaks. base: where the site lies on its host; public: its own address, "https://clinic.example".

    Rules: page.weight, page.requests, page.script, page.other-host, page.receipt, page.size, page.link, page.csp, page.schema.
    All are E, but for page.weight of a page that still fits the first round trip.
    """
    pages = {file.relative_to(output).as_posix(): _read(file) for file in sorted(output.rglob("*.html"))}
    return sorted({problem for name in pages for problem in _page(name, pages, output, base, public)})


def weight(html: str) -> tuple[int, int]:
    """The bytes of a page as brotli 11 sends it, and how many of them are more than the bare text of its <main>."""
    main = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)
    text = re.sub(r"<(style|script)\b.*?</\1>", "", main[1] if main else "", flags=re.DOTALL)
    bare = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    whole = len(brotli.compress(html.encode(), quality=11))
    return whole, whole - len(brotli.compress(bare.encode(), quality=11))


def _read(file: Path) -> _Page:
    page = _Page()
    page.feed(file.read_text(encoding="utf-8"))
    page.close()
    return page


def _page(name: str, pages: dict[str, _Page], output: Path, base: str, public: str) -> Iterator[Problem]:
    page, shown = pages[name], f"{output.name.removesuffix('.new')}/{name}"
    html = (output / name).read_text(encoding="utf-8")

    def problem(rule: str, message: str, hint: str, severity: Severity = "E") -> Problem:
        return Problem(shown, 0, 0, rule, severity, message, hint)

    for message in policy.faults(html):
        yield problem(
            "page.csp", message, "Build again; if it stays, name the page to whoever looks after the code."
        )
    if page.leads_on:
        return
    for fault in page.faults:
        yield problem(*fault)
    for text in page.json_ld:
        for fault in audit_schema.faults(text, " ".join(page.words), page.links):
            yield problem(*fault)
    whole, beyond = weight(html)
    if whole > FIRST_TRIP:
        yield problem("page.weight", f"This page weighs {whole:,} bytes; {FIRST_TRIP:,} arrive in the first round trip.",
                      "Cut the text in two pages, or show fewer parts.")  # fmt: skip
    elif beyond > AIM:
        yield problem("page.weight", f"This page weighs {beyond:,} bytes more than its text.",
                      f"Aim for {AIM:,}: use fewer kinds of cards, or a shorter list.", "W")  # fmt: skip
    if page.blocking:
        yield problem(
            "page.requests",
            f"The first paint waits for {', '.join(page.blocking)}.",
            "Put it into the page, or defer it.",
        )
    shown_files = {each for each in page.files if each}
    if page.script > OWN_SCRIPT:
        yield problem(
            "page.script", f"This page has {page.script:,} bytes of script.", f"Keep it under {OWN_SCRIPT:,}."
        )
    scripts = [each for each in shown_files if urlsplit(each).path.endswith(".js")]
    if scripts and not page.widened:
        yield problem(
            "page.script",
            f"This page loads {', '.join(sorted(scripts))}.",
            "Pages one reads do without script.",
        )
    asked = {urljoin(HOST, each) for each in shown_files if not re.search(r"-\d+\.[0-9a-f]{8}\.\w+$", each)}
    if len(asked) > FILES:
        yield problem(
            "page.requests",
            f"This page asks for {len(asked)} files.",
            f"Show fewer pictures: {FILES} files at most.",
        )
    whereabouts = f"{HOST}{base}{name.removesuffix('index.html')}"
    for target in sorted(shown_files):
        if target.startswith("data:") or (public and target.startswith(f"{public}/")):
            continue
        if urlsplit(urljoin(whereabouts, target)).netloc != urlsplit(HOST).netloc:
            yield problem(
                "page.other-host",
                f"This page asks another host for {target}.",
                "Put a copy into the theme or the content.",
            )
            if CLEAN in page.ids:
                yield problem(
                    "page.receipt",
                    f"This page says that no tracker is on it, and asks another host for {target}.",
                    "Put a copy into the theme or the content; plugins/receipts.py should not have said it.",
                )
        elif not (output / _path(whereabouts, target, base)).is_file():
            yield problem(
                "page.link",
                f"This page shows `{target}`, which is not there.",
                "Build again; if it stays, name the page to whoever looks after the code.",
            )
    for target in sorted(set(page.links)):
        if urlsplit(urljoin(whereabouts, target)).netloc != urlsplit(HOST).netloc or urlsplit(
            target
        ).scheme in ("tel", "mailto"):
            continue
        path = _path(whereabouts, target, base)
        found = f"{path}index.html" if not path or path.endswith("/") else path
        part = unquote(urldefrag(target).fragment)
        if not (output / found).is_file():
            yield problem(
                "page.link",
                f"This page leads to `{target}`, which is not there.",
                "Mend the link, or add the page.",
            )
        elif part and found in pages and part not in pages[found].ids:
            yield problem(
                "page.link",
                f"This page leads to `{target}`, but that page has no part of this name.",
                "Mend the link.",
            )


def _path(whereabouts: str, target: str, base: str) -> str:
    """The path inside the output that an address on a page means."""
    return unquote(urlsplit(urljoin(whereabouts, target)).path).removeprefix(base)
