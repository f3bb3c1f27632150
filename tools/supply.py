"""In: the locks. Out: the lists of what this site is made with (SBOM, CycloneDX), and whether any of it has a known hole."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rules.problem import SiteError
from tools import environment

LOCKS = {"requirements.txt": "sbom.json", "tests/requirements.txt": "sbom-tests.json"}
OSV = "https://api.osv.dev/v1/query"  # the open list of known holes
LIMIT = 300  # seconds for one program
LINE = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>.*?))?(?: \\)?$", re.MULTILINE)
LOCK_AGAIN = (
    "Raise them in pyproject.toml, make the locks again (the command stands there), and run the tests."
)


def provide(root: Path) -> None:
    """See that the programs which list and audit are there; they are not among what the site itself needs."""
    lock = str(root / "tests" / "requirements.txt")
    if not environment.finished(environment.VENV, lock):
        environment.install(lock)


def sbom(root: Path, folder: Path) -> list[Path]:
    """Write the list of each lock into folder. Raises SiteError when one could not be made, or misses a package."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_listed(root / lock, root, folder / name) for lock, name in LOCKS.items()]


def _listed(lock: Path, root: Path, file: Path) -> Path:
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(lock), "--of", "JSON",
               "--output-reproducible", "--no-validate", "--pyproject", str(root / "pyproject.toml"),
               "--output-file", str(file)]  # fmt: skip
    done = _run(command)
    if done.returncode:
        raise SiteError(f"The list of what {_name(lock, root)} holds could not be made: {_last(done.stderr)}")
    parts = json.loads(file.read_text(encoding="utf-8")).get("components", [])
    missing = _packages(lock) - {_same(part["name"]) for part in parts}
    if missing:
        file.unlink()
        raise SiteError(
            f"The list of what {_name(lock, root)} holds would miss {', '.join(sorted(missing))}."
        )
    return file


def audit(root: Path, osv: str = OSV) -> str:
    """One sentence that says that nothing is known against any package of the locks.

    Raises SiteError when something is, and when nothing or not all of it could be audited. osv: where the holes are listed.
    """
    locks = [root / lock for lock in LOCKS]
    wanted = set().union(*(_packages(lock, here=True) for lock in locks))
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner", "off", "--format", "json",
               "--vulnerability-service", "osv", "--osv-url", osv,
               *(word for lock in locks for word in ("-r", str(lock)))]  # fmt: skip
    found = _answer(_run(command).stdout)
    audited = {_same(each["name"]) for each in found if "vulns" in each}
    holes = [_hole(each) for each in found if each.get("vulns")]
    if not audited or not wanted:
        raise SiteError(
            "Nothing was audited: the list of known holes could not be asked. "
            "Check that the internet is there, then run the same command again."
        )
    if missing := sorted(wanted - audited):
        raise SiteError(
            f"Only {len(wanted) - len(missing)} of {len(wanted)} packages could be audited; not {', '.join(missing)}. "
            "Run the same command again; if it says the same, tell whoever looks after the code."
        )
    if holes:
        raise SiteError(f"Known holes: {'; '.join(sorted(holes))}. {LOCK_AGAIN}")
    return f"None of the {len(audited)} packages in the locks has a known hole."


def _answer(printed: str) -> list[dict[str, Any]]:
    try:
        return list(json.loads(printed)["dependencies"])
    except (ValueError, KeyError, TypeError):
        return []


def _hole(package: dict[str, Any]) -> str:
    return f"{package['name']} {package['version']} ({', '.join(_told(each) for each in package['vulns'])})"


def _told(hole: dict[str, Any]) -> str:
    mended = hole.get("fix_versions")
    return f"{hole['id']}, mended in {mended[0]}" if mended else f"{hole['id']}, not mended yet"


def _packages(lock: Path, here: bool = False) -> set[str]:
    """The names in a lock; here: only of those that are installed on a machine such as this one."""
    from packaging.markers import Marker  # here: provide() may have to install it first

    found = LINE.finditer(lock.read_text(encoding="utf-8"))
    return {
        _same(each["name"])
        for each in found
        if not (here and each["marker"]) or Marker(each["marker"]).evaluate()
    }


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _name(lock: Path, root: Path) -> str:
    return lock.relative_to(root).as_posix()


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=LIMIT)
    except subprocess.TimeoutExpired:
        raise SiteError(f"No answer within {LIMIT} seconds. Run the same command again later.") from None


def _last(said: str) -> str:
    return (said.strip().splitlines() or ["no reason was given"])[-1]
