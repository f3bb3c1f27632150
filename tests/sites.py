"""In: small content folders written by a test. Out: the Site that the stages make of them, and its problems as people read them."""

from __future__ import annotations

from collections.abc import Callable

from rules.site import Site

ARTICLE = """\
Title: Back pain
Date: 2026-01-05
Summary: What may help with back pain, and when a doctor should look at it first.
Category: back-pain

"""
MakeSite = Callable[..., Site]


def lines(site: Site, *rules: str) -> list[str]:
    """The problems without the folder; only those of the named rules, if any are named."""
    return [str(p).removeprefix(f"{site.shown}/") for p in site.problems if not rules or p.rule in rules]
