"""In: made-up figures. Out: the tables, to the letter."""

from __future__ import annotations

import pytest

from tests.tools.bench.figures import LARGE, SMALL
from tools.bench import rounds, table
from tools.bench.sites import HUGO, PELICAN

BOTH = """\
### 100 articles, the medians of 3 rounds

|                              |  ours | Hugo | ours / Hugo |     goal | Pelican | ours / Pelican |     goal |
| ---------------------------- | ----: | ---: | ----------: | -------: | ------: | -------------: | -------: |
| cold, s of CPU               |  2.00 | 1.00 |        2.00 |    3 met |    10.0 |           0.40 |  0.5 met |
| nothing changed, s of CPU    | 0.020 | 0.20 |       0.100 |  0.1 met |    0.80 |          0.025 | 0.05 met |
| one body edited, s of CPU    |  0.20 | 0.10 |        2.00 | 1 missed |    0.80 |           0.25 |  0.3 met |
| save to visible, one body, s |  0.10 | 0.40 |        0.25 |    1 met |    1.00 |           0.10 |        – |
| most memory, cold, MiB       |   100 | 80.0 |        1.25 |        – |    50.0 |           2.00 |        – |

### 1,000 articles, one round

|                              |  ours | Hugo | ours / Hugo |     goal | Pelican | ours / Pelican |     goal |
| ---------------------------- | ----: | ---: | ----------: | -------: | ------: | -------------: | -------: |
| cold, s of CPU               |  24.0 | 8.00 |        3.00 |    3 met |    60.0 |           0.40 |  0.5 met |
| nothing changed, s of CPU    | 0.030 | 1.00 |       0.030 | 0.05 met |    6.00 |          0.005 | 0.01 met |
| one body edited, s of CPU    |  0.30 | 1.20 |        0.25 | 0.25 met |    6.00 |          0.050 | 0.06 met |
| save to visible, one body, s |  0.20 | 0.20 |        1.00 |    1 met |    14.0 |          0.014 | 0.02 met |

### Ten times the articles

| times the CPU                 | ours |      goal | Hugo | Pelican |
| ----------------------------- | ---: | --------: | ---: | ------: |
| cold, 100 to 1,000            | 12.0 | 11 missed | 8.00 |    6.00 |
| one body edited, 100 to 1,000 | 1.50 |     6 met | 12.0 |    7.50 |"""


def test_every_figure_stands_beside_its_goal() -> None:
    assert table.tables({1_000: LARGE, 100: SMALL}) == BOTH


def test_one_size_says_nothing_of_growth() -> None:
    assert table.tables({100: SMALL}) == BOTH.partition("\n\n### 1,000")[0]


def test_a_goal_is_judged_by_what_was_measured_and_not_by_what_is_shown() -> None:
    assert (table._figure(0.0504), table._goal(0.0504, 0.05)) == ("0.050", "0.05 missed")
    assert (table._figure(0.05), table._goal(0.05, 0.05)) == ("0.050", "0.05 met")


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert table._goal(None, 0.05) == "0.05"
    assert table._goal(0.05, None) == "–"
    assert table._figure(None) == "–"


def test_every_goal_of_every_size_is_kept() -> None:
    kept = {(row, peer): list(goals.values()) for (row, peer), goals in table.GOALS.items()}
    assert kept == {
        ("cold", HUGO): [3, 3, 3],
        ("nothing", HUGO): [0.10, 0.05, 0.03],
        ("body", HUGO): [1.0, 0.25, 0.10],
        ("seen body", HUGO): [1, 1, 1],
        ("seen title", HUGO): [1, 1, 1],
        ("cold", PELICAN): [0.5, 0.5, 0.5],
        ("nothing", PELICAN): [0.05, 0.01, 0.005],
        ("body", PELICAN): [0.30, 0.06, 0.025],
        ("seen body", PELICAN): [0.02],
        ("seen title", PELICAN): [0.02],
        ("cold memory", HUGO): [0.3],
    }
    assert table.GROWTH == {"cold": 11, "body": 6}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0044, "0.004"), (0.0999, "0.100"), (0.1, "0.10"), (9.994, "9.99"), (10, "10.0"), (99.9, "99.9"), (1234.5, "1234")],
)  # fmt: skip
def test_a_figure_has_as_many_digits_as_it_is_worth(value: float, shown: str) -> None:
    assert table._figure(value) == shown


def test_a_ratio_is_the_median_of_pairs_and_not_of_all() -> None:
    pairs: rounds.Figures = {"cold": {"ours": [1.0, 20.0, 3.0], "Hugo": [1.0, 10.0, 1.0]}}
    assert rounds.ratio(pairs, "cold", HUGO) == 2.0  # of 1, 2 and 3; the medians would give 3
    assert rounds.ratio(pairs, "cold", PELICAN) is None
    assert rounds.ratio(pairs, "body", HUGO) is None
