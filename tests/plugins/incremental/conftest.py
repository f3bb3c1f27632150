"""In: pytest's folders. Out: a small project that stands built, and is put back after each test by another build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.incremental.project import Project


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # 2026-05-28
        made = Project(tmp_path_factory.mktemp("incremental") / "project", publish=True)
        made.build()
        yield made


@pytest.fixture
def edited(standing: Project, tmp_path: Path) -> Iterator[Project]:
    """The project to edit. What a test has done to its texts is undone after it."""
    shutil.copytree(standing.content, tmp_path / "kept")
    yield standing
    shutil.rmtree(standing.content)
    shutil.copytree(tmp_path / "kept", standing.content)
    standing.build()
