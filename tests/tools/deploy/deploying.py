"""In: a driver and the tree of a site. Out: a deploy as the command does it, here or in a process that can be killed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.tools.deploy.visitors import NAMED
from tools.deploy.driver import Say, Target
from tools.deploy.files import Files
from tools.deploy.manifest import is_asset, parse
from tools.deploy.phased import Phased
from tools.deploy.plan import plan
from tools.swap import MARK

ROOT = Path(__file__).resolve().parents[3]
READY = "ready\n"


def deploy(driver: Phased, tree: Path, say: Say = lambda line: None) -> None:
    """Compare with what is live, and put what differs."""
    new = parse((tree / MARK).read_bytes(), str(tree))
    with driver.hold():
        live = driver.live()
        todo = plan(new, live.manifest, live.doubtful)
        if not todo.nothing:
            driver.put(todo, tree, say)


def deploy_apart(target: Target, tree: Path) -> subprocess.Popen[str]:
    """The same with the files driver in a process of its own, which is just about to begin; it writes what it says."""
    given = json.dumps([dict(target.settings), str(target.store), str(tree)])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.tools.deploy.deploying", given],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == READY
    return process


def files(site: Path) -> dict[str, str]:
    """Path -> SHA-256 of every file that stands there, deploy.json left out."""
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in site.rglob("*")
        if file.is_file() and file.name != MARK
    }


def is_exactly(site: Path, tree: Path) -> bool:
    return differences(site, tree) == set()


def differences(site: Path, tree: Path) -> set[str]:
    """Paths at which a site is not this tree, with the older assets that its deploy.json keeps; empty folders too."""
    live = parse((site / MARK).read_bytes(), str(site))
    empty = {str(folder) for folder in site.rglob("*") if folder.is_dir() and not any(folder.iterdir())}
    meant, put, there = files(tree).items(), live.all_files.items(), files(site).items()
    return {path for path, _ in (live.files.items() ^ meant) | (put ^ there)} | empty


def without_assets(site: Path) -> list[str]:
    """The pages that name an asset that is not there."""
    return [
        str(page.relative_to(site))
        for page in site.rglob("*.html")
        if any(is_asset(name) and not (site / name).is_file() for name in _named(page))
    ]


def _named(page: Path) -> Iterable[str]:
    return (name.decode() for name in NAMED.findall(page.read_bytes()))


if __name__ == "__main__":
    settings, store, tree = json.loads(sys.argv[1])
    print(READY, end="", flush=True)
    target = Target("live", "files", "", "other", settings, Path(store))
    deploy(Files(target), Path(tree), lambda line: print(line, flush=True))
