"""In: many pieces of work. Out: what came of each, in their order; several processes share them where that is faster."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")
ALONE = 40  # pieces that one process does faster than several are started


def share(work: Callable[[Sequence[T]], list[R]], items: Sequence[T]) -> list[R]:
    """work(items), one part in each of several processes. What a process could not do is done here, where its error is told."""
    lanes = min(os.cpu_count() or 1, len(items) // ALONE + 1)
    if lanes == 1:
        return work(items)
    import multiprocessing  # here: few builds have so much to do

    if "fork" not in multiprocessing.get_all_start_methods():
        return work(items)
    first, items = work(items[:1]), items[1:]  # loads here, once, what every process needs
    fork = multiprocessing.get_context("fork")
    opened: list[tuple[Connection, ForkProcess]] = []
    gc.freeze()  # else every process copies what the collector only looks at
    try:
        for lane in range(1, lanes):
            ours, theirs = fork.Pipe(duplex=False)
            child = fork.Process(target=_lane, args=(work, items[lane::lanes], theirs), daemon=True)
            child.start()
            theirs.close()
            opened.append((ours, child))
        found = {0: work(items[::lanes])}
        for lane, (ours, _) in enumerate(opened, 1):
            try:
                found[lane] = ours.recv()
            except (EOFError, OSError):
                found[lane] = work(items[lane::lanes])
    finally:  # after an error here, nobody writes on in a folder that is being taken away
        for ours, child in opened:
            ours.close()
            child.kill()
            child.join()
        gc.unfreeze()
    return first + [found[number % lanes][number // lanes] for number in range(len(items))]


def _lane(work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any], told: Connection) -> None:
    with contextlib.suppress(Exception):  # the first process meets it as well, and tells of it
        told.send(work(items))
    told.close()
