"""In: an ssh server. Out: what the tests of it share: a driver, sites of some versions, and a deploy as the command does it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.tools.deploy.trees import of_folder
from tools.deploy.connection import Limits
from tools.deploy.driver import HostError, Say, Target
from tools.deploy.manifest import Manifest, parse
from tools.deploy.plan import plan
from tools.deploy.ssh import Ssh
from tools.swap import MARK

ROOT = Path(__file__).resolve().parents[3]
QUICK = Limits(connect=3, alive=1, silence=20, watch=5, wait=1)
PATIENCE = 60  # seconds after which the slowest failure has been told
Trees = Callable[[int], Path]


def manifest(folder: Path) -> Manifest:
    return parse((folder / MARK).read_bytes(), str(folder))


def deploy(ssh: Ssh, folder: Path, say: Say = lambda _: None) -> None:
    """As the command does it: compare with what is live, and put."""
    with ssh.hold():
        live = ssh.live()
        ssh.put(plan(manifest(folder), live.manifest, live.doubtful), folder, say)


def look(ssh: Ssh) -> None:
    """What a deploy does that has nothing to bring."""
    with ssh.hold():
        ssh.live()


def deploy_apart(target: Target, folder: Path) -> subprocess.Popen[str]:
    """The same in a process of its own."""
    settings = json.dumps([dict(target.settings), str(target.store), str(folder)])
    return subprocess.Popen(
        [sys.executable, "-m", "tests.tools.deploy.ssh_sites", settings],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def whole(site: Path, *folders: Path) -> bool:
    """Whether what is live on the host is one of these sites, byte for byte, with what its deploy.json keeps besides."""
    live = manifest(site / "current")
    return live.build in {manifest(folder).build for folder in folders} and (
        of_folder(site / "current").files == dict(sorted(live.all_files.items()))
    )


if __name__ == "__main__":
    own, store, tree = json.loads(sys.argv[1])
    try:
        deploy(Ssh(Target("live", "ssh", "", "nginx", own, Path(store))), Path(tree))
    except HostError as error:
        sys.exit(str(error))
