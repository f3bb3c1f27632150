"""In: sizes. Out: what ours, Hugo and stock Pelican cost at each, printed, and on demand written into docs/speed.md."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from rules.problem import SiteError
from tools.bench import corpus, peers, plot, rounds, runs, sites, table
from tools.bench.rounds import Figures

SIZES = (100, 1_000)
LEAST = 10
MANY = 10_000  # articles
ROUNDS, ROUNDS_OF_MANY = 5, 3
BEGIN, END = "<!-- figures: `bench` writes what follows -->", "<!-- end of the figures -->"
MORE = (
    "Beside what the others do, ours reads every text for its rules, cleans its HTML, checks every link, makes the cards that "
    "shared links show, structured data, the page of evidence of each text and the search index, and builds the clinic's own "
    "pages as well."
)


def main(root: Path, sizes: Sequence[str], rounds_wanted: str, write: bool) -> int:
    """Measure, print, and write when asked. Raises SiteError for what a person can mend."""
    wanted = [_size(word) for word in sizes] or list(SIZES)
    count = _rounds(rounds_wanted)
    if os.name == "nt":
        raise SiteError("`bench` measures with what Windows does not have: run it on Linux or macOS.")
    folder, start, load = root / ".cache" / "bench", time.monotonic(), os.getloadavg()[0]
    others = peers.provide(folder / "peers")
    sites.copy_code(root, folder / "ours")
    results = {size: _measured(size, count, folder, root, others) for size in sorted(set(wanted))}
    told = f"{_conditions(others, load)}\n\n{table.tables(results)}"
    print(f"\n{told}\n\n{MORE}\nMeasured in {(time.monotonic() - start) / 60:.0f} minutes.")
    if write:
        _write(root / "docs", told, results)
    return 0


def _measured(size: int, count: int, folder: Path, root: Path, others: peers.Peers) -> Figures:
    written = corpus.articles(size)
    laid_out = sites.lay_out(written, folder / str(size), root, folder / "ours", others)
    return rounds.measured(laid_out, written, count or (ROUNDS if size < MANY else ROUNDS_OF_MANY), _say)


def _conditions(others: peers.Peers, load: float) -> str:
    """When, on what size of a machine, how busy that was with other work, and with which versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / runs.MIB / 1024
    return (
        f"Measured on {date.today()}: {cores} cores, {memory:.0f} GiB of memory, {platform.system()} on "
        f"{platform.machine()}, Python {platform.python_version()}; {others.versions}. "
        f"The load of the machine was {load:.1f} before the first round."
    )


def _write(docs: Path, told: str, results: Mapping[int, Figures]) -> None:
    file = docs / "speed.md"
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SiteError(f"docs/speed.md has lost the lines `{BEGIN}` and `{END}`: put them back.")
    text = f"{before}{BEGIN}\n\n{told}\n\n{END}{after}"
    file.write_text(text, encoding="utf-8", newline="\n")
    (docs / "speed.svg").write_text(plot.drawn(results), encoding="utf-8", newline="\n")
    print("Written to docs/speed.md and docs/speed.svg.")


def _size(word: str) -> int:
    if word.isdecimal() and LEAST <= int(word) <= corpus.MOST:
        return int(word)
    raise SiteError(
        f"There is no size `{word}`. Use a number of articles from {LEAST} to {corpus.MOST}: --size 1000."
    )


def _rounds(word: str) -> int:
    """0 for as many as a size is worth."""
    if not word or (word.isdecimal() and int(word)):
        return int(word or 0)
    raise SiteError(f"There are no `{word}` rounds. Use a whole number: --rounds 3.")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
