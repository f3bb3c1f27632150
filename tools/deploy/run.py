"""In: the name of a target. Out: a Run: everything that one command at that target works with."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rules.problem import SiteError
from tools.deploy import make, target, words
from tools.deploy.driver import Driver, Say, Target
from tools.deploy.manifest import Manifest
from tools.deploy.seen import OTHERS, Seen

Ask = Callable[[str], str]
DAMAGED = "damaged"  # what the last look at all of the site found wrong: the next deploy sends it again
LONG = 60.0  # seconds of waiting of which people are told
LEFT = "left"  # builds that were not good enough: going back does not lead to them unless they are named


@dataclass
class Run:
    """One command at one target: what it talks through, and where it gets the site from."""

    root: Path
    target: Target
    driver: Driver
    say: Say = print
    ask: Ask = input
    build: make.Make = make.make

    @property
    def tree(self) -> Path:
        """Where the site as it goes up lies on this computer."""
        return self.target.store / make.TREE

    @property
    def place(self) -> str:
        return words.place(self.target, self.driver.where)

    def look(
        self,
        manifest: Manifest,
        changed: Collection[str] = (),
        gone: Collection[str] = (),
        others: int | None = OTHERS,
    ) -> Seen:
        """Look at the site as visitors do, or into the folder that nobody serves yet.

        Something changed: the host has its time to show it. Nothing: what it shows now counts.
        """
        from tools.deploy import table, verify  # here: loaded while the host is waited for

        if not self.target.address:
            return verify.of_folder(Path(self.driver.where), manifest, gone)
        within = self.driver.SEEN_WITHIN if changed or gone else 0.0
        if within > LONG:
            self.say(f"This host may need {within / 60:.0f} minutes to show what is new.")
        address = self.target.address
        moved = table.read(self.tree, address).moved
        return verify.verify(
            verify.Site(address, self.target.server, manifest, moved, within), changed, gone, others
        )

    def note(self, what: str, names: Collection[str]) -> None:
        """Keep for later commands: DAMAGED paths, builds that were LEFT."""
        self.target.store.mkdir(parents=True, exist_ok=True)
        (self.target.store / what).write_text(
            "".join(f"{name}\n" for name in sorted(names)), encoding="utf-8"
        )

    def noted(self, what: str) -> frozenset[str]:
        file = self.target.store / what
        return frozenset(file.read_text(encoding="utf-8").splitlines() if file.exists() else ())

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else on this computer may build for this target until the block ends."""
        self.target.store.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.target.store / "run.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise SiteError(
                f"Another deploy or plan for `{self.target.name}` runs on this computer at this moment. "
                "Wait until it is done, then try again."
            ) from None
        try:
            yield
        finally:
            lock.release()


def open_run(root: Path, name: str = "") -> Run:
    """The run for a target of root's deploy.toml. Raises ContentError for what is wrong in it."""
    targets = target.load(root, make.clinic(root).address)
    chosen = target.choose(targets, name)
    return Run(root, chosen, target.open_driver(chosen))
