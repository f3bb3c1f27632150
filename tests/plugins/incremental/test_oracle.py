"""In: any sequence of edits. Out: the proof that a build after them gives what a build from nothing gives, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Figures
from tests.plugins.incremental import edits
from tests.plugins.incremental.project import Project, keep, put_back

STEP = st.tuples(st.sampled_from(sorted(edits.ALL)), st.integers(0, 99), st.integers(0, 99), st.booleans())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # 2026-05-28: dates to come stay to come
    return tmp_path / "project"


def test_after_any_edits_the_output_is_that_of_a_clean_build(
    folder: Path, figures: Figures, long: bool
) -> None:
    seen = {"sequences": 0, "edits": 0}
    kept = {publish: folder.with_name(f"kept-{publish}") for publish in (False, True)}
    projects = {}
    for publish, aside in kept.items():
        shutil.rmtree(folder, ignore_errors=True)
        projects[publish] = Project(folder, publish)
        projects[publish].build()
        keep(projects[publish], aside)

    @settings(
        max_examples=1000 if long else 25,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(publish=st.booleans(), steps=st.lists(STEP, min_size=1, max_size=8))
    def run(publish: bool, steps: list[tuple[str, int, int, bool]]) -> None:
        project = projects[publish]
        put_back(folder, kept[publish])
        for name, at, what, builds in steps:
            edits.ALL[name](project, at, what)
            if builds:
                project.built()
        assert project.difference() == []
        seen["sequences"] += 1
        seen["edits"] += len(steps)

    run()
    figures(f"oracle: {seen['sequences']:,} sequences of {seen['edits']:,} edits, no difference")
