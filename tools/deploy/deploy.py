"""In: a target of deploy.toml. Out: the new site live there and verified, or the old one untouched and a sentence why."""

from __future__ import annotations

from rules.problem import ContentError, SiteError
from tools.deploy import make, words
from tools.deploy.driver import HostError, Live
from tools.deploy.manifest import parse
from tools.deploy.plan import Plan, plan
from tools.deploy.run import DAMAGED, LEFT, Run
from tools.deploy.seen import FEW, Seen
from tools.swap import MARK

MOST_DELETED = 0.3  # of the live site; more only when somebody says that it is meant
STOPPED = 130


def deploy(run: Run, yes: bool = False, many_deletions: bool = False) -> int:
    """Bring the site up. yes: do not ask the first time. Returns the exit code; 0 only when it is live and verified."""
    make.load_meanwhile(run.root, run.target)
    with run.alone(), run.driver.hold():
        from tools.deploy import hosts  # here: loaded by now

        live = run.driver.live()
        todo = _planned(run, live)
        for limit in hosts.limits(run.target.server):
            run.say(limit)
        if todo.nothing:
            return _same_again(run, todo)
        _allowed(run, todo, yes, many_deletions)
        run.say(f"To {run.driver.where}: {words.figures(todo)}.")
        for line in words.plan_lines(todo):
            run.say(line)
        return _bring(run, todo)


def show_plan(run: Run) -> int:
    """Say what a deploy would do, and do nothing."""
    with run.alone():
        todo = _planned(run, run.driver.live())
    for line in words.plan_lines(todo, most=None):
        run.say(line)
    if todo.nothing:
        run.say(f"Nothing to do: {run.place} has this build already ({todo.manifest.build}).")
    else:
        run.say(
            f"A deploy to {run.driver.where} would bring build {todo.manifest.build}: {words.figures(todo)}."
        )
    return 0


def show_host(run: Run) -> int:
    """Say what somebody has to put into the settings of the server there."""
    from tools.deploy import hosts

    with run.alone():
        run.build(run.root, run.target, lambda line: None)
        run.say(hosts.server_config(run.target.server, run.tree, run.target.address))
    return 0


def _planned(run: Run, live: Live) -> Plan:
    run.build(run.root, run.target, run.say)
    mark = run.tree / MARK
    doubtful = live.doubtful | run.noted(DAMAGED) if live.manifest else live.doubtful
    return plan(parse(mark.read_bytes(), str(mark)), live.manifest, doubtful)


def _allowed(run: Run, todo: Plan, yes: bool, many_deletions: bool) -> None:
    """Raises SiteError or ContentError when a person has to say first that this is meant."""
    if todo.deleted_share > MOST_DELETED and not many_deletions:
        raise ContentError(
            f"This would delete {todo.deleted_share:.0%} of the live site, and nothing was sent: {run.place} is as it was. "
            "If that is right, deploy again with --many-deletions."
        )
    if todo.live is None and not yes:
        question = (
            f"No site of yours stands at {run.driver.where} yet. "
            f"Put it there now ({len(todo.uploads):,} files), for all to see at {run.place}? (yes or no) [no] "
        )
        try:
            answer = run.ask(question)
        except EOFError:
            raise SiteError(
                "The first deploy to a place asks before it starts, and nobody is there to answer. Add --yes. Nothing was sent."
            ) from None
        if answer.strip().lower() not in ("yes", "y"):
            raise SiteError("Nothing was sent.")


def _bring(run: Run, todo: Plan) -> int:
    """Upload, activate, verify; go back when visitors would meet any difference."""
    try:
        run.driver.put(todo, run.tree, run.say)
        run.say("Looking at the site as visitors see it ...")
        changed = {upload.path for upload in todo.uploads}
        seen = run.look(todo.manifest, changed, todo.deletes)
        if seen.wrong and not seen.wrong & changed:
            seen = _mended(run, todo, seen)
    except KeyboardInterrupt:
        run.say(f"\nStopped. Visitors of {run.place} get whole pages, old or new: deploy again to finish.")
        return STOPPED
    if seen.findings:
        _back(run, todo, seen)
    run.note(DAMAGED, ())
    run.note(LEFT, run.noted(LEFT) - {todo.manifest.build})
    run.say(
        f"{run.place} is live and verified, build {todo.manifest.build}: {words.figures(todo)}; {words.looked(seen)}."
    )
    return 0


def _mended(run: Run, todo: Plan, seen: Seen) -> Seen:
    """Send again what was damaged there before this deploy, which did not touch it, and look once more."""
    again = plan(todo.manifest, todo.manifest, seen.wrong)
    run.say("Some files there were not what was put there before; they go up again:")
    for line in words.plan_lines(again):
        run.say(line)
    run.driver.put(again, run.tree, run.say)
    return run.look(todo.manifest, {upload.path for upload in (*todo.uploads, *again.uploads)}, todo.deletes)


def _same_again(run: Run, todo: Plan) -> int:
    """There is nothing to bring; what stands there is still looked at, and what was damaged goes up again."""
    seen = run.look(todo.manifest, others=FEW)
    again = plan(todo.manifest, todo.live, seen.wrong)
    if seen.wrong and not again.nothing:
        run.say(f"{run.place} has this build already, but not as it was put there:")
        for line in words.seen_lines(seen):
            run.say(line)
        return _bring(run, again)
    if seen.findings:
        raise _unlike(
            run,
            seen,
            f"{run.place} has this build already, and nothing was sent, but it is not as it should be.",
        )
    run.say(
        f"Nothing to do: {run.place} has this build already ({todo.manifest.build}); {words.looked(seen)}."
    )
    return 0


def _back(run: Run, todo: Plan, seen: Seen) -> None:
    """Make the build before live again. Raises SiteError in any case: it says what is live now."""
    before = todo.live
    if before is None or before.build == todo.manifest.build:
        raise _unlike(
            run,
            seen,
            f"The site went up to {run.driver.where}, but visitors do not get it as it should be. "
            "There is no earlier one to go back to, so it stays: mend the host, then deploy again.",
        )
    for line in words.seen_lines(seen):
        run.say(line)
    run.say("Going back to the build before ...")
    run.note(LEFT, run.noted(LEFT) | {todo.manifest.build})
    try:
        run.driver.back(before.build, run.say)
    except HostError as error:
        raise SiteError(
            f"The new site is live, but visitors do not get it as it should be, and going back failed: {error}"
        ) from None
    again = run.look(run.driver.live().manifest or before, [upload.path for upload in todo.uploads])
    if again.findings:
        raise _unlike(
            run,
            again,
            f"The new site was not as it should be, so build {before.build} was put back, "
            "but visitors do not get that one as it should be either: the fault is at the host.",
        )
    raise SiteError(
        f"The new site was not as it should be for visitors, so it was taken back: {run.place} shows build {before.build} "
        "as before. Mend what is listed above, then deploy again."
    )


def _unlike(run: Run, seen: Seen, sentence: str) -> SiteError:
    for line in words.seen_lines(seen):
        run.say(line)
    return SiteError(sentence)
