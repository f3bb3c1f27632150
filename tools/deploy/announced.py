"""In: the paths that a deploy is about to touch. Out: deploy.next.json on the host, and what a later run reads from it.

Anybody can read that file on the web, so it says nothing about who deploys or from where.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tools.deploy.manifest import Manifest

NEXT = "deploy.next.json"
OURS = "ours"  # in the store, until the deploy has ended: what this computer announced last
STRANGER = "stranger"  # in the store: what another one had announced, and, by its time, since when we know
# seconds for which an announcement of another computer is respected, from when we first saw it
PATIENCE = 600
STALE = 3600  # seconds after which it counts as broken off even where nobody has seen it before


@dataclass(frozen=True)
class Announced:
    """A deploy that has begun and not ended. when: seconds since 1970 by the clock of whoever began it.

    touches: every path whose content on the host is uncertain since then; None where the announcement cannot be read.
    """

    token: str
    when: float
    touches: frozenset[str] | None

    def doubtful(self, live: Manifest | None) -> frozenset[str]:
        if self.touches is not None:
            return self.touches
        return frozenset(live.files if live else ())


def parse(text: bytes) -> Announced:
    """What stands in deploy.next.json; where it is damaged, everything is in doubt."""
    try:
        whole = json.loads(text)
        touches = frozenset(str(path) for path in whole["touches"])
        if any(path.startswith("/") or ".." in path.split("/") for path in touches):
            raise ValueError(touches)
        return Announced(str(whole["token"]), float(whole["when"]), touches)
    except (ValueError, KeyError, TypeError):
        return Announced("", 0.0, None)


def write(store: Path, touches: Collection[str]) -> str:
    """Write deploy.next.json into the store, to be sent from there; returns its token."""
    token = secrets.token_hex(16)
    whole = {"token": token, "when": round(time.time()), "touches": sorted(touches)}
    (store / OURS).write_text(token, encoding="ascii")
    (store / NEXT).write_text(json.dumps(whole, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    return token


def begun(store: Path) -> bool:
    """Whether a deploy of this computer wanted to announce something and did not end, however far it came."""
    return (store / OURS).exists()


def ended(store: Path) -> None:
    (store / OURS).unlink(missing_ok=True)


def may_be_overtaken(found: Announced, store: Path) -> bool:
    """Whether it is ours, and so of a run that has ended, or has stood so long that whoever began it must be gone.

    Clocks differ: the first measure of time is this computer's alone, and an hour is more than clocks differ by.
    """
    if found.token == _text(store / OURS) or not found.token or abs(time.time() - found.when) > STALE:
        return True
    known = store / STRANGER
    if _text(known) != found.token:
        known.write_text(found.token, encoding="ascii")
    return time.time() - known.stat().st_mtime > PATIENCE


def _text(file: Path) -> str:
    return file.read_text(encoding="ascii", errors="replace") if file.exists() else ""
