"""In: the figures of one or more sizes. Out: a drawing in SVG: four acts, the three programs in each, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from tools.bench.rounds import BODY, COLD, NOTHING, SEEN_BODY, Figures, of
from tools.bench.sites import HUGO, OURS, PELICAN

PANELS = {
    COLD: "Cold build, s of CPU",
    NOTHING: "Nothing changed, s of CPU",
    BODY: "One body edited, s of CPU",
    SEEN_BODY: "Save to visible, s",
}
PROGRAMS = (OURS, HUGO, PELICAN)
WIDTH, HEIGHT = 360, 300  # of a panel
LEFT, RIGHT, TOP, BOTTOM = 56, 78, 44, 40  # from a panel's edge to its axes
TOP_LINE = 30  # above all panels
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #26323a }
.name { font-weight: 600; font-size: 14px }
.grid { stroke: #d5dcdf; stroke-width: 1 }
.line { fill: none; stroke-width: 2.5 }
.ours { stroke: #006d77; fill: #006d77 }
.Hugo { stroke: #b4460f; fill: #b4460f; stroke-dasharray: 7 4 }
.Pelican { stroke: #5b5f97; fill: #5b5f97; stroke-dasharray: 2 4 }
.line.ours, .line.Hugo, .line.Pelican { fill: none }
.mark { stroke-dasharray: none }
.paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #e6ecee }
.grid { stroke: #3c474d }
.ours { stroke: #5fd0d8; fill: #5fd0d8 }
.Hugo { stroke: #ff9d6b; fill: #ff9d6b }
.Pelican { stroke: #b3b7f5; fill: #b3b7f5 }
.paper { fill: #12191d }
}"""


def drawn(results: Mapping[int, Figures]) -> str:
    """The SVG. Its title and description tell the same to whoever cannot see it."""
    panels = "\n".join(
        f'<g transform="translate({column % 2 * WIDTH} {TOP_LINE + column // 2 * HEIGHT})">\n'
        f"{_panel(row, name, results)}\n</g>"
        for column, (row, name) in enumerate(PANELS.items())
    )
    width, height = 2 * WIDTH, TOP_LINE + 2 * HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title description">\n'
        '<title id="title">What a build costs: ours, Hugo and stock Pelican</title>\n'
        f'<desc id="description">{escape(_described(results))}</desc>\n'
        f"<style>\n{STYLE}\n</style>\n"
        f'<rect class="paper" width="{width}" height="{height}"/>\n'
        '<text x="16" y="24">Across: articles. Up: seconds. Each step is ten times the one before; lower is better.</text>\n'
        f"{panels}\n</svg>\n"
    )


def _described(results: Mapping[int, Figures]) -> str:
    parts = []
    for row, name in PANELS.items():
        for size in sorted(results):
            found = [(program, of(results[size], row, program)) for program in PROGRAMS]
            told = ", ".join(f"{program} {value:.3g}" for program, value in found if value is not None)
            parts.append(f"{name}, {size:,} articles: {told}.")
    return " ".join(parts)


def _panel(row: str, name: str, results: Mapping[int, Figures]) -> str:
    points = {
        program: [(size, value) for size in sorted(results) if (value := of(results[size], row, program))]
        for program in PROGRAMS
    }
    across = _Axis([size for found in points.values() for size, _ in found], LEFT, WIDTH - RIGHT)
    up = _Axis([value for found in points.values() for _, value in found], HEIGHT - BOTTOM, TOP)
    parts = [f'<text class="name" x="{LEFT}" y="26">{escape(name)}</text>']
    for power in across.powers:
        x = across.at(power)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{power:,.0f}</text>')
    for power in up.powers:
        y = up.at(power)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{power:g}</text>')
    placed = {program: [(across.at(s), up.at(v)) for s, v in found] for program, found in points.items()}
    parts += [_line(program, found) for program, found in placed.items() if found]
    return "\n".join([*parts, *_names({program: found[-1] for program, found in placed.items() if found})])


class _Axis:
    """A logarithmic axis over whole powers of ten, from one place of the drawing to another."""

    def __init__(self, values: list[float], start: float, end: float):
        low, high = (math.log10(each) for each in (min(values, default=1), max(values, default=1)))
        self.low = math.floor(low)
        self.high = max(math.ceil(high), self.low + 1)
        self.start, self.end = start, end

    @property
    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def _line(program: str, points: list[tuple[float, float]]) -> str:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    marks = "".join(f'<circle class="{program} mark" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in points)
    return f'<path class="line {program}" d="{path}"/>{marks}'


def _names(ends: dict[str, tuple[float, float]]) -> list[str]:
    """Each program's name beside the end of its line, moved apart where two would stand on one another."""
    parts, lowest = [], -math.inf
    for program, (x, y) in sorted(ends.items(), key=lambda each: each[1][1]):
        lowest = max(y + 4, lowest + 15)
        parts.append(f'<text x="{x + 10:.1f}" y="{lowest:.1f}">{program}</text>')
    return parts
