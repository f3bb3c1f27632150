"""In: words for pytest. Out: its exit code, with everything installed that the tests need."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rules.problem import SiteError
from tools import environment, machine


def run(root: Path, long: bool, words: Sequence[str]) -> int:
    """Install what is missing, then run pytest over tests/. Raises SiteError when something cannot be had."""
    machine.provide()
    lock = str(root / "tests" / "requirements.txt")
    if not environment.finished(environment.VENV, lock):
        environment.install(lock)
    install_npm(root / "tests" / "browser")
    side_by_side = [] if words or long else ["-n", "auto", "--dist", "loadfile"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *side_by_side,
        *(["--long"] if long else []),
        *words,
    ]
    code = subprocess.run(command, cwd=root).returncode
    return min(code, 1)  # pytest's own 2 to 5 would read as "the content needs a person"


def install_npm(folder: Path) -> None:
    """`npm ci`, unless node_modules is what package-lock.json says. Raises SiteError without a network."""
    lock, mark = folder / "package-lock.json", folder / "node_modules" / ".installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text(encoding="utf-8") == digest:
        return
    print("Installing the checkers of HTML and accessibility with npm ...", flush=True)
    command = [machine.require(machine.NPM), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    env = {**os.environ, "npm_config_update_notifier": "false"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason was given"]
        raise SiteError(f"npm could not install what the tests need (is the network there?): {lines[0]}")
    mark.write_text(digest, encoding="utf-8")
