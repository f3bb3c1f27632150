"""In: a path of the site and its bytes. Out: the response headers it is sent with, in production as in `serve`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from plugins import policy

NO_FRAMES = "frame-ancestors 'none'"

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
# never on localhost: it would stick; and without includeSubDomains, which would lock people out of a neighbour's http
HSTS = {"Strict-Transport-Security": "max-age=63072000"}
# what every page may at most, and what no page can say of itself; the rest it carries: see plugins/policy.py
SITE_CSP = f"form-action 'self'; base-uri 'none'; {NO_FRAMES}"
SVG_CSP = f"default-src 'none'; style-src 'unsafe-inline'; {NO_FRAMES}"  # a drawing, opened by itself
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


def media_type(path: str) -> str:
    """The Content-Type of a file by its name."""
    if PurePosixPath(path).name == "feed.xml":
        return "application/atom+xml; charset=utf-8"
    return TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def cache_control(path: str) -> str:
    """For ever where the name carries a digest of the content; everything else is asked for again."""
    return FOREVER if HASHED.search(path) else REVALIDATE


def headers_for(path: str, body: bytes) -> dict[str, str]:
    """All headers of one file, but HSTS and Content-Length.

    A page that carries no policy, as in a preview, gets its own in the header.
    """
    found = {**sent_for(path), **HEADERS}
    if path.endswith(".html"):
        html = body.decode("utf-8", "replace")
        if policy.carried(html) is None:
            found["Content-Security-Policy"] = csp(html)
    return found


def sent_for(path: str) -> dict[str, str]:
    """The headers that in production the name of a file decides."""
    drawing = path.lower().endswith(".svg")
    return {
        "Content-Type": media_type(path),
        "Cache-Control": cache_control(path),
        "Content-Security-Policy": SVG_CSP if drawing else SITE_CSP,
    }


def csp(html: str) -> str:
    """The whole Content-Security-Policy of one page, for a header."""
    return f"{policy.of_page(html)}; {NO_FRAMES}"
