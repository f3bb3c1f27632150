"""In: nothing. Out: what every source format offers to the command, and how links of an old site find the new drafts."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tools.importing.old_text import Left, OldText


@dataclass(frozen=True)
class Entry:
    """What is known of a text before it is read: enough to name its draft. wanted: a title or slug to name it by."""

    key: str
    kind: str
    wanted: str
    addresses: tuple[str, ...] = ()


@dataclass
class Links:
    """drafts: old address (a path) -> the draft inside content/. hosts: those of the old site."""

    drafts: dict[str, str] = field(default_factory=dict)
    hosts: Collection[str] = ()

    def from_draft(self, name: str, old: OldText) -> Callable[[str], str]:
        """A function that turns an address in the draft called name into where it leads now."""

        def link(address: str) -> str:
            parts = urlsplit(address)
            if parts.scheme in ("mailto", "tel") or (parts.netloc and parts.netloc.lower() not in self.hosts):
                return address
            found = self.drafts.get(old_path(parts.path)) or self.drafts.get(f"/?{parts.query}")
            if found:
                old.leave(parts.fragment, f"the place in the page {found} that a link led to")
                return posixpath.relpath(found, posixpath.dirname(name) or ".")
            old.asked.append(
                f"A link leads to {address} of the old site, which was not brought in. Where should it lead now?"
            )
            return address

        return link


class Source(Protocol):
    """A file or folder with old texts. folders: where its pictures may lie. left: what it holds beside texts."""

    left: list[Left]

    @property
    def folders(self) -> Sequence[Path]: ...

    def entries(self) -> list[Entry]:
        """All texts, unread; empty for a source of one text, which is named when it is read."""

    def texts(self, wanted: Collection[str], names: dict[str, str], links: Links) -> Iterator[OldText]:
        """The texts with these keys, one after the other; names says where each draft will be."""


def old_path(path: str) -> str:
    """An address without host, the same for both ways to write it: /a/b, /a/b/ and /a/b/index.html."""
    path = unquote(path)
    path = path.removesuffix("index.html").removesuffix("index.php")
    return "/" + path.strip("/") + ("/" if path.strip("/") and "." not in path.rpartition("/")[2] else "")
