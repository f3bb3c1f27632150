"""In: a finished site and its address. Out: the Table that servers and services tell every kind of host, in its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

from tools.headers import HEADERS, HSTS, SITE_CSP

REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')
HEAD = 4_096  # bytes in which a page says that it only leads on


@dataclass(frozen=True)
class Table:
    """What a host is to do.

    address: where visitors see the site, no slash at its end; "" where nobody does. moved: old address -> new, both from
    the root of the host, the new one ready for a Location header.
    """

    address: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """What stands before every path: "/" unless the site lives in a folder of its host."""
        return f"{urlsplit(self.address).path.rstrip('/')}/"

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or "clinic.example"

    @property
    def everywhere(self) -> dict[str, str]:
        """The headers that are the same on every answer, drawings' own policy apart.

        Strict-Transport-Security is among them on plain http too: browsers pass over it there, and behind a proxy that
        ends https a server cannot know what visitors see.
        """
        return {**HEADERS, **HSTS, "Content-Security-Policy": SITE_CSP}


def read(output: Path, address: str) -> Table:
    """The Table of a finished site: its pages that only lead on are its redirects."""
    table = Table(address)
    found = {}
    for file in sorted(output.rglob("*.html")):
        with file.open("rb") as opened:
            head = opened.read(HEAD).decode("utf-8", "replace")
        if leads := REFRESH.search(head):
            old = file.relative_to(output).as_posix().removesuffix("index.html")
            found[table.base + old] = quote(unescape(leads[1]), safe="/#%~")
    return Table(address, found)
