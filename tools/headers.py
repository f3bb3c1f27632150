"""In: a path of the site and its bytes. Out: the response headers it is sent with, in production as in `serve`."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # which page on which illness somebody came from is nobody's business
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
            "microphone", "midi", "payment", "usb",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
HSTS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains"
}  # never on localhost: it would stick
SVG_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"  # a drawing, opened by itself
)
HASHED = re.compile(r"\.[0-9a-f]{8,}\.\w+$")
FOREVER, REVALIDATE = "public, max-age=31536000, immutable", "no-cache"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".pdf": "application/pdf",
    ".vcf": "text/vcard; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".wasm": "application/wasm",
}
RUNS = ("", "text/javascript", "application/javascript", "module", "importmap", "speculationrules")


def media_type(path: str) -> str:
    """The Content-Type of a file by its name."""
    if PurePosixPath(path).name == "feed.xml":
        return "application/atom+xml; charset=utf-8"
    return TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def cache_control(path: str) -> str:
    """For ever where the name carries a digest of the content; everything else is asked for again."""
    return FOREVER if HASHED.search(path) else REVALIDATE


def headers_for(path: str, body: bytes, connect: bool = False) -> dict[str, str]:
    """All headers of one file, but HSTS and Content-Length. connect: let the page's script ask its own host."""
    found = {"Content-Type": media_type(path), "Cache-Control": cache_control(path), **HEADERS}
    if found["Content-Type"].startswith("text/html"):
        found["Content-Security-Policy"] = csp(body.decode("utf-8", "replace"), connect)
    elif found["Content-Type"] == "image/svg+xml":
        found["Content-Security-Policy"] = SVG_CSP
    return found


def csp(html: str, connect: bool = False) -> str:
    """The Content-Security-Policy of one page: nothing, then what this page has, its inline parts by their hash.

    A script that compiles WebAssembly or asks its own host says so: <script data-csp="wasm connect">.
    """
    page = _Inline()
    page.feed(html.replace("\r\n", "\n"))
    page.close()
    sources = {
        "default-src": ["'none'"],
        "style-src": page.styles,
        "script-src": page.scripts,
        "img-src": ["'self'", *(["data:"] if page.data_images else [])],
        "connect-src": ["'self'"] if connect or page.connect else [],
        "manifest-src": ["'self'"] if page.manifest else [],
        "form-action": ["'self'"] if page.form else ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(
        f"{name} {' '.join(dict.fromkeys(values))}" for name, values in sources.items() if values
    )


class _Inline(HTMLParser):
    """Collects what of a page a policy has to name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.manifest = self.form = self.data_images = self.connect = False
        self._into: list[str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        rel = has.get("rel", "").split()
        self.form = self.form or tag == "form"
        self.manifest = self.manifest or "manifest" in rel
        shown = has.get("href" if "icon" in rel else "src", "")
        self.data_images = self.data_images or shown.startswith("data:")
        if tag == "link" and "stylesheet" in rel:
            self.styles.append("'self'")
        elif tag == "script" and "src" in has:
            needs = has.get("data-csp", "").split()
            self.scripts += ["'self'", *(["'wasm-unsafe-eval'"] if "wasm" in needs else [])]
            self.connect = self.connect or "connect" in needs
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
