"""In: plans, releases and what was seen. Out: the lines in which people read about them."""

from __future__ import annotations

from collections.abc import Sequence

from tools.deploy.driver import Release, Target
from tools.deploy.plan import Plan
from tools.deploy.seen import Seen

SHOWN = 20  # lines of a plan that `deploy` shows; `deploy.plan` shows all
COUNTED = {"new": "{} new", "changed": "{} changed", "forced": "{} sent again", "deleted": "{} deleted"}


def figures(plan: Plan) -> str:
    """ "3 new, 2 changed, 1 deleted"; "nothing" when there is nothing to do."""
    counts = {why: sum(upload.why == why for upload in plan.uploads) for why in ("new", "changed", "forced")}
    counts["deleted"] = len(plan.deletes)
    return ", ".join(COUNTED[why].format(f"{count:,}") for why, count in counts.items() if count) or "nothing"


def counted(count: int, thing: str) -> str:
    """ "1 changed page", "1,000 changed pages"; thing is the singular."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def plan_lines(plan: Plan, most: int | None = SHOWN) -> list[str]:
    """A line a file: why it goes up, or that it goes away; pages first, and at most so many, None: all."""
    pages_first = sorted(plan.uploads, key=lambda upload: not upload.path.endswith(".html"))
    lines = [f"  {upload.why:<8} {upload.path}" for upload in pages_first]
    lines += [f"  deleted  {path}" for path in plan.deletes]
    if most is None or len(lines) <= most:
        return lines
    return [*lines[:most], f"  and {len(lines) - most:,} more: `python3 tasks.py deploy.plan` shows all."]


def release_lines(releases: Sequence[Release]) -> list[str]:
    return [
        f"  {each.build}  {each.when or 'time unknown':<16}" + ("  live" if each.live else "")
        for each in releases
    ]


def seen_lines(seen: Seen) -> list[str]:
    return [f"  {sentence}" for sentence in seen.sentences]


def looked(seen: Seen) -> str:
    """ "250 addresses looked at in 1.2 s"."""
    return f"{seen.looked:,} {seen.what} looked at in {seen.seconds:.1f} s"


def place(target: Target, where: str) -> str:
    """What people call the site: its address, or where it stands when it has none."""
    return target.address or where
