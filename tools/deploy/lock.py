"""In: the folder of a target on this computer. Out: a block in which no other deploy of this computer goes to the same place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from tools.deploy.driver import HostError


@contextlib.contextmanager
def held(store: Path, where: str) -> Iterator[None]:
    """The system frees the lock when this process ends, also after a kill. Raises HostError: another deploy has it."""
    store.mkdir(parents=True, exist_ok=True)
    lock = FileLock(store / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise HostError(
            f"Another deploy to {where} runs on this computer at this moment. "
            "Wait until it is done, then try again."
        ) from None
    try:
        yield
    finally:
        lock.release()
