"""In: a finished page. Out: its Content-Security-Policy: nothing, then what this page has, its inline parts by their hash.

In production a page carries its policy itself, so that both are of one piece on every host and at every moment of a deploy.
"""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

from plugins.tags import feed, wanted

META = '<meta http-equiv="Content-Security-Policy" content="{}">'
SLOT = META.format("/*policy*/")
TAGS = wanted("meta", "link", "body", "form")
RUNS = ("", "text/javascript", "application/javascript", "module", "importmap", "speculationrules")


def fill(page: str) -> str:
    """Put its policy into a page that has the slot for one."""
    return page.replace(SLOT, META.format(of_page(page)), 1) if SLOT in page else page


def of_page(html: str) -> str:
    """The policy of a page, as far as a page can say it of itself. A script that compiles WebAssembly says so: data-csp="wasm".

    Any page may ask its own host: checkers such as Lighthouse read robots.txt from within the page.
    """
    page = _read(html)
    sources = {
        "default-src": ["'none'"],
        "style-src": page.styles,
        "script-src": page.scripts,
        "img-src": ["'self'", *(["data:"] if page.data_images else [])],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"] if page.manifest else [],
        "form-action": ["'self'"] if page.form else ["'none'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(
        f"{name} {' '.join(dict.fromkeys(values))}" for name, values in sources.items() if values
    )


def carried(html: str) -> str | None:
    """The policy that a page carries itself, or None. Browsers take one from the head alone."""
    return _read(html.partition("<body")[0]).policy


def faults(html: str) -> list[str]:
    """What is wrong with the policy that a page carries, each a whole sentence; nothing when it is the one it needs."""
    page = _read(html)
    if page.policy is None:
        return ["This page carries no policy of its own."]
    has, needs = _sources(page.policy), _sources(of_page(html))
    found = [f"This page's own policy does not allow what the page has: {each}." for each in needs - has]
    found += [f"This page's own policy allows what the page does not have: {each}." for each in has - needs]
    if page.too_late:
        found.append("This page's own policy stands after what it is about.")
    return sorted(found)


def _sources(policy: str) -> set[str]:
    """{"style-src 'self'", ...}: every source with its directive."""
    parts = [part.split() for part in policy.split(";") if part.split()]
    return {f"{name} {source}" for name, *sources in parts for source in sources}


def _read(html: str) -> _Page:
    page, text = _Page(), html.replace("\r\n", "\n")
    if 'src="data:' in text or text.count(' rel="') != text.count('<link rel="'):  # on any other tag
        page.feed(text)
        page.close()
    else:
        feed(page, text, TAGS)
    return page


class _Page(HTMLParser):
    """Collects what of a page a policy has to name, and the policy it carries."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.manifest = self.form = self.data_images = False
        self.policy: str | None = None
        self.too_late = False
        self._began = False
        self._into: list[str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        rel = has.get("rel", "").split()
        if tag == "meta" and has.get("http-equiv", "").lower() == "content-security-policy":
            self.policy, self.too_late = has.get("content", ""), self._began
        self._began = self._began or tag in ("style", "script", "link", "body")
        self.form = self.form or tag == "form"
        self.manifest = self.manifest or "manifest" in rel
        shown = has.get("href" if "icon" in rel else "src", "")
        self.data_images = self.data_images or shown.startswith("data:")
        if tag == "link" and "stylesheet" in rel:
            self.styles.append("'self'")
        elif tag == "script" and "src" in has:
            needs = has.get("data-csp", "").split()
            self.scripts += ["'self'", *(["'wasm-unsafe-eval'"] if "wasm" in needs else [])]
        elif tag == "style" or (tag == "script" and has.get("type", "").strip().lower() in RUNS):
            self._into, self._text = (self.styles if tag == "style" else self.scripts), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._into is not None and tag in ("style", "script"):
            digest = hashlib.sha256(self._text.encode()).digest()
            self._into.append(f"'sha256-{base64.b64encode(digest).decode()}'")
            self.data_images = self.data_images or (tag == "style" and "data:image/" in self._text)
            self._into = None
