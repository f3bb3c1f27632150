"""In: the content folder. Out: a Report of its problems; only the texts that an edit has touched are read and judged again."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from plugins import sources
from plugins.incremental import doubts, engine, state
from plugins.incremental.state import State
from rules.problem import SiteError
from tools.job import Job, Report, began, folder, known_of, marked
from tools.run import run, settings, shown


def check(root: Path, content: Path, paths: Sequence[str] = ()) -> Report:
    """The problems of all of content, or of the files in paths; nothing is written."""
    start = time.monotonic()
    content = folder(content)
    wanted = [_inside(content, path) for path in paths]
    known = _checked(Job(root, content, root / ".cache" / "check", publish=False))
    shown_as = shown(content)
    places = tuple(f"{shown_as}/{path}" if str(path) != "." else shown_as for path in wanted) or (shown_as,)
    everything = not wanted
    problems = [each for each in known.all_problems if everything or _lies_in(each.path, places)]
    waivers = [each for each in known.all_waivers if everything or _lies_in(each.problem.path, places)]
    texts = [page.path for page in known.table.values() if _lies_in(page.path, places)]
    return Report(problems, waivers, len(texts), time.monotonic() - start)


def _checked(job: Job) -> State:
    """What is known of all texts, those read again that an edit has touched."""
    now, listing = doubts.now(job.root, job.content), sources.look(job.content, shown(job.content))
    known, _ = known_of(job, now, clean=False)
    edits = doubts.edits(known or State({}, {}, {}, (0, 0)), listing, job.content)
    if known is None:
        ground = marked(now)
        site, problems = run(job.root, job.content, job.output, job.publish, check_only=True)
        site.problems = problems
        known = engine.noted(began(site, now, ground, edits), site)
    elif edits:
        base = settings(job.root, job.content, job.output, job.publish, check_only=True)
        known = engine.checked(engine.plan(base, known, edits, listing), known)
    known.inputs, known.refused = edits.marks, listing.refused
    if edits or not job.notes("state").is_file():
        state.save(known, job.notes("state"))
    return known


def _lies_in(path: str, places: Sequence[str]) -> bool:
    """Whether a file is one of these files, or lies in one of these folders."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _inside(content: Path, path: str) -> Path:
    file = Path(os.path.abspath(path))
    if not file.exists():
        raise SiteError(f"There is no file {path}.")
    if not file.is_relative_to(content):
        raise SiteError(f"{path} does not lie in {content}. Name its folder: --content {file.parent}.")
    return Path(file.relative_to(content).as_posix())
