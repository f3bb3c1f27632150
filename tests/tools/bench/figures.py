"""In: nothing. Out: made-up figures of two sizes, one a round, with ratios that are easy to work out by hand."""

from __future__ import annotations

from tools.bench.rounds import BODY, COLD, NOTHING, SEEN_BODY, Figures, memory

SMALL: Figures = {
    COLD: {"ours": [1.0, 2.0, 6.0], "Hugo": [1.0, 1.0, 2.0], "Pelican": [10.0, 5.0, 12.0]},
    NOTHING: {"ours": [0.02], "Hugo": [0.2], "Pelican": [0.8]},
    BODY: {"ours": [0.2], "Hugo": [0.1], "Pelican": [0.8]},
    SEEN_BODY: {"ours": [0.1], "Hugo": [0.4], "Pelican": [1.0]},
    memory(COLD): {"ours": [100.0], "Hugo": [80.0], "Pelican": [50.0]},
}
LARGE: Figures = {
    COLD: {"ours": [24.0], "Hugo": [8.0], "Pelican": [60.0]},
    NOTHING: {"ours": [0.03], "Hugo": [1.0], "Pelican": [6.0]},
    BODY: {"ours": [0.3], "Hugo": [1.2], "Pelican": [6.0]},
    SEEN_BODY: {"ours": [0.2], "Hugo": [0.2], "Pelican": [14.0]},
}
