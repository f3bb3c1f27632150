"""In: content/ and a Target. Out: the production build, dressed for that host, in the target's own folder of .cache.

Its own, not output/: a preview that somebody builds in the meantime must never go live.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.facts import load
from rules.clinic import Clinic
from rules.problem import ContentError
from tools import unchanged
from tools.deploy.driver import Say, Target

CONTENT = "content"
OUTPUT, TREE = "output", "tree"  # in the target's store; the second is what goes up
Make = Callable[[Path, Target, Say], None]


def make(root: Path, target: Target, say: Say) -> None:
    """Build and dress, into TREE of the store. Raises ContentError when something has to be mended first."""
    from tools.deploy import dress  # here: loaded while the host is waited for

    say("Building the pages for the public ...")
    output = target.store / OUTPUT
    told = _known(root, output)
    say(told.splitlines()[-1] if told else _built(root, output, target))
    facts = clinic(root)
    today = datetime.datetime.now(ZoneInfo(facts.place.timezone)).date()
    dress.dress(output, target.store, target.server, target.address, facts, today)


def load_meanwhile(root: Path, target: Target) -> None:
    """Load what looks at a site, and where something has to be built what builds, while whoever calls waits for a host."""
    something = not _known(root, target.store / OUTPUT)
    threading.Thread(target=_load, args=(something,)).start()


def _load(something: bool) -> None:
    """All that a deploy needs, and something to build: one text."""
    from tools.deploy import dress, verify  # noqa: F401

    if something:
        from plugins import one_text  # noqa: F401
        from rules import engine
        from tools import build  # noqa: F401

        engine.families()


def _known(root: Path, output: Path) -> str | None:
    """What a build has to say where nothing has changed since the last one."""
    return unchanged.said(str(root), str(root / CONTENT), str(output), publish=True)


def _built(root: Path, output: Path, target: Target) -> str:
    from tools import build, report  # here: a deploy of what stands there needs neither

    try:
        return report.summary(build.build(root, root / CONTENT, output, publish=True))
    except ContentError as error:
        raise ContentError(_refused(error, target), error.problems) from None


def clinic(root: Path) -> Clinic:
    """The clinic's facts. Raises ContentError when they cannot be used."""
    return load(root / CONTENT / "clinic.toml", f"{CONTENT}/clinic.toml")[0]


def _refused(error: ContentError, target: Target) -> str:
    place = target.address or target.name
    if any(problem.rule == "facts.sample" and problem.severity == "E" for problem in error.problems):
        return (
            "Facts in content/clinic.toml are still samples, and samples never go to a host. "
            f"Run `python3 tasks.py setup`, then deploy again. Nothing was sent: {place} is as it was."
        )
    return f"{error} Mend what is listed, then deploy again. Nothing was sent: {place} is as it was."
