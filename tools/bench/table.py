"""In: the figures of one or more sizes. Out: tables in Markdown that read well in a terminal too, each figure beside its goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.bench import rounds
from tools.bench.rounds import (
    BODY,
    BODY_WITHOUT_SEARCH,
    COLD,
    NOTHING,
    SEEN_BODY,
    SEEN_TITLE,
    TITLE,
    WITHOUT_SEARCH,
    Figures,
    memory,
    of,
    ratio,
    wall,
)
from tools.bench.sites import HUGO, OURS, PELICAN

NONE = "–"
ROWS = {
    COLD: "cold, s of CPU",
    WITHOUT_SEARCH: "cold without the search index, s of CPU",
    NOTHING: "nothing changed, s of CPU",
    BODY: "one body edited, s of CPU",
    BODY_WITHOUT_SEARCH: "one body edited, without the search index, s of CPU",
    TITLE: "one title edited, s of CPU",
    wall(COLD): "cold, s on the clock",
    wall(NOTHING): "nothing changed, s on the clock",
    wall(BODY): "one body edited, s on the clock",
    wall(TITLE): "one title edited, s on the clock",
    SEEN_BODY: "save to visible, one body, s",
    SEEN_TITLE: "save to visible, one title, s",
    memory(COLD): "most memory, cold, MiB",
    memory(BODY): "most memory, one body edited, MiB",
}
EVERY = (100, 1_000, 10_000)
GOALS: dict[tuple[str, str], dict[int, float]] = {  # ours to theirs, at most
    (COLD, HUGO): dict.fromkeys(EVERY, 3.0),
    (NOTHING, HUGO): {100: 0.10, 1_000: 0.05, 10_000: 0.03},
    (BODY, HUGO): {100: 1.0, 1_000: 0.25, 10_000: 0.10},
    (SEEN_BODY, HUGO): dict.fromkeys(EVERY, 1.0),
    (SEEN_TITLE, HUGO): dict.fromkeys(EVERY, 1.0),
    (memory(COLD), HUGO): {10_000: 0.3},
    (COLD, PELICAN): dict.fromkeys(EVERY, 0.5),
    (NOTHING, PELICAN): {100: 0.05, 1_000: 0.01, 10_000: 0.005},
    (BODY, PELICAN): {100: 0.30, 1_000: 0.06, 10_000: 0.025},
    (SEEN_BODY, PELICAN): {1_000: 0.02},
    (SEEN_TITLE, PELICAN): {1_000: 0.02},
}
GROWTH = {COLD: 11.0, BODY: 6.0}  # for ten times the articles, at most
HEAD = ["", "ours", "Hugo", "ours / Hugo", "goal", "Pelican", "ours / Pelican", "goal"]


def tables(results: Mapping[int, Figures]) -> str:
    """One table a size, and one on growth where a size is ten times another."""
    parts = [
        f"### {size:,} articles, {_counted(results[size])}\n\n{_of_size(size, results[size])}"
        for size in sorted(results)
    ]
    steps = [(size, size * 10) for size in sorted(results) if size * 10 in results]
    if steps:
        parts.append(f"### Ten times the articles\n\n{_growth(results, steps)}")
    return "\n\n".join(parts)


def _counted(figures: Figures) -> str:
    most = max(len(found) for programs in figures.values() for found in programs.values())
    return f"the medians of {most} rounds" if most > 1 else "one round"


def _of_size(size: int, figures: Figures) -> str:
    lines = [HEAD]
    for row, words in ROWS.items():
        if row not in figures:
            continue
        line = [words, _figure(of(figures, row, OURS))]
        for peer in (HUGO, PELICAN):
            found = ratio(figures, row, peer)
            line += [
                _figure(of(figures, row, peer)),
                _figure(found),
                _goal(found, GOALS.get((row, peer), {}).get(size)),
            ]
        lines.append(line)
    return _aligned(lines)  # fmt: skip


def _growth(results: Mapping[int, Figures], steps: Sequence[tuple[int, int]]) -> str:
    lines = [["times the CPU", "ours", "goal", "Hugo", "Pelican"]]
    for small, large in steps:
        for row, goal in GROWTH.items():
            ours, hugo, pelican = (_times(results, row, each, small, large) for each in (OURS, HUGO, PELICAN))
            words = f"{ROWS[row].partition(',')[0]}, {small:,} to {large:,}"
            lines.append([words, _figure(ours), _goal(ours, goal), _figure(hugo), _figure(pelican)])
    return _aligned(lines)


def _times(results: Mapping[int, Figures], row: str, program: str, small: int, large: int) -> float | None:
    before, after = (rounds.of(results[size], row, program) for size in (small, large))
    return after / before if before and after else None


def _goal(found: float | None, goal: float | None) -> str:
    """The goal, and whether it is met by what was measured, not by what is shown of it."""
    if goal is None:
        return NONE
    shown = f"{goal:.3f}".rstrip("0").rstrip(".")
    return shown if found is None else f"{shown} {'met' if found <= goal else 'missed'}"


def _figure(value: float | None) -> str:
    if value is None:
        return NONE
    return (
        f"{value:.3f}"
        if value < 0.1
        else f"{value:.2f}"
        if value < 10
        else f"{value:.1f}"
        if value < 100
        else f"{value:.0f}"
    )


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown whose columns also stand one below another as plain text; figures on the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    head, *rest = lines
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(line, widths) for line in (head, rule, *rest))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = [
        cell.rjust(width) if column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join([first, *others])} |"
