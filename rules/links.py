"""In: a Document with its links, and the Site. Out: where each link leads, and problems with those that lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rules.problem import Problem, did_you_mean
from rules.site import Document, Site

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
BARE = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
EMPTY_WORDS = {
    "click here",
    "here",
    "click",
    "this",
    "this page",
    "link",
    "this link",
    "read more",
    "more",
    "learn more",
    "page",
    "go",
}
OWN_LISTS = {"", "health/", "search/", "feed.xml"}


@dataclass(frozen=True)
class Resolved:
    """url: what stands in the page; file: a file of content/ that the link or picture names; error and hint: why it is broken."""

    url: str = ""
    file: str = ""
    error: str = ""
    hint: str = ""


def resolve(target: str, document: Document, site: Site) -> Resolved:
    """Where a link or a picture of a document leads."""
    target = re.sub(r"^\{(?:filename|static|attach)\}", "", unquote(target).strip())
    try:
        parts = urlsplit(target)
    except ValueError:
        return Resolved(error=f"`{target}` is no address.", hint="Check that it was copied whole.")
    if parts.scheme in ("http", "https", "mailto", "tel") or parts.netloc:
        return Resolved(target)
    if not parts.path:
        return (
            _to_part(document, parts.fragment, site, "")
            if parts.fragment
            else Resolved(
                error="This link leads nowhere.", hint="Name the file or the address it should lead to."
            )
        )
    path, own = parts.path, site.base if site.base != "/" else "/"
    if path.startswith(own) and not posixpath.splitext(path)[1]:
        return _to_address(path.removeprefix(own), parts.fragment, site)
    name = posixpath.normpath(
        path.lstrip("/") if path.startswith("/") else posixpath.join(document.folder, path)
    )
    if name.startswith(".."):
        return Resolved(
            error=f"`{target}` lies outside the content folder.",
            hint="Copy the file into it, and link to the copy.",
        )
    return _to_file(name, parts.fragment, document, site)


def _to_address(url: str, fragment: str, site: Site) -> Resolved:
    url = url if url.endswith("/") or not url else f"{url}/"
    found = site.at(url)
    if found:
        return _to_part(found, fragment, site, site.base + found.url)
    lists = (
        OWN_LISTS
        | {f"health/topics/{t.id}/" for t in site.clinic.topics}
        | {f"team/{p.id}/" for p in site.clinic.people}
    )
    if url in lists:
        return Resolved(site.base + url)
    known = [f"/{d.url}" for d in site.documents] + [f"/{each}" for each in lists]
    return Resolved(
        error=f"There is no page at `/{url}`.",
        hint=did_you_mean(f"/{url}", known) or "Link to its file, such as `../pages/costs.md`.",
    )


def _to_file(name: str, fragment: str, document: Document, site: Site) -> Resolved:
    found = next((d for d in site.documents if d.name == name), None)
    if found:
        return _to_part(found, fragment, site, "" if found is document else site.base + found.url)
    if name in site.files:
        return Resolved(file=name)
    known = {posixpath.basename(each): each for each in [*(d.name for d in site.documents), *site.files]}
    near = did_you_mean(posixpath.basename(name), known)
    hint = near
    if near:
        wanted = next((each for base, each in known.items() if f"`{base}`" in near), "")
        hint = f"Did you mean `{posixpath.relpath(wanted, document.folder or '.')}`?"
    held = "" if hint else "Check the name and the folder; a draft is not part of the public site."
    return Resolved(error=f"There is no file `{name}`.", hint=hint or held)


def _to_part(found: Document, fragment: str, site: Site, url: str) -> Resolved:
    if not fragment:
        return Resolved(url or site.base + found.url)
    parts = set(re.findall(r'\bid="([^"]+)"', found.html))
    if fragment in parts:
        return Resolved(f"{url}#{fragment}")
    named = [heading.id for heading in found.headings]
    return Resolved(
        error=f"{found.path} has no part `#{fragment}`.",
        hint=did_you_mean(fragment, named)
        or (f"It has: {', '.join(named)}." if named else "Leave the `#` part out."),
    )


def check(document: Document, site: Site) -> Iterator[Problem]:
    yield from _targets(document, site)
    yield from _texts(document, site)


def _targets(document: Document, site: Site) -> Iterator[Problem]:
    for link in document.links:
        found = resolve(link.target, document, site)
        if found.error:
            yield document.problem("link.internal", "E", link.line, found.error, found.hint)
    for picture in document.pictures:
        found = resolve(picture.target, document, site)
        if (
            not found.error
            and not found.file
            and not urlsplit(picture.target).scheme
            and not urlsplit(picture.target).netloc
        ):
            found = Resolved(
                error=f"`{picture.target}` is no picture.", hint="Name a file of content/images."
            )
        elif found.file and not found.file.lower().endswith(PICTURES):
            found = Resolved(error=f"`{picture.target}` is no picture.", hint="Save it as .jpg or .png.")
        if found.error:
            yield document.problem("link.internal", "E", picture.line, found.error, found.hint)


def _texts(document: Document, site: Site) -> Iterator[Problem]:
    places: dict[str, set[str]] = defaultdict(set)
    for link in document.links:
        text = " ".join(link.text.split())
        if link.in_footnote or urlsplit(link.target).scheme in ("tel", "mailto"):
            continue
        if text.lower().strip(" .!>»") in EMPTY_WORDS:
            yield document.problem(
                "link.text",
                "W",
                link.line,
                f'The words "{text}" do not say where this link leads.',
                "Name the page or the thing that people find there.",
            )
        elif BARE.fullmatch(text):
            yield document.problem(
                "link.text",
                "W",
                link.line,
                "A bare address is hard to read and to hear.",
                "Write words for it: `[what is there](address)`.",
            )
        found = resolve(link.target, document, site)
        place = found.url or found.file or link.target
        if text and places[text.lower()] - {place}:
            yield document.problem(
                "link.text",
                "W",
                link.line,
                f'"{text}" leads to two places on this page.',
                "Give each its own words.",
            )
        places[text.lower()].add(place)
