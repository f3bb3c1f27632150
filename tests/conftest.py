"""In: the options of the command line. Out: the settings and fixtures that all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from rules.site import Site
from tests.sites import MakeSite
from tools import run

Figures = Callable[[str], None]
ROOT = Path(__file__).resolve().parent.parent
hypothesis.settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("long", max_examples=2000, deadline=None, database=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="many more random cases")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "quick")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have measured stands at the end of a run, also when several processes ran them."""
    reports = [each for outcome in ("passed", "failed") for each in terminalreporter.stats.get(outcome, [])]
    told = [value for each in reports for name, value in each.user_properties if name == "figures"]
    if told:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(map(str, dict.fromkeys(told))))


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Call it with what a test has measured, for the end of the run."""
    return lambda text: record_property("figures", text.strip())


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    """Whether many more cases are wanted."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the code without .venv, in a folder whose name has a space, with a lock of one small package."""
    copy = tmp_path / "a clinic"
    copy.mkdir()
    shutil.copy(ROOT / "tasks.py", copy)
    for folder in ("tools", "rules", "plugins"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    whole = (ROOT / "requirements.txt").read_text(encoding="utf-8").split("\n")
    first = next(number for number, line in enumerate(whole) if line.startswith("segno=="))
    last = next(n for n in range(first, len(whole)) if not whole[n].endswith("\\"))
    (copy / "requirements.txt").write_text("\n".join(whole[first : last + 1]) + "\n", encoding="utf-8")
    return copy


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Write files (path -> text or bytes) into a content folder and run the stages up to the gate over it."""

    def make(files: dict[str, str | bytes], publish: bool = False) -> Site:
        content = tmp_path / "content"
        content.mkdir(exist_ok=True)
        for name, text in files.items():
            file = content / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        site, problems = run.run(ROOT, content, tmp_path / "output", publish, check_only=True)
        site.problems = problems
        return site

    return make
