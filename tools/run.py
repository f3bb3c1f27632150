"""In: the settings and a content folder. Out: the Site that the stages, and Pelican, make of it, and all problems."""

from __future__ import annotations

import contextlib
import logging
import runpy
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from plugins import stages
from plugins.gate import Checked
from rules.problem import ContentError, Problem, Severity
from rules.site import Site

PELICAN = ("plugins.contents", "plugins.writer")  # what hands over to Pelican
GATE = "plugins.gate"  # the last that finds problems of texts


def run(
    root: Path, content: Path, output: Path, publish: bool, check_only: bool = False, clean: bool = False
) -> tuple[Site, list[Problem]]:
    """Run the stages over the folder, and unless only problems are wanted Pelican; problems are sorted and each stands once.

    clean: nothing that was kept of earlier builds is used.
    """
    override = _override(content, output) | {"CLINIC_CHECK_ONLY": check_only, "CLINIC_CLEAN": clean}
    made, said = (_checked if check_only else _rendered)(_file(root, publish), override)
    site: Site = made["CLINIC_SITE"]
    return site, sorted({*site.problems, *said})


def settings(
    root: Path, content: Path, output: Path, publish: bool, check_only: bool = False
) -> dict[str, Any]:
    """The settings without Pelican, the stages registered that are wanted: loading it takes longer than a page."""
    override = _override(content, output) | {"CLINIC_CHECK_ONLY": check_only}
    return _registered(_file(root, publish), override)


def _file(root: Path, publish: bool) -> Path:
    return root / ("publishconf.py" if publish else "pelicanconf.py")


def _override(content: Path, output: Path) -> dict[str, Any]:
    return {"PATH": str(content), "OUTPUT_PATH": str(output), "CLINIC_SHOWN": shown(content)}


def _registered(file: Path, override: dict[str, Any]) -> dict[str, Any]:
    """All PLUGINS but those for Pelican; where only problems are wanted, those up to the gate."""
    with _beside(file):
        found = {
            name: value for name, value in runpy.run_path(str(file)).items() if name.isupper()
        } | override
    names: list[str] = found["PLUGINS"]
    stages.clear()
    for name in names[: names.index(GATE) + 1] if found["CLINIC_CHECK_ONLY"] else names:
        if name not in PELICAN:
            import_module(name).register()
    return found


@contextlib.contextmanager
def _beside(file: Path) -> Iterator[None]:
    """publishconf.py imports the pelicanconf.py that lies beside it, whatever this process has loaded before."""
    sys.modules.pop("pelicanconf", None)
    sys.path.insert(0, str(file.parent))
    try:
        yield
    finally:
        sys.path.remove(str(file.parent))
        sys.modules.pop("pelicanconf", None)


def _checked(file: Path, override: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The stages up to the gate, without Pelican."""
    found = _registered(file, override)
    with contextlib.suppress(Checked):
        stages.run(found)
    return found, []


def _rendered(file: Path, override: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """All of it, by Pelican; its own messages too."""
    from pelican import Pelican  # here, for the sake of builds that do without
    from pelican.settings import read_settings

    stages.clear()
    with _logged() as said:
        try:
            with _beside(file):
                found: dict[str, Any] = read_settings(str(file), override)
            Pelican(found).run()
        except ContentError as error:
            raise ContentError(str(error), {*error.problems, *said}) from None
    return found, said


def shown(content: Path) -> str:
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
