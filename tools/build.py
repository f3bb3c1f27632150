"""In: the content folder and the settings. Out: the site in the output folder, whole or not at all, and a Report of the problems.

python -m tools.build [--publish] [--check] [--content DIR] [--output DIR] [--json FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import logging
import os
import runpy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from plugins import stages
from plugins.gate import Checked
from plugins.search_records import records
from rules.problem import ContentError, Problem, Severity, SiteError
from rules.site import Site, Waiver
from tools import report, search, swap
from tools.audit import audit
from tools.endings import in_words

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Report:
    """What a build or a check has to say. pages counts the HTML files, or the texts that were checked;
    output is None after a check."""

    problems: list[Problem] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    output: Path | None = None


def build(
    root: Path, content: Path, output: Path, publish: bool = False, index: search.Search = search.add
) -> Report:
    """Render content into output by pelicanconf.py, or by publishconf.py for production; index adds the search.

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
    with swap.replacing(output) as new:
        site, problems = run(root, content, new, publish)
        index(root, records(site), new)
        if publish:
            problems = sorted({*problems, *audit(new, site.base, site.clinic.address)})
            if any(problem.severity == "E" for problem in problems):
                raise ContentError("This site cannot be published yet.", problems)
        pages = _manifest(new)
    return Report(problems, site.waivers, pages, time.monotonic() - start, output)


def check(root: Path, content: Path, paths: Sequence[str] = ()) -> Report:
    """The problems of all of content, or of the files in paths; nothing is written."""
    start = time.monotonic()
    content = folder(content)
    wanted = [_inside(content, path) for path in paths]
    site, problems = run(root, content, root / "output", publish=False, check_only=True)
    waivers = site.waivers
    paths_checked = [document.path for document in site.documents]
    if wanted:
        shown = tuple(f"{site.shown}/{path}" if str(path) != "." else site.shown for path in wanted)
        problems = [problem for problem in problems if _lies_in(problem.path, shown)]
        waivers = [waiver for waiver in waivers if _lies_in(waiver.problem.path, shown)]
        paths_checked = [path for path in paths_checked if _lies_in(path, shown)]
    return Report(problems, waivers, len(paths_checked), time.monotonic() - start)


def _lies_in(path: str, places: Sequence[str]) -> bool:
    """Whether a file is one of these files, or lies in one of these folders."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def folder(content: Path) -> Path:
    """The content folder as a whole path. Raises SiteError when there is none."""
    found = Path(os.path.abspath(content))
    if not found.is_dir():
        raise SiteError(f"There is no folder {content}. Name the folder with the texts: --content DIR.")
    return found


def _inside(content: Path, path: str) -> Path:
    file = Path(os.path.abspath(path))
    if not file.exists():
        raise SiteError(f"There is no file {path}.")
    if not file.is_relative_to(content):
        raise SiteError(f"{path} does not lie in {content}. Name its folder: --content {file.parent}.")
    return Path(file.relative_to(content).as_posix())


def run(
    root: Path, content: Path, output: Path, publish: bool, check_only: bool = False
) -> tuple[Site, list[Problem]]:
    """Run the stages over the folder, and unless only problems are wanted Pelican; problems are sorted and each stands once."""
    override = {
        "PATH": str(content),
        "OUTPUT_PATH": str(output),
        "CLINIC_SHOWN": _shown(content),
        "CLINIC_CHECK_ONLY": check_only,
    }
    file = root / ("publishconf.py" if publish else "pelicanconf.py")
    settings, said = _checked(file, override) if check_only else _rendered(file, override)
    site: Site = settings["CLINIC_SITE"]
    return site, sorted({*site.problems, *said})


def _checked(file: Path, override: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The stages up to the gate, without Pelican: loading it takes longer than looking at a thousand known texts."""
    settings = {name: value for name, value in runpy.run_path(str(file)).items() if name.isupper()} | override
    names: list[str] = settings["PLUGINS"]
    for name in names[: names.index("plugins.gate") + 1]:
        import_module(name).register()
    with contextlib.suppress(Checked):
        stages.run(settings)
    return settings, []


def _rendered(file: Path, override: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """All of it, by Pelican; its own messages too."""
    from pelican import Pelican  # here, for the sake of _checked
    from pelican.settings import read_settings

    with _logged() as said:
        try:
            settings: dict[str, Any] = read_settings(str(file), override)
            Pelican(settings).run()
        except ContentError as error:
            raise ContentError(str(error), {*error.problems, *said}) from None
    return settings, said


def _shown(content: Path) -> str:
    """The content folder as somebody who stands in the working folder would name it."""
    with contextlib.suppress(ValueError):
        return content.relative_to(Path.cwd()).as_posix()
    return content.as_posix()


@contextlib.contextmanager
def _logged() -> Iterator[list[Problem]]:
    """What Pelican itself would only log becomes a problem: nothing is skipped in silence."""
    from pelican.log import console

    said: list[Problem] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = " ".join(record.getMessage().split())
            if not message.startswith("Empty alt attribute"):  # rules/pictures.py knows about decoration
                severity: Severity = "E" if record.levelno >= logging.ERROR else "W"
                said.append(
                    Problem("pelicanconf.py", 1, 0, "build.pelican", severity, f"Pelican says: {message}.")
                )

    logger, handler = logging.getLogger("pelican"), Handler(logging.WARNING)
    kept = logger.handlers, logger.propagate, console.quiet
    logger.handlers, logger.propagate, console.quiet = [handler], False, True
    try:
        yield said
    finally:
        logger.handlers, logger.propagate, console.quiet = kept


def _manifest(output: Path) -> int:
    """Write deploy.json: the SHA-256 of every file, and of them all as the build's id. Returns the number of pages."""
    files = {
        file.relative_to(output).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(output.rglob("*"))
        if file.is_file()
    }
    build_id = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    text = json.dumps({"build": build_id, "files": files}, indent=0, ensure_ascii=False)
    (output / swap.MARK).write_text(text + "\n", encoding="utf-8", newline="\n")
    return sum(name.endswith(".html") for name in files)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit code: 0 fine, 1 the program failed, 2 the content needs a person."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.build", description="Build the site from a content folder."
    )
    parser.add_argument(
        "--publish", action="store_true", help="production settings: any E problem stops the build"
    )
    parser.add_argument("--check", action="store_true", help="find the problems, write nothing")
    parser.add_argument("--content", type=Path, default=ROOT / "content", metavar="DIR")
    parser.add_argument("--output", type=Path, default=ROOT / "output", metavar="DIR")
    parser.add_argument("--search-later", action="store_true", help="leave the index to tools.search")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the problems there as well")
    options = parser.parse_args(arguments)
    error, found = "", Report()
    code = 0
    index = search.add_later if options.search_later else search.add
    try:
        found = (
            check(ROOT, options.content)
            if options.check
            else build(ROOT, options.content, options.output, options.publish, index)
        )
        report.show(found)
    except SiteError as problem:
        error, code = str(problem), problem.exit_code
        found.problems = getattr(problem, "problems", [])
        report.show_error(problem)
    if options.check and any(problem.severity == "E" for problem in found.problems):
        code = 2
    if options.json:
        options.json.write_text(
            json.dumps({"problems": [p.as_dict() for p in found.problems], "error": error}), encoding="utf-8"
        )
    return code


if __name__ == "__main__":
    in_words(main)()
