"""In: the functions that plugins register. Out: each called once a build with the Site, in the order of PLUGINS.

Pelican's signals keep their receivers in a set and call them in no order; stages build on each other, so they share one
receiver: plugins.contents connects run(). This module does without Pelican, so that a check of the texts need not load it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules.site import Site

Stage = Callable[[Site], None]

Opener = Callable[[dict[str, Any]], Site]

_openers: dict[Opener, None] = {}
_stages: dict[Stage, None] = {}


def begin(opener: Opener) -> None:
    """Make the Site of a build with opener, from Pelican's settings, before the first stage."""
    _openers[opener] = None


def add(stage: Stage) -> None:
    """Call stage with the Site after those added before it."""
    _stages[stage] = None


def run(settings: dict[str, Any]) -> None:
    """Open the Site, put it into the settings as CLINIC_SITE, and call every stage with it."""
    for opener in _openers:
        settings["CLINIC_SITE"] = opener(settings)
    for stage in _stages:
        stage(settings["CLINIC_SITE"])
