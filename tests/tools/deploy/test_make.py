"""In: content with facts. Out: a dressed tree for a host, or a refusal that says what is live."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rules.problem import ContentError
from tests.conftest import ROOT
from tests.sites import write_publishable
from tools.deploy import make
from tools.deploy.driver import Target


@pytest.fixture
def site(tmp_path: Path, root: Path) -> Path:
    """The project with its own content, in another folder; its code is where it is."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in ("content", "theme"):
        shutil.copytree(root / name, copy / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(root / name, copy)
    return copy


def target(site: Path, server: str = "netlify") -> Target:
    return Target("live", "folder", "https://clinic.test", server, {}, site / ".cache/deploy/live")


def real(site: Path) -> None:
    write_publishable(ROOT / "content", site / "content")


def test_samples_never_go_to_a_host(site: Path) -> None:
    with pytest.raises(ContentError) as raised:
        make.make(site, target(site), lambda line: None)
    assert str(raised.value) == (
        "Facts in content/clinic.toml are still samples, and samples never go to a host. "
        "Run `python3 tasks.py setup`, then deploy again. Nothing was sent: https://clinic.test is as it was."
    )
    assert any(problem.rule == "facts.sample" for problem in raised.value.problems)
    assert not (site / ".cache/deploy/live/tree").exists()


def test_what_stops_a_publish_stops_a_deploy(site: Path) -> None:
    real(site)
    (site / "content/articles/oops.md").write_text("No head.\n")
    with pytest.raises(ContentError) as raised:
        make.make(site, target(site), lambda line: None)
    assert str(raised.value).endswith(
        " Mend what is listed, then deploy again. Nothing was sent: https://clinic.test is as it was."
    )


def test_a_tree_is_the_build_and_what_the_host_reads(site: Path) -> None:
    real(site)
    said: list[str] = []
    make.make(site, target(site), said.append)
    tree = site / ".cache/deploy/live/tree"
    built = json.loads((tree.parent / "output/deploy.json").read_text())["files"]
    dressed = json.loads((tree / "deploy.json").read_text())["files"]
    assert dressed.items() >= built.items()
    assert "_headers" in dressed
    assert said[0] == "Building the pages for the public ..."
    assert said[1].startswith("Built ")
    assert not (site / "output").exists()
