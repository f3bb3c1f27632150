"""In: a folder of a test. Out: a project in it with facts and a target, whose builds are made up, and what people are told."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from rules.problem import SiteError
from tests.tools.deploy.trees import make_tree
from tools.deploy import deploy, target
from tools.deploy.driver import Say, Target
from tools.deploy.make import TREE
from tools.deploy.manifest import Manifest
from tools.deploy.run import Run
from tools.server import SiteServer

SITE = "https://clinic.test"


@dataclass
class Project:
    """deploy.toml names the targets; built is the site that the next deploy brings. said: what was told, line by line."""

    root: Path
    built: Path = field(init=False)
    said: list[str] = field(default_factory=list)
    answer: str = "yes"
    questions: list[str] = field(default_factory=list)

    def write(self, toml: str) -> None:
        (self.root / target.FILE).write_text(toml, encoding="utf-8")

    def build(self, pages: int = 20, version: int = 0) -> Manifest:
        """Have a made-up site as the next build."""
        self.built = self.root / f"built-{pages}-{version}"
        shutil.rmtree(self.built, ignore_errors=True)
        return make_tree(self.built, pages, version)

    def run(self, name: str = "") -> Run:
        chosen = target.choose(target.load(self.root, SITE), name)
        return Run(self.root, chosen, target.open_driver(chosen), self.said.append, self._ask, self._make)

    def deploy(self, name: str = "", **how: Any) -> int:
        """Run one deploy; said holds what it told."""
        self.said.clear()
        return deploy.deploy(self.run(name), **how)

    def _ask(self, question: str) -> str:
        self.questions.append(question)
        return self.answer

    def _make(self, root: Path, chosen: Target, say: Say) -> None:
        tree = chosen.store / TREE
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self.built, tree)


@contextlib.contextmanager
def served(tmp_path: Path) -> Iterator[Project]:
    """Its target live is a folder served with the headers of production."""
    (tmp_path / "project").mkdir()
    (tmp_path / "www").mkdir()
    made = Project(tmp_path / "project")
    server = SiteServer(tmp_path / "www")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    address = server.address.rstrip("/")
    made.write(
        f'[live]\ndriver = "folder"\npath = "{tmp_path}/www"\naddress = "{address}"\nserver = "nginx"\n'
    )
    made.build()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def page(project: Project, number: int = 5) -> Path:
    return project.root.parent / f"www/health/page-{number:06}/index.html"


def place(project: Project) -> str:
    return project.run().place


def error(project: Project) -> str:
    with pytest.raises(SiteError) as raised:
        project.deploy()
    return str(raised.value)
