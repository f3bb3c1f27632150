"""In: the options of the command line. Out: how often the fault tests strike."""

from __future__ import annotations

import pytest


@pytest.fixture
def count(request: pytest.FixtureRequest) -> int:
    """30 times with --long, 6 times without."""
    return 30 if request.config.getoption("--long") else 6
