"""In: the paths of saved texts, one a line on stdin. Out: for each, what the coach now shows of it, as one JSON object a line.

python -m tools.quick CONTENT: a process that has read the whole site once, so that one text takes a tenth of a second.
The build that follows says the same of the whole site, and more slowly.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins import addresses, coach, images, links, reader
from plugins.sources import kind_of, read_text
from rules import engine
from rules.fields import split
from rules.problem import Problem, SiteError
from rules.site import Document, Site
from tools import build, run


def answers(content: Path, paths: Iterable[str]) -> Iterator[dict[str, str]]:
    """Read the site, then answer for each path; paths that are no text of the site have no answer."""
    site, problems = run.run(build.ROOT, content, build.ROOT / "output", publish=False, check_only=True)
    site.problems = problems
    for path in paths:
        try:
            file = Path(path.strip()).relative_to(content)
        except ValueError:
            continue
        document = again(site, file.as_posix())
        if document:
            found = coach.coached(document, site)
            yield {"path": document.path, "html": found.html, "panel": str(coach.panel(found, site))}


def again(site: Site, name: str) -> Document | None:
    """Read one file again, put it in the place of the old one, and judge it; None when it can no longer be read."""
    shown = f"{site.shown}/{name}"
    site.documents = [document for document in site.documents if document.name != name]
    site.problems = [problem for problem in site.problems if problem.path != shown]
    file = site.content / name
    text = read_text(file, shown) if file.is_file() else ""
    if not text or isinstance(text, Problem):
        return None
    head, body, body_line = split(text)
    document = Document(shown, name, text, head, body, body_line, kind_of(name))
    alone = dataclasses.replace(site, documents=[document], problems=[])
    reader.read(alone)
    addresses.assign(alone)
    if not alone.documents:
        return None
    site.documents = sorted([*site.documents, document], key=lambda each: each.name)
    document.html = links.rewritten(document, site)
    document.html = images.rewritten(document, site)
    found = [*document.found, *(problem for problem in alone.problems if problem.path == shown)]
    site.problems = sorted({*site.problems, *engine.judged(document, site, found)})
    return document


def main() -> None:
    for answer in answers(Path(sys.argv[1]), iter(sys.stdin.readline, "")):
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (SiteError, KeyboardInterrupt):
        sys.exit(1)
