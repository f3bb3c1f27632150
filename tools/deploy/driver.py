"""In: nothing. Out: what every way to a host can do. A new one is one file with one class, and its line in DRIVERS of target.py.

SiteError
└── HostError     the host, or the way to it, refused; exit code 1; the sentence says what is live now
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rules.problem import SiteError
from tools.deploy.manifest import Manifest
from tools.deploy.plan import Plan

Say = Callable[[str], None]


class HostError(SiteError):
    """The host refused, did not answer, or has no room."""


@dataclass(frozen=True)
class Live:
    """What stands on a host. manifest: None where there is no site yet. doubtful: see plan.plan."""

    manifest: Manifest | None
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Release:
    """A build that can be brought back. when: UTC, "2026-11-25 14:03", or "" where nobody knows."""

    build: str
    when: str
    live: bool


class Driver(Protocol):
    """One way to one host. Every method raises HostError in words; none waits for ever (LIMIT of each driver's calls)."""

    where: str  # the place for people: "deploy@host.example:/srv/www"

    def hold(self) -> AbstractContextManager[None]:
        """Keep every other deploy to this place out until the block ends, even after a kill. Raises HostError: another runs."""
        ...

    def live(self) -> Live:
        """What stands there now. Raises HostError when files stand there that no deploy of ours has put there."""
        ...

    def put(self, plan: Plan, folder: Path, say: Say) -> None:
        """Bring plan up from folder and make it live. A failure leaves visitors the old site whole. say: progress, a line a call."""
        ...

    def releases(self) -> list[Release]:
        """What can be brought back, newest first."""
        ...

    def back(self, build: str, say: Say) -> None:
        """Make an earlier build live again. Raises HostError when it is not there any more."""
        ...
