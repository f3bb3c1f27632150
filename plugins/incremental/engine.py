"""In: the state of the last build, and what was edited since. Out: the Site with what the edits touched, and what to write.

See the docstring of the package for the way it goes.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from plugins import addresses, stages
from plugins.gate import Checked
from plugins.incremental import changes, words
from plugins.incremental.doubts import Edits
from plugins.incremental.state import Made, State
from plugins.search_records import record
from plugins.sources import Listing
from rules.problem import ContentError, Problem
from rules.site import Site, Waiver
from rules.view import Question, View

if TYPE_CHECKING:
    from jinja2 import Environment

    from plugins.render import Task

TEXTS = (".md", ".markdown")


@dataclass
class Work:
    """What a build after an edit has to do. again: the texts and lists that are made anew; why: what made each necessary, in
    words for people. gone: the paths in the output that have to go; written: the others that were rendered, with their SHA-256.
    """

    site: Site
    tasks: list[Task]
    again: set[str]
    gone: set[str] = field(default_factory=set)
    why: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


@dataclass
class Memory:
    """What a process that builds again and again need not make anew: templates, lists, and what is made of theme and facts."""

    templates: Environment | None = None
    view: View | None = None
    lists: dict[str, Any] = field(default_factory=dict)
    ground: dict[str, Any] = field(default_factory=dict)


def plan(
    settings: dict[str, Any], state: State, edits: Edits, listing: Listing, memory: Memory | None = None
) -> Work:
    """Run the stages over what the edits touch. Raises ContentError when a production build has an E."""
    memory = memory or Memory()
    changed = set(edits.changed)
    texts = [name for name in listing.texts if name in changed]
    settings |= {"CLINIC_LISTING": listing, "CLINIC_TEXTS": texts}
    site = stages.open_site(settings)
    site.remember(memory.lists, memory.ground, memory.view)
    before = _as_it_was(state, site)
    _begin(site, state, edits)
    early, late = stages.around(addresses.assign)
    _read(site, early, [*texts, *edits.gone])
    questions = changes.changed(
        before, site, {name for name in (*edits.changed, *edits.gone) if not is_text(name)}
    )
    why = _affected(state, questions) | {name: words.EDITED for name in texts}
    site.documents += _others(site, early, [name for name in why if name in site.table and name not in texts])
    edited = {*edits.gone, *texts}
    worked_on = {*edited, *(document.name for document in site.documents)}
    paths = {f"{site.shown}/{name}" for name in worked_on}
    kept = (found for path, found in state.problems.items() if path not in paths)
    site.others = [problem for found in kept for problem in found]
    try:
        for stage in late:
            stage(site)
    except Checked:
        return Work(site, [], worked_on, why=why)
    except ContentError as error:
        raise ContentError(str(error), {*error.problems, *site.others}) from None
    why = _affected(state, questions | changes.late(state.backing, state.all_problems, site)) | why
    # here: a check has no pages, and loading what makes them takes long
    from plugins.incremental import rendering

    memory.view = site.view
    return rendering.planned(site, state, why, edited, memory)


def _as_it_was(state: State, site: Site) -> Site:
    """The Site of the last build, as far as questions to it go."""
    files = {name: site.content / name for name in state.inputs if not is_text(name)}
    before = dataclasses.replace(
        site, table=state.table, anchors=state.anchors, redirects=state.redirects, files=files, documents=[]
    )
    before.remember(dict(site.lists), site.ground, None)
    return before


def _begin(site: Site, state: State, edits: Edits) -> None:
    """Give the new Site what is known of the pages that are not read again."""
    site.table, site.anchors, site.backing = state.table, dict(state.anchors), dict(state.backing)
    site.held = dict(state.held)
    edited = {*edits.changed, *edits.gone}
    site.pictures = {name: picture for name, picture in state.pictures.items() if name not in edited}


def _read(site: Site, early: Iterable[stages.Stage], edited: Iterable[str]) -> None:
    """Read the edited texts, forget those that are gone or cannot be read, and give addresses."""
    for stage in early:
        stage(site)
    unread = set(edited) - {document.name for document in site.documents}
    for known in (site.anchors, site.backing, site.held):
        for name in unread & known.keys():
            del known[name]
    if unread & site.table.keys():
        site.table = {name: page for name, page in site.table.items() if name not in unread}
    addresses.assign(site)


def _others(site: Site, early: Iterable[stages.Stage], names: list[str]) -> list[Any]:
    """The documents of texts that were not edited, from what is kept of them."""
    if not names:
        return []
    settings = {**site.settings, "CLINIC_TEXTS": names}
    alone = dataclasses.replace(site, settings=settings, documents=[], problems=[])
    for stage in early:
        stage(alone)
    addresses.assign(alone)
    return alone.documents


def _affected(state: State, questions: set[Question]) -> dict[str, str]:
    """The texts and lists that asked one of the questions, and which."""
    return {
        key: words.of(min(questions & made.asked))
        for key, made in state.made.items()
        if not questions.isdisjoint(made.asked)
    }


def checked(work: Work, state: State) -> State:
    """The new state after a check, which writes nothing."""
    made = {key: value for key, value in state.made.items() if key not in work.again}
    return noted(dataclasses.replace(state, made=made | of_traces(work.site, [])), work.site, work.again)


def of_traces(site: Site, tasks: Iterable[Task]) -> dict[str, Made]:
    """What was noted of the pages at work; of texts whose address another text has, too."""
    paths: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        paths[task.key].append(task.path)
    return {
        key: Made(frozenset(trace.asked), frozenset(trace.brings), tuple(paths[key]))
        for key, trace in site.traces.items()
    }


def noted(state: State, site: Site, again: set[str] | None = None) -> State:
    """The state with what a Site knows. again: the texts and lists that were made anew; None for all."""
    texts = {
        f"{site.shown}/{name}" for name in (again if again is not None else state.inputs) if is_text(name)
    }
    problems = {
        path: found for path, found in state.problems.items() if again is not None and path not in texts
    }
    waivers: dict[str, list[Waiver]] = {
        path: found for path, found in state.waivers.items() if again is not None and path not in texts
    }
    others: list[Problem] = []
    for problem in site.problems:
        (problems.setdefault(problem.path, []) if problem.path in texts else others).append(problem)
    for waiver in site.waivers:
        waivers.setdefault(waiver.problem.path, []).append(waiver)
    records = {name: kept for name, kept in state.records.items() if name in site.table and again is not None}
    for document in [] if site.check_only else site.documents:
        records.pop(document.name, None)
        if found := record(document, site):
            records[document.name] = found
    return dataclasses.replace(
        state, table=site.table, anchors=site.anchors, backing=site.backing, held=site.held, redirects=site.redirects,
        pictures=site.pictures, problems=problems, waivers=waivers, others=others, records=records,
    )  # fmt: skip


def is_text(name: str) -> bool:
    return name.lower().endswith(TEXTS)
