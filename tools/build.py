"""In: the content folder and the settings. Out: the site in the output folder, whole or not at all, and a Report of the problems.

python -m tools.build [--publish] [--clean] [--content DIR] [--output DIR] [--search-later]
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins import sources, stamps
from plugins.incremental import doubts, engine, rendering, seal, state
from plugins.incremental.doubts import Edits, Now
from plugins.incremental.state import State
from rules.problem import ContentError, SiteError
from tools import report, search, swap
from tools.audit import audit
from tools.endings import in_words
from tools.job import Job, Report, began, folder, known_of, marked
from tools.run import run, settings, shown

ROOT = Path(__file__).resolve().parent.parent


def build(
    root: Path,
    content: Path,
    output: Path,
    publish: bool = False,
    index: search.Search = search.add,
    clean: bool = False,
) -> Report:
    """Render content into output by pelicanconf.py, or by publishconf.py for production: what an edit has touched, or,
    where there is a doubt and with clean, everything.

    Raises ContentError when a production build has an E problem, SiteError for everything else that a person
    can mend; output is then as it was.
    """
    start = time.monotonic()
    content, output = folder(content), Path(os.path.abspath(output))
    if output == content or output in content.parents or content in output.parents:
        raise SiteError(
            f"The output folder {output} and the content folder {content} lie in each other. "
            "Choose another with --output."
        )
    job = Job(root, content, output, publish, index)
    with swap.holding(output):
        found = _build(job, clean)
        _seal(job, found)
    found.seconds = time.monotonic() - start
    return found


def why(found: Report, page: str) -> str:
    """What made a page necessary the last time; page: a text, a file of the output, or an address. Raises SiteError."""
    known = found.state
    wanted = page.strip().removeprefix("/")
    for before in (found.output.name if found.output else "", "content"):
        wanted = wanted.removeprefix(f"{before}/")
    paths = (wanted, f"{wanted.rstrip('/')}/index.html".lstrip("/"))
    for key, made in known.made.items() if known else ():
        if key and (key in paths or set(made.paths) & set(paths)):
            said = known.why.get(key) or f"all was built, as {known.why['']}"  # type: ignore[union-attr]
            return f"{', '.join(made.paths) or key} was made the last time because {said}."
    raise SiteError(f"No page of this site is called {page}. Name its text, or its address.")


def _build(job: Job, clean: bool) -> Report:
    now, listing = doubts.now(job.root, job.content), sources.look(job.content, shown(job.content))
    known, why = known_of(job, now, clean)
    edits = doubts.edits(known or State({}, {}, {}, (0, 0)), listing, job.content)
    if known is None:
        return _everything(job, now, listing, edits, why, clean)
    if not edits:
        known.inputs = edits.marks  # other stamps of the same bytes
        return _report(job, known, unchanged=True)
    return _touched(job, known, listing, edits)


def _everything(job: Job, now: Now, listing: sources.Listing, edits: Edits, why: str, clean: bool) -> Report:
    """Pelican's build of the whole site."""
    ground = marked(now)
    with swap.replacing(job.output) as new:
        site, problems = run(job.root, job.content, new, job.publish, clean=clean)
        site.problems = problems
        known = began(site, now, ground, edits)
        known.why, known.refused = {"": why}, listing.refused
        known = engine.noted(known, site)
        known = _finish(job, known, new, site.base, site.clinic.address, searched=False)
    return _kept(job, known, written=len(site.tasks), because=why)


def _touched(job: Job, known: State, listing: sources.Listing, edits: Edits) -> Report:
    """What the edits touch."""
    work = engine.plan(settings(job.root, job.content, job.output, job.publish), known, edits, listing)
    site = work.site
    with swap.replacing(job.output, (path for path in known.digests if path not in work.gone)) as new:
        after = rendering.write(work, known, new)
        after.inputs, after.refused = edits.marks, listing.refused
        made = any(path.startswith(f"{search.FOLDER}/") for path in known.digests)
        searched = made and known.records == after.records
        after = _finish(job, after, new, site.base, site.clinic.address, searched)
    return _kept(job, after, written=len(work.tasks), edited=words_for(edits), again=frozenset(work.again))


