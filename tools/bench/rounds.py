"""In: the three sites of one size. Out: what each act cost each program, round after round, the programs always in turn."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from tools.bench import runs, warm
from tools.bench.corpus import Article, with_title, with_word, word
from tools.bench.runs import Cost
from tools.bench.sites import OURS, Site

Figures = dict[str, dict[str, list[float]]]  # the name of a row -> program -> one figure a round
COLD, NOTHING, BODY, TITLE = "cold", "nothing", "body", "title"
WITHOUT_SEARCH, BODY_WITHOUT_SEARCH = "without search", "body without search"
SEEN_BODY, SEEN_TITLE = "seen body", "seen title"
Say = Callable[[str], None]


def wall(act: str) -> str:
    """The row of an act's seconds on the clock; the act's own name is the row of its CPU seconds."""
    return f"{act} wall"


def memory(act: str) -> str:
    return f"{act} memory"


def measured(sites: Sequence[Site], written: Sequence[Article], rounds: int, say: Say) -> Figures:
    """Every act, so many rounds of it; each round edits other articles with other words."""
    figures: Figures = {}
    for number in range(rounds):
        say(f"{len(written)} articles, round {number + 1} of {rounds}")
        _build_in_turn(sites, written, number, figures, say)
    _serve_in_turn(sites, written, rounds, figures, say)
    return figures


def _build_in_turn(
    sites: Sequence[Site], written: Sequence[Article], number: int, figures: Figures, say: Say
) -> None:
    prepared: dict[str, Callable[[Site], None]] = {
        COLD: Site.forget,
        NOTHING: lambda site: None,
        BODY: lambda site: edit_body(site, _nth(written, 3 * number), word(3 * number)),
        TITLE: lambda site: edit_title(site, _nth(written, 3 * number + 1), word(3 * number + 1)),
        BODY_WITHOUT_SEARCH: lambda site: edit_body(
            site, _nth(written, 3 * number + 2), word(3 * number + 2)
        ),
    }
    if number == 0:  # once: it only tells a share
        _in_turn(sites, WITHOUT_SEARCH, Site.forget, figures, say)
    for act, prepare in prepared.items():
        _in_turn(sites, act, prepare, figures, say)


def _in_turn(
    sites: Sequence[Site], act: str, prepare: Callable[[Site], None], figures: Figures, say: Say
) -> None:
    """One act of each program. Some leave out the search index, of which the others know nothing."""
    for site in sites:
        prepare(site)
        less = act in (WITHOUT_SEARCH, BODY_WITHOUT_SEARCH)
        build = site.without_search if less and site.without_search else site.build
        _add(figures, act, site.program, runs.run(build, site.folder))
    say(_told(act, figures[act], "s CPU"))


def _serve_in_turn(
    sites: Sequence[Site], written: Sequence[Article], rounds: int, figures: Figures, say: Say
) -> None:
    with contextlib.ExitStack() as stack:
        servers = []
        for site in sites:
            servers.append(stack.enter_context(warm.serving(site)))
            servers[-1].seen({_address(written[0]): "</html>", site.archive: "</html>"}, perf_counter())
            servers[-1].calm()
        say(f"{len(written)} articles, saves while all three are served")
        for number in range(rounds):
            for row, act in ((SEEN_BODY, _saved_body), (SEEN_TITLE, _saved_title)):
                for server in servers:
                    seconds = act(server, written, 3 * rounds + 2 * number)  # other articles than were built
                    figures.setdefault(row, {}).setdefault(server.site.program, []).append(seconds)
                    server.calm()
                say(_told(row, figures[row], "s"))


def _saved_body(server: warm.Server, written: Sequence[Article], number: int) -> float:
    article, new = _nth(written, number), word(number)
    start = perf_counter()
    edit_body(server.site, article, new)
    return server.seen({_address(article): new}, start)


def _saved_title(server: warm.Server, written: Sequence[Article], number: int) -> float:
    """A title is seen when it stands on its page and in the list of all."""
    article, new = _nth(written, number + 1), word(number + 1)
    start = perf_counter()
    edit_title(server.site, article, new)
    return server.seen({_address(article): new, server.site.archive: new}, start)


def edit_body(site: Site, article: Article, new: str) -> None:
    file = site.source(article)
    _save(file, with_word(file.read_text(encoding="utf-8"), new))


def edit_title(site: Site, article: Article, new: str) -> None:
    file = site.source(article)
    _save(file, with_title(file.read_text(encoding="utf-8"), article.title, new))


def _save(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _nth(written: Sequence[Article], number: int) -> Article:
    """Far from one another, so that no edit meets what an earlier one has just touched."""
    return written[(number * 37 + len(written) // 2) % len(written)]


def _address(article: Article) -> str:
    return f"health/{article.slug}/"


def _add(figures: Figures, act: str, program: str, cost: Cost) -> None:
    for row, figure in ((act, cost.cpu), (wall(act), cost.wall), (memory(act), cost.memory)):
        figures.setdefault(row, {}).setdefault(program, []).append(figure)


def _told(act: str, figures: dict[str, list[float]], unit: str) -> str:
    return (
        f"  {act}: "
        + ", ".join(f"{program} {found[-1]:.2f}" for program, found in figures.items())
        + f" {unit}"
    )


def of(figures: Figures, row: str, program: str) -> float | None:
    """The median of a row's rounds."""
    found = figures.get(row, {}).get(program)
    return median(found) if found else None


def ratio(figures: Figures, row: str, peer: str) -> float | None:
    """Ours to a peer's: the median of what each round gave, since the two were measured one right after the other."""
    pairs: Iterable[tuple[float, float]] = zip(
        figures.get(row, {}).get(OURS, []), figures.get(row, {}).get(peer, []), strict=False
    )
    found = [ours / theirs for ours, theirs in pairs if theirs > 0]
    return median(found) if found else None
