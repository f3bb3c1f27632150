"""In: folders. Out: what a build and a check have in common: the Job, what is kept of the last one, and a Report."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from plugins import stamps
from plugins.incremental import doubts, engine, seal, state
from plugins.incremental.doubts import Edits, Now
from plugins.incremental.state import State
from rules.problem import Problem, SiteError
from rules.site import Site, Waiver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.search_records import Record
    from tools.search import Search


def no_search(root: Path, records: Sequence[Record], output: Path) -> dict[str, str]:
    """The index of a check, which has none."""
    return {}


@dataclass
class Report:
    """What a build or a check has to say. pages counts the HTML files, or the texts that were checked;
    output is None after a check. written: how many pages a build has rendered. because: why that were all; edited: what
    was edited, and again: the texts and lists made anew; unchanged: nothing was. state: what the next build will know."""

    problems: list[Problem] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    output: Path | None = None
    written: int = 0
    because: str = ""
    edited: str = ""
    unchanged: bool = False
    again: frozenset[str] = frozenset()
    state: State | None = None


@dataclass(frozen=True)
class Job:
    """What is to be built, or checked, and into what. index adds the search."""

    root: Path
    content: Path
    output: Path
    publish: bool
    index: Search = no_search

    def notes(self, ending: str) -> Path:
        """Where what is kept of the last build lies: its state, and its seal."""
        return Path(seal.file_of(str(self.root), str(self.content), str(self.output), self.publish, ending))


def known_of(job: Job, now: Now, clean: bool) -> tuple[State | None, str]:
    """The state of the last build when it can be trusted, else why not."""
    if clean:
        return None, "--clean was said"
    try:
        known = state.load(job.notes("state"))
    except state.Damaged:
        return None, doubts.DAMAGED
    if known is None:
        return None, doubts.FIRST
    why = doubts.doubt(known, now, job.output)
    return (None, why) if why else (known, "")


def folder(content: Path) -> Path:
    """The content folder as a whole path. Raises SiteError when there is none."""
    found = Path(os.path.abspath(content))
    if not found.is_dir():
        raise SiteError(f"There is no folder {content}. Name the folder with the texts: --content DIR.")
    return found


def marked(now: Now) -> dict[str, stamps.Mark]:
    """What the ground is; looked at before anything is made of it, so that what changes meanwhile is seen the next time."""
    return {path: stamps.mark(path, stamp) for path, stamp in now.ground.items()}


def began(site: Site, now: Now, ground: dict[str, stamps.Mark], edits: Edits) -> State:
    """The state of a build that knew of no other."""
    made = engine.of_traces(site, site.tasks)
    return State(ground, edits.marks, now.facts, doubts.day(site), made=made, digests=site.written)
