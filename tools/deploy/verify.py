"""In: a manifest and the address where its site should stand. Out: what a visitor would get that is not as it should be."""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from tools.deploy import hosts
from tools.deploy.manifest import Manifest
from tools.deploy.seen import OTHERS, Seen
from tools.deploy.web import Answer, Ask, Web
from tools.headers import HSTS
from tools.swap import MARK

LIMIT = 300.0  # seconds for all of them
MOVED = (301, 302, 307, 308)
NOT_FOUND = "404.html"
HOME = "index.html"
ENCODED = {".br": "br", ".gz": "gzip"}


@dataclass(frozen=True)
class Site:
    """What should stand where. moved: old addresses and where they lead, as in a Table. within: see Driver.SEEN_WITHIN."""

    address: str
    server: str
    manifest: Manifest
    moved: Mapping[str, str] = field(default_factory=dict)
    within: float = 0.0


def verify(
    site: Site, changed: Collection[str], gone: Collection[str] = (), others: int | None = OTHERS
) -> Seen:
    """Look at every changed path, at those that should be gone, at others by chance (None: at all), and at redirects."""
    start = time.monotonic()
    seen = Seen()
    with Web(site.address, start + site.within + LIMIT) as web:
        if _arrived(site, web, seen):
            look = _Look(site, web, seen)
            look.files(_chosen(site.manifest, changed, others))
            look.redirects()
            look.gone(gone)
            look.not_found()
    seen.seconds = time.monotonic() - start
    return seen


def of_folder(folder: Path, manifest: Manifest, gone: Collection[str] = ()) -> Seen:
    """Look at every file of a folder that nobody serves yet, and at those that should be gone."""
    start = time.monotonic()
    seen = Seen(what="files")
    for path, digest in manifest.all_files.items():
        seen.looked += 1
        try:
            there = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        except FileNotFoundError:
            seen.wrong.add(path)
            seen.add("Not there any more", str(folder / path))
        except OSError as error:
            seen.wrong.add(path)
            seen.add(f"Cannot be read ({error.strerror})", str(folder / path))
        else:
            if there != digest:
                seen.wrong.add(path)
                seen.add("Not the file that was put there", str(folder / path))
    for path in gone:
        if (folder / path).exists():
            seen.add("Still there, and should be gone", str(folder / path))
    seen.seconds = time.monotonic() - start
    return seen


def is_public(path: str) -> bool:
    """Whether a file of the tree has an address of its own; the others are read by the host itself."""
    if path.startswith(".well-known/"):
        return True
    return not (
        path.startswith("_") or path == "CNAME" or any(part.startswith(".") for part in path.split("/"))
    )


def address_of(path: str) -> str:
    """Where visitors ask for a file: the page of a folder by the folder's name."""
    return path.removesuffix(HOME) if path == HOME or path.endswith(f"/{HOME}") else path


def _chosen(manifest: Manifest, changed: Collection[str], others: int | None) -> list[str]:
    """others: None for everything, assets of older builds too: no deploy could send those again."""
    there = manifest.all_files if others is None else manifest.files
    everything = [path for path in there if is_public(path) and path != NOT_FOUND]
    always = [path for path in everything if path in changed]
    rest = [path for path in everything if path not in changed]
    if others is None or len(rest) <= others:
        return [*always, *rest]
    return [*always, *secrets.SystemRandom().sample(rest, others)]


def _arrived(site: Site, web: Web, seen: Seen) -> bool:
    """Wait until the site says that it is the build that it should be."""
    ends = time.monotonic() + site.within
    while True:
        answer = web.get(Ask(MARK))
        build = _build(answer)
        if build == site.manifest.build:
            return True
        if time.monotonic() > ends:
            break
        time.sleep(min(1.0, site.within / 10))
    seen.looked += 1
    if not answer.status:
        seen.add(f"Does not answer ({answer.error})", web.url(""))
    elif answer.status != 200:
        seen.add(f"Answers {answer.status}", web.url(MARK))
    elif build:
        seen.add(f"Still the build {build}, not {site.manifest.build}", web.url(MARK))
    else:
        seen.add("Not a site of ours", web.url(MARK))
    return False


def _build(answer: Answer) -> str:
    try:
        return str(json.loads(answer.body)["build"]) if answer.status == 200 else ""
    except (ValueError, KeyError, TypeError):
        return ""


