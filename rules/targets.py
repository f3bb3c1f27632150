"""In: what a link or a picture names, and the Document it stands in. Out: where it leads, or why it leads nowhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from rules.problem import did_you_mean
from rules.site import Document, Site

REMOTE = ("http", "https", "mailto", "tel")


@dataclass(frozen=True)
class Resolved:
    """url: what stands in the page; file: a file of content/ that is named; error and hint: why it is broken."""

    url: str = ""
    file: str = ""
    error: str = ""
    hint: str = ""


def resolve(target: str, document: Document, site: Site) -> Resolved:
    """Where a link or a picture of a document leads."""
    known = _taken_apart(target)
    if isinstance(known, Resolved):
        return known
    target, path, part = known
    if not path:
        return _part(document.name, document.path, part, site, "")
    if _leaves(path, document):
        hint = "Copy the file into it, and link to the copy."
        return Resolved(error=f"`{target}` lies outside the content folder.", hint=hint)
    if path.startswith(site.base) and not posixpath.splitext(path)[1]:
        return _address(path.removeprefix(site.base), part, site)
    return _file(_name(path, document), part, document, site)


@lru_cache(maxsize=20_000)
def _taken_apart(target: str) -> Resolved | tuple[str, str, str]:
    """Where it leads, when that is the same on every page; else the target, its path and its part."""
    target = re.sub(r"^\{(?:filename|static|attach)\}", "", unquote(target).strip())
    try:
        parts = urlsplit(target)
    except ValueError:
        return Resolved(error=f"`{target}` is no address.", hint="Check that it was copied whole.")
    path, part = parts.path, parts.fragment
    if parts.scheme in REMOTE or parts.netloc:
        return Resolved(target)
    if not path and not part:
        return Resolved(
            error="This link leads nowhere.", hint="Name the file or the address that it should lead to."
        )
    return target, path, part


def _name(path: str, document: Document) -> str:
    """The path inside content/: from its root with a slash at the start, else from the document's folder."""
    return posixpath.normpath(
        path.lstrip("/") if path.startswith("/") else posixpath.join(document.folder, path)
    )


def _leaves(path: str, document: Document) -> bool:
    return _name(path, document).split("/")[0] == ".."


def _address(path: str, part: str, site: Site) -> Resolved:
    url = path if path.endswith("/") or not path else f"{path}/"
    found = site.at(url)
    if found:
        return _part(found.name, found.path, part, site, site.base + found.url)
    lists = site.listings | {""}
    if url in lists:
        return Resolved(site.base + url)
    near = did_you_mean(f"/{url}", [f"/{each}" for each in lists | site.urls])
    return Resolved(
        error=f"There is no page at `/{url}`.", hint=near or "Link to its file, such as `../pages/costs.md`."
    )


def _file(name: str, part: str, document: Document, site: Site) -> Resolved:
    found = site.named(name)
    if found:
        here = name == document.name and part
        return _part(name, found.path, part, site, "" if here else site.base + found.url)
    if site.file(name):
        return Resolved(file=name)
    stem, suffix = posixpath.splitext(posixpath.basename(name))
    known = {
        posixpath.splitext(posixpath.basename(each))[0]: each for each in site.names if each.endswith(suffix)
    }
    near = re.search(r"`(.+)`", did_you_mean(stem, known))
    if near:
        hint = f"Did you mean `{posixpath.relpath(known[near[1]], document.folder or '.')}`?"
    else:
        hint = "Check the name and the folder; a draft is not part of the public site."
    return Resolved(error=f"There is no file `{name}`.", hint=hint)


def _part(name: str, path: str, part: str, site: Site, url: str) -> Resolved:
    """A part of a page, of which url is the address, or "" when the link stands in the page itself."""
    if not part:
        return Resolved(url)
    anchors = site.anchors_of(name)
    if part in anchors.ids:
        return Resolved(f"{url}#{part}")
    near = did_you_mean(part, anchors.headings) or (
        f"It has: {', '.join(anchors.headings)}." if anchors.headings else "Leave the `#` part out."
    )
    return Resolved(error=f"{path} has no part `#{part}`.", hint=near)
