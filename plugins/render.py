"""In: pages with their templates. Out: their files, each with its CSS, receipt and policy, and what each asked and brings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from plugins import lanes, policy, receipts, styles
from plugins.stages import Page
from rules.site import Document, Site
from rules.view import Trace

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True)
class Task:
    """A page to render: its path in the output, and the Document that it shows, or the Page of a list."""

    template: Template
    path: str
    shows: Document | Page

    @property
    def key(self) -> str:
        """What the page is noted under: the name of the text it is about, or its path."""
        if isinstance(self.shows, Document):
            return self.shows.name
        return self.shows.document or self.path


def render(task: Task, site: Site) -> str:
    """The page, with everything it needs."""
    view, document = cast(Site, site.view), task.shows if isinstance(task.shows, Document) else None
    with site.view.noting(site.traces[task.key]):
        values = {"document": document} if document else cast(Page, task.shows).values(view)
        page = styles.inline(task.template.render(values), view)
        return policy.fill(receipts.sign(page, document, view))


def write_all(
    tasks: Sequence[Task], site: Site, folder: Path, known: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Render every page into folder. known: the digests of what stands there; the same bytes are not written again.

    Returns the SHA-256 of each by its path.
    """

    def work(some: Sequence[Task]) -> list[_Written]:
        return [_write(task, site, folder, known.get(task.path, "")) for task in some]

    digests = {}
    for task, written in zip(tasks, lanes.share(work, tasks), strict=True):
        digests[task.path] = written.digest
        trace = site.traces[task.key]
        trace.asked |= written.trace.asked
        trace.brings |= written.trace.brings
        site.assets.update(written.assets)
        site.copies.update(written.copies)
    return digests


@dataclass(frozen=True)
class _Written:
    """What one page left; assets and copies: those that came up with it."""

    digest: str
    trace: Trace
    assets: dict[str, bytes]
    copies: dict[str, Path]


def _write(task: Task, site: Site, folder: Path, known: str) -> _Written:
    known_assets, known_copies = site.assets.keys(), site.copies.keys()
    before = set(known_assets), set(known_copies)
    data = render(task, site).encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()
    if digest != known:
        _put(data, folder / task.path)
    return _Written(
        digest,
        site.traces[task.key],
        {address: site.assets[address] for address in known_assets - before[0]},
        {address: site.copies[address] for address in known_copies - before[1]},
    )


def _put(data: bytes, file: Path) -> None:
    """What stands there may be a link to the file of another tree, which must stay as it is."""
    new = file.with_name(f".{file.name}.new")
    file.parent.mkdir(parents=True, exist_ok=True)
    new.write_bytes(data)
    new.replace(file)


def brought(site: Site) -> list[str]:
    """What the pages at work need beside them: paths in the output."""
    return sorted({address for trace in site.traces.values() for address in trace.brings})


def write_rest(site: Site, folder: Path, addresses: Sequence[str]) -> dict[str, str]:
    """Write the assets and copies at these addresses into folder. Returns the SHA-256 of each."""
    digests = {}
    for address in addresses:
        data = site.assets[address] if address in site.assets else site.copies[address].read_bytes()
        _put(data, folder / address)
        digests[address] = hashlib.sha256(data).hexdigest()
    return digests
