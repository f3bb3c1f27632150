"""In: the functions that plugins register. Out: each called once a build with the Site, in the order of PLUGINS.

Pelican's signals keep their receivers in a set and call them in no order; stages build on each other, so they share
one receiver.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pelican import Pelican, signals

from rules.site import Site

Stage = Callable[[Site], None]

Opener = Callable[[dict[str, Any]], Site]

_openers: dict[Opener, None] = {}
_stages: dict[Stage, None] = {}


def begin(opener: Opener) -> None:
    """Make the Site of a build with opener, from Pelican's settings, before the first stage."""
    _openers[opener] = None
    signals.initialized.connect(_run)


def add(stage: Stage) -> None:
    """Call stage with the Site after those added before it."""
    _stages[stage] = None


def _run(pelican: Pelican) -> None:
    for opener in _openers:
        pelican.settings["CLINIC_SITE"] = opener(pelican.settings)
    for stage in _stages:
        stage(pelican.settings["CLINIC_SITE"])
