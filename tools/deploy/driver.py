"""In: nothing. Out: what every way to a host can do. A new one is one file with one class, and its line in DRIVERS of target.py.

SiteError
└── HostError     the host, or the way to it, refused; exit code 1; the sentence says what is live now
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from rules.problem import SiteError
from tools.deploy.manifest import Manifest
from tools.deploy.plan import Plan

Say = Callable[[str], None]


Value = str | int | bool


class HostError(SiteError):
    """The host refused, did not answer, or has no room."""


class BadSetting(ValueError):
    """A driver cannot use one of its settings. message says what is wrong, hint what to write; both are sentences."""

    def __init__(self, key: str, message: str, hint: str):
        super().__init__(f"{message} {hint}")
        self.key = key
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Key:
    """One setting of a driver in deploy.toml.

    question: what deploy.setup asks, with an example. needed: whether a target without it is refused. kind: the type
    of its value. options: the only values it may have, if any. when: another key and the values with which this one
    counts; in all other cases it is neither asked nor needed.
    """

    question: str
    needed: bool = True
    kind: type[Value] = str
    options: tuple[str, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Target:
    """One table of deploy.toml, checked.

    address: where visitors see it, no slash at its end; "" when nobody does, as with a folder that is carried elsewhere.
    server: who serves it: nginx, apache, ... settings: the driver's own keys. store: this target's folder on this
    computer, .cache/deploy/<name>.
    """

    name: str
    driver: str
    address: str
    server: str
    settings: Mapping[str, Value]
    store: Path


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
    """One way to one host. Every method raises HostError in words; none waits for ever (LIMIT of each driver's calls).

    A class is made with its Target, and raises BadSetting when a setting cannot be right; it asks no host then.
    """

    ABOUT: ClassVar[str]  # for deploy.setup: "a server that you reach with ssh"
    SERVER: ClassVar[str]  # who serves what it puts there, when deploy.toml does not say
    KEYS: ClassVar[Mapping[str, Key]]  # its settings, in the order in which deploy.setup asks for them
    SEEN_WITHIN: ClassVar[float]  # seconds until visitors see what was put there

    where: str  # the place for people: "deploy@host.example:/srv/www"

    def hold(self) -> AbstractContextManager[None]:
        """Keep every other deploy to this place out until the block ends, even after a kill. Raises HostError: another runs."""
        ...

    def live(self) -> Live:
        """What stands there now. Raises HostError when files stand there that no deploy of ours has put there."""
        ...

    def put(self, plan: Plan, folder: Path, say: Say) -> None:
        """Bring plan up from folder and make it live. A failure leaves visitors the old site whole. say: progress, by line."""
        ...

    def releases(self) -> list[Release]:
        """What can be brought back, newest first."""
        ...

    def back(self, build: str, say: Say) -> None:
        """Make an earlier build live again. Raises HostError when it is not there any more."""
        ...

    def probe(self) -> None:
        """Write a small file there, read it and take it away, or whatever comes nearest: proof that a deploy could work."""
        ...
