"""In: the finished Documents. Out: every problem of the site, in one list; a production build with an E goes no further."""

from __future__ import annotations

from plugins import stages
from rules import engine
from rules.problem import ContentError
from rules.site import Site


class Checked(Exception):
    """The problems are known, and no page is wanted."""


def judge(site: Site) -> None:
    """Raises ContentError when a production build has an E, Checked when only the problems were asked for."""
    for document in site.documents:
        site.problems += document.found
    engine.check(site)
    if site.publish and any(problem.severity == "E" for problem in site.problems):
        raise ContentError("This site cannot be published yet.", site.problems)
    if site.check_only:
        raise Checked


def register() -> None:
    stages.add(judge)
