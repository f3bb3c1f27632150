"""In: a Document as staff wrote it. Out: problems with everything that a reader's browser would fetch from another host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from rules.problem import Problem
from rules.site import Document, Site

FETCHED = re.compile(
    r"<(?P<tag>script|img|iframe|frame|link|video|audio|source|track|embed|object|form|input|image|use)\b[^>]*?"
    r"\b(?P<name>src|href|data|action|formaction|poster|srcset)\s*=\s*[\"']?\s*(?P<url>(?:https?:)?//[^\s\"'>]+)",
    re.IGNORECASE,
)
STYLED = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])(?P<url>(?:https?:)?//[^\s\"')]+)", re.IGNORECASE)
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
NAMES = {
    "script": "A script",
    "iframe": "A frame",
    "frame": "A frame",
    "form": "A form",
    "link": "A style or font",
    "img": "A picture",
}


def check(document: Document, site: Site) -> Iterator[Problem]:
    body = CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), document.body)
    for pattern in (FETCHED, STYLED):
        for found in pattern.finditer(body):
            tag = found.groupdict().get("tag", "link").lower()
            line = document.body_line + body.count("\n", 0, found.start())
            yield _problem(document, line, NAMES.get(tag, "Something"), found["url"])
    for picture in document.pictures:
        if (
            urlsplit(picture.target).netloc
            and f'"{picture.target}' not in body
            and f"'{picture.target}" not in body
        ):
            yield _problem(document, picture.line, "A picture", picture.target)


def _problem(document: Document, line: int, what: str, url: str) -> Problem:
    return document.problem(
        "privacy.remote",
        "E",
        line,
        f"{what} would be fetched from {urlsplit(url).netloc}, which then knows who reads this page.",
        "Put a copy into content/images, or write a plain link.",
    )
