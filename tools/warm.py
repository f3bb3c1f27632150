"""In: the paths of what was saved, a JSON list a line. Out: the preview made anew, and what came of it, one JSON object a line.

python -m tools.warm CONTENT OUTPUT: the engine of `build`, kept in memory between saves. Pages are put in their place one by
one: a preview need not change in one step. What an edit of the theme, the facts or the settings touches is everything; an edit
of the code needs another process, which `serve` starts. Other lines of the output are {"say": ...}: words for people.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from plugins import social_card, sources, stamps
from plugins.incremental import engine, rendering, state
from plugins.incremental.doubts import Edits
from plugins.incremental.state import State
from rules.problem import SiteError
from tools import build, report, search
from tools.endings import surprise
from tools.job import Job
from tools.run import settings, shown
from tools.swap import MARK


class Warm:
    """One preview. known: the state of the last build, None when all has to be built; listing: what lies in content/."""

    def __init__(self, root: Path, content: Path, output: Path):
        self.job = Job(root, content, output, False, search.add_later)
        self.known: State | None = None
        self.listing = sources.Listing({}, {}, [])
        self.memory = engine.Memory()

    def answer(self, paths: Sequence[str]) -> dict[str, Any]:
        """Build what the saved paths touch."""
        names = self._names(paths)
        try:
            if self.known is None or names is None:
                return self._all()
            return self._touched(self.known, names)
        except SiteError as error:
            self.known = None
            return _answer(
                error=str(error), problems=[each.as_dict() for each in getattr(error, "problems", [])]
            )

    def ready(self) -> None:
        """While nobody waits, do what another title of one text does, and throw it away: the first save finds all loaded."""
        name = next((name for name in self.listing.texts if name.endswith(engine.TEXTS)), "")
        if self.known is None or self.memory.view or not name:
            return
        job = self.job
        base = {**settings(job.root, job.content, job.output, job.publish), "CLINIC_CLEAN": True}
        edits, table = Edits([name], [], self.known.inputs), self.known.table
        other = {**table, name: table[name]._replace(title="")} if name in table else table
        known = dataclasses.replace(self.known, table=other)
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            work = engine.plan(base, known, edits, self.listing, self.memory)
            rendering.write(work, known, Path(folder))
            social_card.drawn(work.site, "")

    def rest(self) -> None:
        """Note everything, so that the next `serve` need not begin from nothing."""
        if self.known:
            # the search is made later, by another process, so nobody can say here what it will be
            for paths in (self.known.digests, self.known.outputs):
                for path in [path for path in paths if path.startswith(f"{search.FOLDER}/")]:
                    del paths[path]
            build.write_manifest(self.job.output, self.known.digests)
            self.known.outputs |= state.stamped(self.job.output, {MARK: ""})
            state.save(self.known, self.job.notes("state"))

    def _all(self) -> dict[str, Any]:
        job, self.known = self.job, None
        found = build.build(job.root, job.content, job.output, job.publish, job.index)
        self.known, self.memory = found.state, engine.Memory()
        self.listing = sources.look(job.content, shown(job.content))
        print(report.text(found, f"{found.seconds:.1f}"))
        return _answer()

    def _touched(self, known: State, names: list[str]) -> dict[str, Any]:
        job, edits = self.job, self._edits(known, names)
        if not edits:
            return _answer(pages=[])
        base = settings(job.root, job.content, job.output, job.publish)
        work = engine.plan(base, known, edits, self.listing, self.memory)
        after = rendering.write(work, known, job.output)
        after.inputs, after.refused = edits.marks, self.listing.refused
        if after.records != known.records:
            records = sorted(after.records.values(), key=lambda record: (record.url, record.html))
            job.index(job.root, records, job.output)
        written = [path for path, digest in work.written.items() if known.digests.get(path) != digest]
        after.outputs |= state.stamped(job.output, written)
        for path in work.gone:
            after.outputs.pop(path, None)
        self.known = after
        pages = [
            "/" + path.removesuffix("index.html") for path in (*written, *work.gone) if path.endswith(".html")
        ]
        paths = {f"{work.site.shown}/{name}" for name in names}
        own = [problem for problem in work.site.problems if problem.path in paths]
        print("\n".join([*report.problem_lines(own), f"{len(pages):,} of {after.pages:,} pages changed."]))
        return _answer(pages=pages)

    def _names(self, paths: Iterable[str]) -> list[str] | None:
        """Of files in content/; None when something else was saved, or a folder."""
        names = []
        for path in paths:
            name = path.removeprefix(f"{self.job.content}{os.sep}").replace(os.sep, "/")
            if name == path or name == "clinic.toml" or Path(path).is_dir():
                return None
            names.append(name)
        return names

    def _edits(self, known: State, names: list[str]) -> Edits:
        """What the saved files are now. All of content/ is listed again when a file has come or gone."""
        content, shelves = self.job.content, (self.listing.texts, self.listing.files)
        found = {name: next((shelf for shelf in shelves if name in shelf), None) for name in names}
        if any(shelf is None or not (content / name).is_file() for name, shelf in found.items()):
            self.listing = sources.look(content, shown(content))
            now = {**self.listing.texts, **self.listing.files}
            now.pop("clinic.toml", None)
            other = self.listing.refused != known.refused
            return Edits(*stamps.differing(known.inputs, now, str(content)), other)
        now = {name: stamps.of((content / name).stat()) for name in names}
        for name, shelf in found.items():
            shelf[name] = now[name]  # type: ignore[index]  # it is none of those that are None
        before = {name: known.inputs[name] for name in names if name in known.inputs}
        changed, _, marks = stamps.differing(before, now, str(content))
        return Edits(changed, [], {**known.inputs, **marks})


def _answer(
    pages: list[str] | None = None, error: str = "", problems: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """pages: the addresses that changed, None for all; error: why nothing is shown, with the problems that people can mend."""
    return {"pages": pages, "error": error, "problems": list(problems)}


def answers(warm: Warm, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One for each line; a fault of the program is an answer too, and the next one begins from nothing."""
    for line in lines:
        try:
            yield warm.answer(json.loads(line))
        except Exception as error:  # whatever it is, the next save may mend it
            warm.known = None
            yield _answer(error=surprise(error))
        with contextlib.suppress(Exception):  # whatever it is, the next save tells of it
            warm.ready()
    warm.rest()


class _Told(io.TextIOBase):
    """Whatever the stages print, as lines of JSON."""

    def __init__(self, out: TextIO):
        self.out = out

    def write(self, text: str) -> int:
        if text.strip():
            self.out.write(json.dumps({"say": text.rstrip("\n")}) + "\n")
            self.out.flush()
        return len(text)


def main() -> None:
    out = sys.stdout
    sys.stdout = _Told(out)
    warm = Warm(build.ROOT, Path(sys.argv[1]), Path(sys.argv[2]))
    for answer in answers(warm, iter(sys.stdin.readline, "")):
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
