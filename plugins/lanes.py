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
PARTS = 128  # each process takes the next part when it is done with one; no more than a byte can count


def share(work: Callable[[Sequence[T]], list[R]], items: Sequence[T]) -> list[R]:
    """work(items), done by several processes. What a process could not do is done here, where its error is told."""
    lanes = min(os.cpu_count() or 1, len(items) // ALONE + 1)
    if lanes == 1:
        return work(items)
    import multiprocessing  # here: few builds have so much to do

    if "fork" not in multiprocessing.get_all_start_methods():
        return work(items)
    first, items = work(items[:1]), items[1:]  # loads here, once, what every process needs
    size = -(-len(items) // PARTS)
    parts = [items[at : at + size] for at in range(0, len(items), size)]
    fork = multiprocessing.get_context("fork")
    opened: list[tuple[Connection, ForkProcess]] = []
    numbers, turn = os.pipe()
    os.write(turn, bytes(range(len(parts))))
    os.close(turn)
    gc.freeze()  # else every process copies what the collector only looks at
    try:
        for _ in range(1, lanes):
            ours, theirs = fork.Pipe(duplex=False)
            child = fork.Process(target=_lane, args=(work, parts, numbers, theirs), daemon=True)
            child.start()
            theirs.close()
            opened.append((ours, child))
        found = _done(work, parts, numbers)
        for ours, _ in opened:
            with contextlib.suppress(EOFError, OSError):
                found |= ours.recv()
        for number in range(len(parts)):
            if number not in found:
                found[number] = work(parts[number])
    finally:  # after an error here, nobody writes on in a folder that is being taken away
        for ours, child in opened:
            ours.close()
            child.kill()
            child.join()
        os.close(numbers)
        gc.unfreeze()
    return first + [result for number in range(len(parts)) for result in found[number]]


def _done(
    work: Callable[[Sequence[T]], list[R]], parts: Sequence[Sequence[T]], numbers: int
) -> dict[int, list[R]]:
    """The parts that this process has done, until none was left. numbers: where each process reads which comes next."""
    found: dict[int, list[R]] = {}
    while number := os.read(numbers, 1):
        found[number[0]] = work(parts[number[0]])
    return found


def _lane(
    work: Callable[[Sequence[Any]], list[Any]], parts: Sequence[Sequence[Any]], numbers: int, told: Connection
) -> None:
    with contextlib.suppress(Exception):  # the first process meets it as well, and tells of it
        told.send(_done(work, parts, numbers))
    told.close()
