"""In: a target where a site stands. Out: its builds, an earlier one live again, or whether it is what was put there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.problem import SiteError, did_you_mean
from tools.deploy import words
from tools.deploy.driver import HostError
from tools.deploy.manifest import parse
from tools.deploy.plan import plan
from tools.deploy.run import DAMAGED, LEFT, Run
from tools.swap import MARK

BUILD = re.compile(r"[0-9a-f]{6,12}")


def named(words_said: Sequence[str]) -> tuple[str, str]:
    """The target and the build that one or two words name, in any order; "" for what is not named."""
    builds = [word for word in words_said if BUILD.fullmatch(word)]
    targets = [word for word in words_said if word not in builds]
    if len(builds) > 1 or len(targets) > 1:
        raise SiteError(f"Name one target and one build, not {' and '.join(words_said)}.")
    return "".join(targets), "".join(builds)


def show_list(run: Run) -> int:
    """Say which builds can be live again."""
    releases = run.driver.releases()
    if not releases:
        run.say(
            f"No site stands at {run.driver.where} yet: `python3 tasks.py deploy {run.target.name}` puts it there."
        )
        return 0
    run.say(f"Builds at {run.driver.where}, newest first; times are UTC:")
    for line in words.release_lines(releases):
        run.say(line)
    return 0


def roll_back(run: Run, build: str = "") -> int:
    """Make a build live again, verified: the named one, or the newest that nobody has gone back from."""
    with run.driver.hold():
        live = run.driver.live().manifest
        wanted = _wanted(run, build)
        if live and live.build == wanted:
            raise SiteError(f"{run.place} shows build {wanted} already.")
        run.driver.back(wanted, run.say)
        now = run.driver.live().manifest
        if now is None:
            raise HostError(
                f"{run.driver.where} does not say what is live. Run `python3 tasks.py deploy.status`."
            )
        run.say("Looking at the site as visitors see it ...")
        done = plan(now, live)
        seen = run.look(now, [upload.path for upload in done.uploads], done.deletes)
    if seen.findings:
        for line in words.seen_lines(seen):
            run.say(line)
        raise SiteError(
            f"Build {wanted} was put back, but visitors of {run.place} do not get it as it should be. "
            "Mend the host, or bring another build: `python3 tasks.py deploy.list` shows those there are."
        )
    run.note(LEFT, (run.noted(LEFT) | {live.build if live else ""}) - {wanted})
    run.say(f"{run.place} shows build {wanted} again, verified; {words.looked(seen)}.")
    return 0


def show_status(run: Run) -> int:
    """Say what is live, and compare every file with what was put there. Exit code 1 when visitors get anything else."""
    live = run.driver.live()
    if live.manifest is None:
        run.say(
            f"No site stands at {run.driver.where} yet: `python3 tasks.py deploy {run.target.name}` puts it there."
        )
        return 0
    build = live.manifest.build
    run.say(f"{run.place} shows build {build}: {len(live.manifest.files):,} files.")
    run.say(_compared(run, build))
    if live.doubtful:
        run.say(
            "A deploy was broken off there, or somebody changed files by hand. Deploy again to put it right."
        )
    seen = run.look(live.manifest, others=None)
    run.note(DAMAGED, seen.wrong & live.manifest.files.keys())
    if seen.findings:
        for line in words.seen_lines(seen):
            run.say(line)
        raise SiteError(
            f"{run.place} is not what was put there. "
            f"`python3 tasks.py deploy {run.target.name}` sends again what is wrong; "
            "what is said of headers has to be mended at the host."
        )
    run.say(f"Everything there is as it was put there; {words.looked(seen)}.")
    return 0 if not live.doubtful else 1


def _wanted(run: Run, build: str) -> str:
    releases = run.driver.releases()
    others = [each.build for each in releases if not each.live and each.build not in run.noted(LEFT)]
    if not build:
        if not others:
            raise SiteError(f"There is no earlier build at {run.driver.where} to go back to.")
        return others[0]
    known = [each.build for each in releases]
    matches = [each for each in known if each.startswith(build)]
    if len(matches) != 1:
        near = did_you_mean(build, known) or "`python3 tasks.py deploy.list` shows those there are."
        raise SiteError(f"There is no build `{build}` at {run.driver.where}. {near}")
    return matches[0]


def _compared(run: Run, build: str) -> str:
    """Whether the build that was made last on this computer is the one that is live."""
    mark = run.tree / MARK
    if not mark.is_file():
        return "Nothing was built for it on this computer yet."
    made = parse(mark.read_bytes(), str(mark)).build
    if made == build:
        return "That is the build that was made last on this computer."
    return f"The build that was made last on this computer is {made}: `python3 tasks.py deploy.plan` shows the difference."
