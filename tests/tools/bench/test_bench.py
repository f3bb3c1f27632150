"""In: words of a command line, and made-up results. Out: sentences for wrong words, and docs/speed.md with the figures in their place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.conftest import ROOT
from tests.tools.bench.figures import LARGE, SMALL
from tools.bench import bench, peers, plot


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--size", "many"], "There is no size `many`. Use a number of articles from 10 to 10000: --size 1000."),
        (["--size", "9"], "There is no size `9`. Use a number of articles from 10 to 10000: --size 1000."),
        (["--size", "100", "--size", "10001"], "There is no size `10001`. Use a number of articles from 10 to 10000: --size 1000."),
        (["--rounds", "0"], "There are no `0` rounds. Use a whole number: --rounds 3."),
        (["--rounds", "few"], "There are no `few` rounds. Use a whole number: --rounds 3."),
    ],
)  # fmt: skip
def test_wrong_use_ends_in_a_sentence(words: list[str], said: str) -> None:
    command = [sys.executable, "tasks.py", "bench", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("", said + "\n", 1)


def test_figures_take_the_place_of_older_ones_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / "speed.md").write_text(f"Before\n\n{bench.BEGIN}\n\nold\n\n{bench.END}\n\nAfter\n", encoding="utf-8")  # fmt: skip
    for told in ("first", "second"):
        bench._write(tmp_path, told, {100: SMALL, 1_000: LARGE})
    assert (tmp_path / "speed.md").read_text(encoding="utf-8") == (
        f"Before\n\n{bench.BEGIN}\n\nsecond\n\n{bench.END}\n\nAfter\n"
    )
    assert (tmp_path / "speed.svg").read_text(encoding="utf-8") == plot.drawn({100: SMALL, 1_000: LARGE})


def test_a_page_without_a_place_for_figures_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "speed.md"
    file.write_text(f"Before\n{bench.BEGIN}\nAfter\n", encoding="utf-8")
    with pytest.raises(SiteError) as raised:
        bench._write(tmp_path, "told", {100: SMALL})
    assert str(raised.value) == (
        "docs/speed.md has lost the lines `<!-- figures: `bench` writes what follows -->` and "
        "`<!-- end of the figures -->`: put them back."
    )
    assert file.read_text(encoding="utf-8") == f"Before\n{bench.BEGIN}\nAfter\n"


def test_our_page_has_a_place_for_figures() -> None:
    text = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    assert 0 < text.index(bench.BEGIN) < text.index(bench.END)


def test_conditions_tell_the_size_of_the_machine_and_no_name_of_it() -> None:
    told = bench._conditions(peers.Peers(Path("hugo"), Path("python"), "Hugo 1.2"), 0.26)
    assert re.fullmatch(
        r"Measured on \d{4}-\d\d-\d\d: \d+ cores?, \d+ GiB of memory, \w+ on \w+, Python 3\.\d+\.\d+; Hugo 1\.2\. "
        r"The load of the machine was 0\.3 before the first round\.",
        told,
    )
