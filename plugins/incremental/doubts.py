"""In: the state of the last build, and how things are now. Out: why everything has to be made anew, or what was edited."""

from __future__ import annotations

import datetime
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins import stamps
from plugins.incremental.state import State
from plugins.sources import Listing
from plugins.stamps import Mark, Stamp
from rules.site import Site

CODE = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("plugins", "rules", "theme", "tools")
FIRST = "there is no earlier build of this output"
DAMAGED = "what was kept of the last build is damaged"


@dataclass(frozen=True)
class Now:
    """How things are. ground: the files that every page depends on, by their path; facts: what else it is."""

    ground: dict[str, Stamp]
    facts: dict[str, str]
    time: float


@dataclass(frozen=True)
class Edits:
    """What was edited in content/: paths inside it, and what all of its files are now. refused: what is left out is other."""

    changed: list[str]
    gone: list[str]
    marks: dict[str, Mark]
    refused: bool = False

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.refused)


def now(root: Path, content: Path) -> Now:
    """Look at everything but content/ itself."""
    ground: dict[str, Stamp] = {}
    for folder in dict.fromkeys((root, CODE)):
        for name in FOLDERS:
            ground |= {
                str(folder / name / path): stamp for path, stamp in stamps.walk(str(folder / name)).items()
            }
        ground |= {
            entry.path: stamps.of(entry.stat()) for entry in os.scandir(folder) if entry.name.endswith(".py")
        }
    for file in (content / "clinic.toml", root / "content" / "clinic.toml"):
        if file.is_file():
            ground[str(file)] = stamps.of(file.stat())
            break
    return Now(ground, _facts(), time.time())


def _facts() -> dict[str, str]:
    """What decides over the output and is no file of the project."""
    return {
        "Python is another": sys.version,
        "the packages are others": " ".join(stamps.packages()),
        "SOURCE_DATE_EPOCH is another": os.environ.get("SOURCE_DATE_EPOCH", ""),
    }


def day(site: Site) -> tuple[float, float]:
    """From and until when the day at the clinic lasts, in seconds since 1970."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit():
        return 0.0, float("inf")
    zone = ZoneInfo(site.clinic.place.timezone)
    begin = datetime.datetime.combine(site.today, datetime.time(), zone)
    end = datetime.datetime.combine(site.today + datetime.timedelta(days=1), datetime.time(), zone)
    return begin.timestamp(), end.timestamp()


def doubt(state: State, now: Now, output: Path) -> str:
    """Why everything has to be made anew, in words for people; "" when nothing speaks against keeping what is there."""
    for words, fact in now.facts.items():
        if state.facts.get(words) != fact:
            return words
    if not state.day[0] <= now.time < state.day[1]:
        return "it is another day" if now.time >= state.day[1] else "the clock was set back"
    changed, gone, marks = stamps.differing(state.ground, now.ground, "")
    if changed or gone:
        file = Path((changed or gone)[0])
        near = file.relative_to(CODE).as_posix() if file.is_relative_to(CODE) else str(file)
        return f"{near} has changed" if changed else f"{near} is gone"
    state.ground = marks
    return _output(state, output)


def _output(state: State, output: Path) -> str:
    folder = str(output)
    for path, (size, changed, inode) in state.outputs.items():
        try:
            stat = os.stat(f"{folder}/{path}")
        except OSError:
            return f"{output.name}/{path} is gone"
        if (stat.st_size, stat.st_mtime_ns, stat.st_ino) != (size, changed, inode):
            return f"{output.name}/{path} is not as the last build left it"
    return ""


def edits(state: State, listing: Listing, content: Path) -> Edits:
    """What was edited in content/ since the last build. clinic.toml is ground."""
    there = {**listing.texts, **listing.files}
    there.pop("clinic.toml", None)
    return Edits(*stamps.differing(state.inputs, there, str(content)), listing.refused != state.refused)
