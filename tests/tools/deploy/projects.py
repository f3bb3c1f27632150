"""In: a folder of a test. Out: a project in it with facts and a target, whose builds are made up, and what people are told."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.tools.deploy.trees import make_tree
from tools.deploy import deploy, target
from tools.deploy.driver import Say, Target
from tools.deploy.make import TREE
from tools.deploy.manifest import Manifest
from tools.deploy.run import Run

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
