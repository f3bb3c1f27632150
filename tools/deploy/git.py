"""In: a git repository and the branch of it that a host serves. Out: a Driver; the branch's history is the list of releases.

A push changes a branch in one step or not at all, and only when nobody else has moved it since we looked.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from tools.deploy import lock
from tools.deploy.clone import Clone, Entries
from tools.deploy.driver import BadSetting, HostError, Key, Live, Release, Say, Target
from tools.deploy.manifest import Manifest, parse
from tools.deploy.plan import Plan
from tools.deploy.words import counted
from tools.swap import MARK

BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*")


class Git:
    """A branch that a host such as GitHub Pages serves."""

    ABOUT = "a branch of a git repository (GitHub Pages and others serve one)"
    SERVER = "github"
    KEYS: ClassVar[Mapping[str, Key]] = {
        "repository": Key("What is the address of the repository? (such as git@github.com:clinic/site.git)"),
        "branch": Key("Which branch does the host serve, if not gh-pages?", needed=False),
    }
    SEEN_WITHIN = 600.0

    def __init__(self, target: Target):
        repository = str(target.settings["repository"])
        self._branch = str(target.settings.get("branch", "gh-pages"))
        self._store = target.store
        self._clone = Clone(target.store / "git", repository, self._branch)
        self.where = f"{repository}, branch {self._branch}"
        if re.match(r"https?://[^/]*@", repository):
            raise BadSetting(
                "repository",
                "A name, password or token does not belong into this file.",
                "Write the address without it, and keep it with `git credential`.",
            )
        if repository.startswith("-"):
            raise BadSetting(
                "repository", f"`{repository}` is no repository.", "Write its address or its folder."
            )
        if not BRANCH.fullmatch(self._branch):
            raise BadSetting(
                "branch", f"`{self._branch}` is no branch.", "Write its name, such as `gh-pages`."
            )

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Keeps out what runs on this computer; a push finds out about others."""
        with lock.held(self._store, self.where):
            yield

    def live(self) -> Live:
        tip = self._clone.update()
        if not tip:
            return Live(None)
        manifest = self._manifest(tip)
        if manifest is None:
            raise HostError(
                f"{self.where} holds files that no deploy has put there. "
                "Choose a branch that does not exist yet, then deploy again. Nothing was changed."
            )
        if self._clone.log(tip)[0].build:
            return Live(manifest)
        everything = {*manifest.all_files, *self._clone.entries(tip)} - {MARK}
        return Live(manifest, frozenset(everything))  # somebody has changed the branch by hand

    def put(self, plan: Plan, folder: Path, say: Say) -> None:
        tip = self._clone.update()
        now = self._manifest(tip) if tip else None
        if (now.build if now else "") != (plan.live.build if plan.live else ""):
            raise HostError(
                f"Another deploy to {self.where} was finished in the meantime. "
                "Nothing was sent: deploy again to compare with what is live now."
            )
        entries = self._clone.entries(tip) if tip else {}
        entries |= self._clone.add(folder, [upload.path for upload in plan.uploads])
        say(f"Sending {counted(len(plan.uploads), 'file')} to {self.where} ...")
        self._bring(entries, plan.manifest, tip)

    def releases(self) -> list[Release]:
        tip = self._clone.update()
        found: dict[str, Release] = {}
        for commit in self._clone.log(tip) if tip else []:
            if commit.build:
                found.setdefault(commit.build, Release(commit.build, commit.when, commit.id == tip))
        return list(found.values())

    def back(self, build: str, say: Say) -> None:
        tip = self._clone.update()
        old = next((commit.id for commit in self._clone.log(tip) if commit.build == build), "") if tip else ""
        kept = self._manifest(old) if old else None
        if kept is None:
            raise HostError(
                f"There is no build {build} at {self.where} any more. "
                "`python3 tasks.py deploy.list` shows those there are."
            )
        say(f"Making build {build} the newest of {self.where} ...")
        manifest = Manifest(kept.build, kept.files).after(self._manifest(tip))
        self._bring({**self._clone.entries(tip), **self._clone.entries(old)}, manifest, tip)

    def probe(self) -> None:
        """A branch with a test file, made and deleted."""
        self.live()
        test = f"deploy-test-{secrets.token_hex(4)}"
        commit = self._clone.commit({}, "A test: it will be gone in a moment.", "")
        self._clone.push(commit, test, "")
        self._clone.push("", test, commit)

    def _manifest(self, commit: str) -> Manifest | None:
        text = self._clone.read(commit, MARK)
        return None if text is None else parse(text, f"{MARK} of {self.where}")

    def _bring(self, entries: Entries, manifest: Manifest, tip: str) -> None:
        whole = {path: entries[path] for path in manifest.all_files if path in entries}
        whole[MARK] = self._clone.add_text(manifest.to_json())
        commit = self._clone.commit(whole, f"Deploy build {manifest.build}", tip)
        self._clone.push(commit, self._branch, tip)
