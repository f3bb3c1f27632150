"""In: what a build has made. Out: a file that the next build reads; a damaged or foreign one is told from a whole one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from plugins.search_records import Record
from plugins.stamps import Mark
from rules.document import Anchors, Backing, Shown
from rules.problem import Problem
from rules.site import PictureFile, Redirect, Waiver
from rules.view import Question

MAGIC = b"clinic build 1\n"
DIGEST = 32  # bytes

Output = tuple[int, int, int]  # size, time of change in nanoseconds, inode


class Made(NamedTuple):
    """What a text, or a list, has become: what it asked, what it brings, and the paths of its pages."""

    asked: frozenset[Question]
    brings: frozenset[str]
    paths: tuple[str, ...]


@dataclass
class State:
    """What the next build has to know of this one.

    ground, inputs: the files of the ground and of content/ by their path. facts: what else the ground is, in words that
    people read when it has changed. day: from and until when, in seconds since 1970, the day at the clinic lasts.
    outputs, digests: every file of the output. made: by the name of a text, or by the path of a list; by "" of the site.
    problems, waivers: those of texts, by the path that people are shown. others: all other problems, of them
    refused: those of files that are left out;
    audited: those of the finished pages. why: what made each text or list necessary the last time; by "" of all others.
    """

    ground: dict[str, Mark]
    inputs: dict[str, Mark]
    facts: dict[str, str]
    day: tuple[float, float]
    outputs: dict[str, Output] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    table: dict[str, Shown] = field(default_factory=dict)
    anchors: dict[str, Anchors] = field(default_factory=dict)
    backing: dict[str, Backing] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    pictures: dict[str, PictureFile] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    waivers: dict[str, list[Waiver]] = field(default_factory=dict)
    others: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    audited: list[Problem] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def all_problems(self) -> list[Problem]:
        return sorted({*self.others, *(problem for found in self.problems.values() for problem in found)})

    @property
    def all_waivers(self) -> list[Waiver]:
        found = (waiver for waivers in self.waivers.values() for waiver in waivers)
        return sorted(found, key=lambda waiver: waiver.problem)

    @property
    def pages(self) -> int:
        """The number of HTML files."""
        return sum(path.endswith(".html") for path in self.digests)


class Damaged(Exception):
    """The file is there, but it is not what a build has written."""


def save(state: State, file: Path) -> None:
    """Write the state, whole or not at all. Where it cannot be written, the next build makes everything."""
    data = pickle.dumps(state, protocol=5)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".new-", delete=False) as new:
            new.write(MAGIC + hashlib.sha256(data).digest() + data)
        os.replace(new.name, file)


def load(file: Path) -> State | None:
    """The state of the last build, or None where there was none. Raises Damaged."""
    try:
        whole = file.read_bytes()
    except OSError:
        return None
    begin = len(MAGIC) + DIGEST
    if whole[: len(MAGIC)] != MAGIC or hashlib.sha256(whole[begin:]).digest() != whole[len(MAGIC) : begin]:
        raise Damaged
    try:
        found = pickle.loads(whole[begin:])  # noqa: S301  our own file: its digest stands before it
    except Exception:  # whatever another version of this code may have left there
        raise Damaged from None
    if not isinstance(found, State):
        raise Damaged
    return found


def stamped(folder: Path, paths: Iterable[str]) -> dict[str, Output]:
    """What the files of an output are now."""
    found, inside = {}, str(folder)
    for path in paths:
        stat = os.stat(f"{inside}/{path}")
        found[path] = stat.st_size, stat.st_mtime_ns, stat.st_ino
    return found