class _Look:
    """One look: every method asks for some addresses and adds what it finds."""

    def __init__(self, site: Site, web: Web, seen: Seen):
        self.site = site
        self.web = web
        self.seen = seen
        self.files_there = site.manifest.all_files
        self.sends = hosts.sends_headers(site.server)
        self.base = urlsplit(site.address).path

    def files(self, paths: Iterable[str]) -> None:
        asks: dict[Ask, str] = {}
        for path in paths:
            whole, dot, ending = path.rpartition(".")
            encoding = ENCODED.get(dot + ending)
            if encoding and whole in self.files_there:
                asks[Ask(address_of(whole), encoding)] = whole
            else:
                asks[Ask(address_of(path))] = path
        for ask, answer in self.web.get_all(asks):
            self.seen.looked += 1
            self.file(ask, asks[ask], answer)

    def file(self, ask: Ask, path: str, answer: Answer) -> None:
        url = self.web.url(ask.path)
        if self.leads(ask, answer):
            return
        if answer.status != 200:
            self.seen.wrong.add(path)
            self.seen.add(
                f"Answers {answer.status} instead of 200"
                if answer.status
                else f"Does not answer ({answer.error})",
                url,
            )
            return
        body = _decoded(answer)
        if body is None or hashlib.sha256(body).hexdigest() != self.files_there[path]:
            self.seen.wrong |= {
                each for each in (path, f"{path}.br", f"{path}.gz") if each in self.files_there
            }
            self.seen.add("Not the file that was put there", url)
            return
        secure = self.sends and self.site.address.startswith("https:")
        for name, value in {
            **hosts.promised(self.site.server, path, body),
            **(HSTS if secure else {}),
        }.items():
            self.header(name, value, answer, url)

    def header(self, name: str, value: str, answer: Answer, url: str) -> None:
        sent = answer.headers.get(name.lower())
        if sent is None:
            self.seen.add(f"Sent without the header `{name}: {value}`", url)
        elif not self.sends and _same(sent).partition(";")[0] == _same(value).partition(";")[0]:
            return  # a host that nobody can tell more than the kind of file; pages name their letters themselves
        elif _same(sent) != _same(value):
            self.seen.add(f"Sent with the header `{name}: {sent}` instead of `{value}`", url)

    def redirects(self) -> None:
        asks = {Ask(old.removeprefix(f"{self.base}/")): new for old, new in self.site.moved.items()}
        for ask, answer in self.web.get_all(asks):
            self.seen.looked += 1
            page = f"{ask.path}{HOME}" if ask.path.endswith("/") or not ask.path else ask.path
            by_page = answer.status == 200 and page in self.files_there
            if not by_page and not self.leads(ask, answer):
                self.seen.add(f"Does not lead to {asks[ask]}", self.web.url(ask.path))

    def leads(self, ask: Ask, answer: Answer) -> bool:
        """Whether the answer sends people where the site says that this old address leads."""
        new = self.site.moved.get(f"{self.base}/{ask.path}")
        to = urlsplit(answer.headers.get("location", ""))
        ours = not to.netloc or to.netloc == urlsplit(self.site.address).netloc
        return answer.status in MOVED and new is not None and ours and to.path == urlsplit(new).path

    def gone(self, paths: Iterable[str]) -> None:
        asks = [Ask(address_of(path)) for path in paths if is_public(path)]
        for ask, answer in self.web.get_all(asks):
            self.seen.looked += 1
            if answer.status == 200:
                self.seen.add("Still there, and should be gone", self.web.url(ask.path))

    def not_found(self) -> None:
        ask = Ask(f"no-such-page-{secrets.token_hex(4)}/")
        answer = self.web.get(ask)
        self.seen.looked += 1
        if not answer.status:
            self.seen.add(f"Does not answer ({answer.error})", self.web.url(ask.path))
        elif answer.status != 404:
            what = f"Answers {answer.status} instead of 404, though there is no such page"
            self.seen.add(what, self.web.url(ask.path))
        elif self.sends and NOT_FOUND in self.files_there:
            body = _decoded(answer)
            if body is None or hashlib.sha256(body).hexdigest() != self.files_there[NOT_FOUND]:
                self.seen.add("Not our page for addresses that do not exist", self.web.url(ask.path))


def _decoded(answer: Answer) -> bytes | None:
    """The body as it was before compression; None when it cannot be read."""
    encoding = answer.headers.get("content-encoding", "identity")
    try:
        if encoding == "br":
            return bytes(brotli.decompress(answer.body))
        return gzip.decompress(answer.body) if encoding == "gzip" else answer.body
    except (brotli.error, OSError, EOFError, zlib.error):
        return None


def _same(value: str) -> str:
    """A header without what makes no difference in it."""
    return "".join(value.split()).lower().rstrip(";")
