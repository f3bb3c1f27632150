"""In: a host that can be reached with ssh. Out: a Driver that swaps whole releases there, so that old and new never mix.

<path>/releases/<build>/ is one whole site; <path>/current, which the web server shows, is a link to one of them. A release
is filled beside the others, files that did not change being hard links, and one rename makes it live.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from tools.deploy.connection import LIMITS, UNCHANGED, Connection, Limits
from tools.deploy.driver import HostError, Key, Live, Release, Say, Target
from tools.deploy.manifest import KEPT, Manifest, parse
from tools.deploy.plan import Plan
from tools.deploy.process import Silent
from tools.deploy.shell import Broken, Refused, Shell
from tools.deploy.words import counted
from tools.swap import MARK

AS_IT_WAS = "The live site is as it was."
NO_SITE = "No site stands there yet."
UNKNOWN = "Nobody knows whether the old or the new site is live now, but it is one of them and whole."

NEW = (
    ".new-"  # a release that is being filled; what a broken-off deploy left of it saves the next one the way
)
AGAIN = "+"  # behind a build: the same once more, because one of that name is live
BASES = 18  # rsync looks for unchanged files in 20 folders at most
BUILD = re.compile(r"[0-9a-f]{12}")

LOOK = (  # deploy.json of what is live; or the name, without a line end, of something that is not ours
    "[ -e {path} ] || exit 0; cd -- {path} || exit 1; [ -L current ] && exec cat current/{mark}; for name in *; do "
    'case "$name" in releases) ;; *) [ ! -e "$name" ] || {{ echo "$name"; exit 0; }};; esac; done'
)
LIST = (
    "cd -- {path}/releases 2>/dev/null || exit 0; readlink ../current || echo; "
    "set -- $(ls -1At); [ $# = 0 ] || stat -c '%Y %n' -- \"$@\""
)
SWAP = "rm -f ../current.new && ln -s releases/{name} ../current.new && mv -T ../current.new ../current"


@dataclass(frozen=True)
class _Shelf:
    """The releases on a host. live: the folder that is shown, "" if none. names: all of them, newest first. when: UTC."""

    live: str
    names: tuple[str, ...]
    when: dict[str, str]


class Ssh:
    """See Driver. The lock lies with the host and is free as soon as the line of whoever holds it breaks."""

    ABOUT = "a server that you reach with ssh"
    SERVER = "nginx"
    KEYS: ClassVar[Mapping[str, Key]] = {
        "host": Key("Which server? (such as www.example.com)"),
        "user": Key("Under which name do you log in there? (such as deploy)"),
        "path": Key("In which folder of the server shall the site stand? (such as /srv/www)"),
        "port": Key("At which port does ssh answer, if not at 22?", needed=False, kind=int),
        "key": Key("In which file is your private key, if ssh does not find it by itself?", needed=False),
        "known_hosts": Key("In which file is the key of the server, if not in ssh's own?", needed=False),
    }
    SEEN_WITHIN = 5.0

    def __init__(self, target: Target, limits: Limits = LIMITS):
        self._line = Connection(target, limits)
        self._shell: Shell | None = None
        self.where = self._line.where

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        with self._locked():
            yield

    def live(self) -> Live:
        with self._line.told(UNCHANGED), self._any_shell() as shell:
            said = shell.ask(LOOK.format(path=self._path, mark=MARK))
        if not said:
            return Live(None)
        if "\n" not in said:
            raise HostError(
                f"{self.where} holds files that no deploy has put there, such as {said}. "
                f"Empty it or choose another folder, then deploy again. {UNCHANGED}"
            )
        return Live(parse(said, f"{MARK} at {self.where}"))

    def put(self, plan: Plan, folder: Path, say: Say) -> None:
        before = AS_IT_WAS if plan.live else NO_SITE
        new, build = f"{NEW}{secrets.token_hex(4)}", plan.manifest.build
        with self._line.told(before), self._locked() as shell:
            self._in(shell, "", f"mkdir -p releases/{new}")
            shelf = self._shelf(shell)
            bases = [name for name in (shelf.live, *shelf.names) if name and name != new]
            say(f"Sending {counted(len(plan.uploads), 'file')} to {self.where} ...")
            with _marked(plan.manifest) as mark:
                self._line.send([mark, folder], f"releases/{new}", bases[:BASES], len(plan.uploads), say)
            self._keep(shell, shelf.live, plan.manifest, new)
            name = build + AGAIN if shelf.live == build else build
            self._in(shell, "releases", f"touch {new} && rm -rf -- {name} && mv -T {new} {name}")
            self._swap(shell, name)
            self._tidy(shell, shelf.live, say)

    def releases(self) -> list[Release]:
        with self._line.told(UNCHANGED), self._any_shell() as shell:
            shelf = self._shelf(shell)
        found: dict[str, Release] = {}
        for name in sorted(
            shelf.names, key=lambda each: each != shelf.live
        ):  # the live one of two alike counts
            if BUILD.match(name):
                build = name.removesuffix(AGAIN)
                found.setdefault(build, Release(build, shelf.when[name], name == shelf.live))
        return sorted(found.values(), key=lambda each: each.when, reverse=True)

    def back(self, build: str, say: Say) -> None:
        with self._line.told(AS_IT_WAS), self._locked() as shell:
            shelf = self._shelf(shell)
            name = next((each for each in shelf.names if each.removesuffix(AGAIN) == build), "")
            if not name:
                raise HostError(
                    f"The release {build} is not at {self.where} any more. "
                    f"`python3 tasks.py deploy.list` shows what is. {AS_IT_WAS}"
                )
            say(f"Bringing {build} back ...")
            now, then = (
                parse(
                    self._in(shell, f"releases/{each}", f"cat {MARK}"),
                    f"{MARK} at {self.where}/releases/{each}",
                )
                for each in (shelf.live, name)
            )
            manifest = Manifest(then.build, then.files).after(now)
            self._keep(shell, shelf.live, manifest, name)
            with _marked(manifest) as mark:
                self._line.send([mark], f"releases/{name}", (), 1, say)
            self._in(shell, "releases", f"touch {name}")
            self._swap(shell, name)

    def probe(self) -> None:
        """Sends a file the way a release goes, reads it there, and takes it away."""
        new, word = f"{NEW}{secrets.token_hex(4)}", secrets.token_hex(8)
        with self._line.told(UNCHANGED), self._locked() as shell, tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "probe.txt").write_text(word, encoding="utf-8")
            self._in(shell, "", f"mkdir -p releases/{new}")
            self._line.send([Path(folder)], f"releases/{new}", (), 1, lambda _: None)
            self._in(
                shell,
                "releases",
                f'[ "$(cat {new}/probe.txt)" = {word} ] && ln -s {new} {new}.link && mv -T {new}.link {new}.moved; '
                f"found=$?; stat -c %Y {new} && rm -rf {new} {new}.moved && {{ rmdir ../releases 2>/dev/null; exit $found; }}",
            )

    @property
    def _path(self) -> str:
        return shlex.quote(self._line.path)

    @contextlib.contextmanager
    def _any_shell(self) -> Iterator[Shell]:
        """The one that holds the lock, or one for the moment."""
        if self._shell:
            yield self._shell
        else:
            with self._line.shell() as shell:
                yield shell

    @contextlib.contextmanager
    def _locked(self) -> Iterator[Shell]:
        """The one that holds the lock; where nobody holds it yet, it is held for the moment."""
        if self._shell:
            yield self._shell
            return
        with contextlib.ExitStack() as opened:
            with self._line.told(UNCHANGED):
                self._shell = opened.enter_context(self._line.shell(lock=True))
            try:
                yield self._shell
            finally:
                self._shell = None

    def _in(self, shell: Shell, folder: str, script: str) -> str:
        return shell.ask(f"cd -- {self._path}/{folder} && {script}")

    def _shelf(self, shell: Shell) -> _Shelf:
        live, *rows = shell.ask(LIST.format(path=self._path)).split("\n")
        times = [row.split(" ", 1) for row in rows if row]
        when = {
            name: datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d %H:%M") for stamp, name in times
        }
        return _Shelf(live.removeprefix("releases/"), tuple(when), when)

    def _keep(self, shell: Shell, live: str, manifest: Manifest, name: str) -> None:
        """Hard-link the older assets of manifest from the live release into another; one that has gone is no failure."""
        if live and manifest.kept:
            paths = " ".join(map(shlex.quote, manifest.kept))
            self._in(
                shell,
                "releases",
                f"printf '%s\\n' {paths} | rsync -r --ignore-missing-args --files-from=- "
                f'--link-dest="$PWD/{live}" {live}/ {name}/',
            )

    def _swap(self, shell: Shell, name: str) -> None:
        try:
            self._in(shell, "releases", SWAP.format(name=name))
        except (Broken, Silent) as error:
            raise self._line.error(error, UNKNOWN) from None

    def _tidy(self, shell: Shell, before: str, say: Say) -> None:
        """Keep KEPT releases besides the live one, the one before it among them. The site is live: a failure is only told."""
        try:
            shelf = self._shelf(shell)
            older = sorted(
                (name for name in shelf.names if BUILD.match(name)), key=lambda name: name != before
            )
            stay = {shelf.live, *[name for name in older if name != shelf.live][:KEPT]}
            if gone := [name for name in shelf.names if name not in stay]:
                self._in(shell, "releases", f"rm -rf -- {' '.join(map(shlex.quote, gone))}")
        except (Refused, Silent) as error:
            say(str(self._line.error(error, "Old releases could not be taken away.")))


@contextlib.contextmanager
def _marked(manifest: Manifest) -> Iterator[Path]:
    """A folder with nothing but deploy.json, as the site will stand on the host."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / MARK).write_text(manifest.to_json(), encoding="utf-8")
        yield Path(folder)
