"""In: the Site with what the edits touched. Out: what is to be rendered, and then its files among those of the last build."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from plugins import addresses, render, stages, theme
from plugins.incremental import words
from plugins.incremental.engine import Memory, Work, is_text, noted, of_traces
from plugins.incremental.state import State
from plugins.render import Task
from rules.site import Site

T = TypeVar("T")


def planned(site: Site, state: State, why: dict[str, str], edited: set[str], memory: Memory) -> Work:
    """What is to be rendered, and which paths have to go. edited: also those that others' edits made anew."""
    templates = memory.templates = theme.environment(site.settings, memory.templates)
    tasks = [
        Task(theme.template(templates, document.template, site.settings), document.save_as, document)
        for document in site.documents
        if addresses.is_first(document, site)
    ]
    lists = set()
    for page in stages.listed(site):
        lists.add(page.path)
        if page.document or page.path in why or page.path not in state.made:
            why.setdefault(page.document or page.path, words.NEW)
            tasks.append(Task(theme.template(templates, page.template, site.settings), page.path, page))
    touched = {document.name for document in site.documents} | edited
    left = {key for key in state.made if key and not is_text(key) and key not in lists}
    again = {*touched, *left, *(task.key for task in tasks)}
    old = {path for key in again & state.made.keys() for path in state.made[key].paths}
    return Work(site, tasks, again, old - {task.path for task in tasks}, why)


def write(work: Work, state: State, folder: Path) -> State:
    """Render into folder, which holds the files of the last build, and take out what has gone. Returns the new state."""
    site = work.site
    work.written = render.write_all(work.tasks, site, folder, state.digests)
    made = _without(state.made, work.again) | of_traces(site, work.tasks)
    old = {address for key in work.again & state.made.keys() for address in state.made[key].brings}
    new = {address for key in (*work.again, "") if key in made for address in made[key].brings}
    work.written |= render.write_rest(site, folder, sorted(new - state.digests.keys()))
    if old - new:
        work.gone |= (old - new) - {address for each in made.values() for address in each.brings}
    for path in work.gone:
        (folder / path).unlink(missing_ok=True)
    digests = _without(state.digests, work.gone) | work.written
    why = _without(state.why, work.again - made.keys()) | work.why
    return noted(dataclasses.replace(state, made=made, digests=digests, why=why), site, work.again)


def _without(known: Mapping[str, T], keys: Iterable[str]) -> dict[str, T]:
    """A copy without these keys; most of many thousands stay."""
    kept = dict(known)
    for key in keys:
        kept.pop(key, None)
    return kept
