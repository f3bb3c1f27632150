"""In: Documents whose links point at files. Out: links that point at addresses, and the linked files among the assets."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from plugins import assets, stages
from plugins.markup import ANCHOR, OF_NOTE, attributes, tag
from rules.site import Document, Site
from rules.targets import resolve


def rewrite(document: Document, site: Site) -> None:
    """Point every link at its address. A broken one becomes plain text: rules/links.py says what is wrong with it."""
    document.html = rewritten(document, site)


def rewritten(document: Document, site: Site) -> str:
    """The HTML of one document with its links pointed at addresses."""

    def anchor(match: re.Match[str]) -> str:
        if OF_NOTE.search(match["attributes"]):
            return match[0]
        values = attributes(match["attributes"])
        target = values.get("href", "")
        if not target:
            return match[0]
        found = resolve(target, document, site)
        if found.error:
            return match["text"]
        values["href"] = _file_address(found.file, site) if found.file else found.url
        return f"{tag('a', values)}{match['text']}</a>"

    return ANCHOR.sub(anchor, document.html)


def _file_address(name: str, site: Site) -> str:
    """Put a file of content/ among the assets; its address carries its digest, so it can be kept for a year."""
    file = site.file(name)
    assert file is not None  # noqa: S101  it was found there
    data = file.read_bytes()
    path = PurePosixPath(name)
    address = f"files/{path.stem}.{hashlib.sha256(data).hexdigest()[:8]}{path.suffix.lower()}"
    return assets.keep(site, address, data)


def register() -> None:
    stages.add_each(rewrite)