def _finish(job: Job, known: State, new: Path, base: str, address: str, searched: bool) -> State:
    """Add the search and the list of all files, and look at what was made. Raises ContentError."""
    if not searched:
        records = sorted(known.records.values(), key=lambda record: (record.url, record.html))
        made = job.index(job.root, records, new)
        before = {path for path in known.digests if path.startswith(f"{search.FOLDER}/")}
        for path in before - made.keys():
            (new / path).unlink(missing_ok=True)
        known.digests = {path: digest for path, digest in known.digests.items() if path not in before} | made
    if job.publish:
        problems = sorted(
            {*known.all_problems, *audit(new, base, address, job.root / ".cache" / "audit.pickle")}
        )
        if any(problem.severity == "E" for problem in problems):
            raise ContentError("This site cannot be published yet.", problems)
        of_texts = set(known.all_problems)
        known.audited = [problem for problem in problems if problem not in of_texts]
    write_manifest(new, known.digests)
    return known


def _kept(job: Job, known: State, **said: Any) -> Report:
    """Note what was built, now that it stands in its place."""
    paths = {**known.digests, swap.MARK: ""}
    known.outputs = state.stamped(job.output, paths)
    state.save(known, job.notes("state"))
    return _report(job, known, **said)


def _report(job: Job, known: State, **said: Any) -> Report:
    problems = sorted({*known.all_problems, *known.audited})
    return Report(problems, known.all_waivers, known.pages, output=job.output, state=known, **said)


def _seal(job: Job, found: Report) -> None:
    """Keep what a build has to say when nothing is edited from now on. What was changed just now, or meanwhile, is not sealed."""
    known = found.state
    assert known is not None  # noqa: S101  a build has one
    job.notes("seal").unlink(missing_ok=True)
    marks = {**known.ground, **{str(job.content / name): mark for name, mark in known.inputs.items()}}
    read = {path: mark.stamp for path, mark in marks.items() if mark.stamp}
    if len(read) < len(marks):
        return
    folders = {
        str(folder) for file in read for folder in Path(file).parents if folder.is_relative_to(job.content)
    }
    folders |= {str(Path(file).parent) for file in known.ground}
    around = seal.folders_of(folders)
    if around is None or not _as_read(job, read):
        return
    same = Report(found.problems, found.waivers, found.pages, output=job.output, unchanged=True)
    words = [report.text(same, seal.SECONDS, colour) for colour in (False, True)]
    made = {str(job.output / path): stamp for path, stamp in known.outputs.items()}
    seal.save(str(job.notes("seal")), read, made, around, known.day, words)


def _as_read(job: Job, read: Mapping[str, stamps.Stamp]) -> bool:
    """Whether just these files are there, as they were when they were read."""
    listing = sources.look(job.content, shown(job.content))
    there = {str(job.content / name): stamp for name, stamp in {**listing.texts, **listing.files}.items()}
    return doubts.now(job.root, job.content).ground | there == read


def words_for(edits: Edits) -> str:
    """What was edited: "1 text", "2 texts and 1 other file"."""
    names = [*edits.changed, *edits.gone]
    texts = sum(name.endswith(engine.TEXTS) for name in names)
    counts = [(texts, "text"), (len(names) - texts, "other file")]
    said = [f"{count} {what}{'s' if count > 1 else ''}" for count, what in counts if count]
    return " and ".join(said) or "files that are left out"


def write_manifest(output: Path, digests: Mapping[str, str]) -> None:
    """Write deploy.json: the SHA-256 of every file, and of them all as the build's id."""
    files = dict(sorted(digests.items()))
    build_id = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    text = json.dumps({"build": build_id, "files": files}, indent=0, ensure_ascii=False)
    (output / swap.MARK).write_text(text + "\n", encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit code: 0 fine, 1 the program failed, 2 the content needs a person."""
    import argparse  # here: `python3 tasks.py build` does without

    parser = argparse.ArgumentParser(
        prog="python -m tools.build", description="Build the site from a content folder."
    )
    parser.add_argument(
        "--publish", action="store_true", help="production settings: any E problem stops the build"
    )
    parser.add_argument("--clean", action="store_true", help="use nothing that is kept of earlier builds")
    parser.add_argument("--content", type=Path, default=ROOT / "content", metavar="DIR")
    parser.add_argument("--output", type=Path, default=ROOT / "output", metavar="DIR")
    parser.add_argument("--search-later", action="store_true", help="leave the index to tools.search")
    options = parser.parse_args(arguments)
    index = search.add_later if options.search_later else search.add
    try:
        report.show(build(ROOT, options.content, options.output, options.publish, index, options.clean))
    except SiteError as problem:
        report.show_error(problem)
        return problem.exit_code
    return 0


if __name__ == "__main__":
    in_words(main)()
