"""In: a Plan and three acts of a host that knows no swap: fetch, send, remove. Out: a Driver that no visitor notices.

Order is all there is to hold on to: assets, new pages, other files, changed pages, deploy.json, deletions. What is coming
is announced on the host before anything else changes there, so that a later run can heal what a broken-off one left.
"""

from __future__ import annotations

import contextlib
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.deploy import announced, lock, shelf
from tools.deploy.announced import NEXT, Announced
from tools.deploy.driver import HostError, Live, Release, Say
from tools.deploy.manifest import Manifest, parse
from tools.deploy.plan import Plan, plan
from tools.deploy.words import counted
from tools.swap import MARK

PHASES = ("asset", "new page", "other file", "changed page")
FRESH = 10.0  # seconds for which what live has seen counts as what is there
SEEN = 2  # from this phase on, visitors see what goes up

AS_IT_WAS = "The live site is as it was."
NOTHING = "No site stands there yet."
MIXED = "Some pages there are new and some are old, each with all that it needs: deploy again to finish."
UNFINISHED = "The new site is live, but what should go away still stands there: deploy again to finish."


class Overtaken(HostError):
    """Another deploy to the same place began while this one ran."""


class Phased(ABC):
    """A Driver for hosts that take one file after the other. store: a folder of this computer for this target alone."""

    where: str

    def __init__(self, store: Path):
        self.store = store
        self._found: Announced | None = None
        self._build = ""
        self._looked = -FRESH

    @abstractmethod
    def fetch(self, path: str) -> bytes | None:
        """The bytes of one small file on the host; None where there is none. Raises HostError."""

    @abstractmethod
    def send(self, folder: Path, paths: Sequence[str], say: Say) -> None:
        """Bring files of folder to the same paths; each appears whole or not at all. Raises HostError."""

    @abstractmethod
    def remove(self, paths: Sequence[str]) -> None:
        """Take files away, and folders that this leaves empty; what is not there is no error. Raises HostError."""

    def fetch_all(self, paths: Sequence[str]) -> dict[str, bytes | None]:
        """The same for several files: for hosts that answer faster when they are asked once. Raises HostError."""
        return {path: self.fetch(path) for path in paths}

    def sweep(self) -> None:
        """Take away the halves of files that a killed send may have left. Raises HostError."""
        return  # a host on which nothing of the kind can be left has nothing to do

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Keeps out what runs on this computer; put finds out about others."""
        with lock.held(self.store, self.where):
            yield

    def live(self) -> Live:
        manifest = self._look()
        found = self._found
        if manifest is None and found is None and self.fetch("index.html") is not None:
            raise HostError(
                f"A site that this program did not put there stands at {self.where}. "
                "If it may go, take its index.html away, then deploy again; if not, choose another place. "
                "Nothing was changed."
            )
        return Live(manifest, found.doubtful(manifest) if found else frozenset())

    def put(self, plan: Plan, folder: Path, say: Say) -> None:
        release = shelf.keep(self.store, plan.manifest, folder)
        self._alone(plan)
        state = AS_IT_WAS if plan.live else NOTHING
        broken_off = self._found is not None or announced.begun(self.store)
        try:
            token = self._announce(plan, say)
            if broken_off:
                self.sweep()
            self._still_alone(plan, token)
            for number, (name, paths) in enumerate(zip(PHASES, plan.phases(), strict=True)):
                if paths:
                    state = MIXED if plan.live and number >= SEEN else state
                    say(f"Sending {counted(len(paths), name)} ...")
                    self.send(release, paths, say)
                    self._still_alone(plan, token)
            shelf.mark(release, plan.manifest)
            self.send(release, [MARK], say)
            self._looked = -FRESH
            state = UNFINISHED
            if plan.deletes:
                say(f"Taking {counted(len(plan.deletes), 'old file')} away ...")
                self.remove(plan.deletes)
            self.remove([NEXT])
            announced.ended(self.store)
        except HostError as error:
            if state == MIXED and not isinstance(error, Overtaken) and self._brought_back(plan, say):
                state = AS_IT_WAS
            raise HostError(f"{error} {state}") from None
        shelf.tidy(self.store, plan.manifest.build)

    def releases(self) -> list[Release]:
        live = self.live().manifest
        return shelf.releases(self.store, live.build if live else "")

    def back(self, build: str, say: Say) -> None:
        folder = shelf.find(self.store, build)
        live = self.live()
        kept = parse((folder / MARK).read_bytes(), str(folder / MARK))
        self.put(plan(Manifest(kept.build, kept.files), live.manifest, live.doubtful), folder, say)

    def _look(self) -> Manifest | None:
        """What deploy.json and the announcement on the host say at this moment."""
        there = self.fetch_all((MARK, NEXT))
        mark, coming = there[MARK], there[NEXT]
        live = parse(mark, f"{MARK} at {self.where}") if mark is not None else None
        self._found = announced.parse(coming) if coming is not None else None
        self._build = _build(live)
        self._looked = time.monotonic()
        return live

    def _alone(self, plan: Plan) -> None:
        """Refuse while another computer deploys, or when another deploy came between the plan and this moment."""
        if time.monotonic() - self._looked > FRESH:
            self._look()
        if self._found and not announced.may_be_overtaken(self._found, self.store):
            raise HostError(
                f"Another computer began a deploy to {self.where} and has not finished it. Wait until it is done; "
                f"if it was broken off, deploy again in {announced.PATIENCE // 60} minutes, and it will be finished "
                "from here. Nothing was sent."
            )
        if self._build != _build(plan.live):
            raise HostError(
                f"Another deploy to {self.where} was finished in the meantime. "
                "Nothing was sent: deploy again to compare with what is live now."
            )

    def _announce(self, plan: Plan, say: Say) -> str:
        """Say on the host what is coming; returns the token that tells this deploy from every other."""
        touched = {*(upload.path for upload in plan.uploads), *plan.deletes}
        if self._found:
            touched |= self._found.doubtful(plan.live)
        token = announced.write(self.store, touched)
        self.send(self.store, [NEXT], say)
        return token

    def _still_alone(self, plan: Plan, token: str) -> None:
        manifest = self._look()
        if self._found is None or self._found.token != token or _build(manifest) != _build(plan.live):
            raise Overtaken(f"Another deploy to {self.where} began at the same time, so this one stopped.")

    def _brought_back(self, plan: Plan, say: Say) -> bool:
        """Whether the pages that visitors may have seen change could be put back as they were."""
        before = plan.live.files if plan.live else {}
        paths = [path for phase in plan.phases()[SEEN:] for path in phase if path in before]
        try:
            folder = shelf.find(self.store, _build(plan.live))
            say("This did not work. Putting the old pages back ...")
            self.send(folder, paths, say)
        except HostError:
            return False
        return True


def _build(manifest: Manifest | None) -> str:
    return manifest.build if manifest else ""
