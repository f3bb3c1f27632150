"""In: two folders. Out: one of them as a host without a swap, whose line breaks when a test says so; and small sites for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.tools.deploy.trees import make_tree
from tools.deploy.driver import HostError, Say
from tools.deploy.manifest import is_asset, parse
from tools.deploy.phased import Phased
from tools.deploy.plan import plan
from tools.swap import MARK

PAGES = 20


class Plain(Phased):
    """A folder as a host. done: what happened, in order. breaks: the path at which the line breaks, for good if dead."""

    where = "the host"

    def __init__(self, store: Path, site: Path):
        super().__init__(store)
        self.site = site
        self.done: list[str] = []
        self.breaks = ""
        self.dead = False

    def fetch(self, path: str) -> bytes | None:
        file = self.site / path
        return file.read_bytes() if file.exists() else None

    def send(self, folder: Path, paths: Sequence[str], say: Say) -> None:
        for path in paths:
            self._act(path)
            file = self.site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            half = file.with_name("half")
            half.write_bytes((folder / path).read_bytes())
            half.replace(file)

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._act(f"-{path}")
            file = self.site / path
            file.unlink(missing_ok=True)
            if file.parent != self.site and file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()

    def _act(self, what: str) -> None:
        if what == self.breaks:
            self.breaks = what if self.dead else ""
            raise HostError("The line broke.")
        self.done.append(what)


def versions(folder: Path, count: int = 6) -> list[Path]:
    """Small sites, each the next version of the one before."""
    for version in range(count):
        make_tree(folder / str(version), PAGES, version, pictures=3)
    return [folder / str(version) for version in range(count)]


def kind(path: str) -> str:
    if path.startswith("-"):
        return "deletion"
    if path.endswith(".json"):
        return path
    return "asset" if is_asset(path) else "page" if path.endswith(".html") else "other"


def first(host: Plain, tree: Path, what: str) -> str:
    """The first file of a kind that is not the same on the host and in the tree, in the order in which they go up."""
    live = host.live().manifest
    todo = plan(parse((tree / MARK).read_bytes(), ""), live)
    return next(each.path for each in todo.uploads if kind(each.path) == what and each.why == "changed")
