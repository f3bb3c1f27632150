"""In: the lock of what `bench` measures against. Out: the versions of our own lock, each with its hashes, and how they are named."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tools.bench import peers

LINE = re.compile(r"^([\w.-]+)==(\S+)(?: ; .*?)?((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.MULTILINE)


def locked(text: str) -> dict[str, tuple[str, str]]:
    return {name: (version, hashes) for name, version, hashes in LINE.findall(text)}


def test_pelican_and_what_is_below_it_are_the_versions_that_ours_has() -> None:
    theirs = locked(peers.LOCK.read_text(encoding="utf-8"))
    ours = locked((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert {"pelican", "markdown", "typogrify", "jinja2"} <= set(theirs)
    assert {name: version for name, (version, _) in theirs.items() if name in ours} == {
        name: ours[name][0] for name in theirs if name in ours
    }


def test_every_package_is_checked_by_its_hashes() -> None:
    text = peers.LOCK.read_text(encoding="utf-8")
    assert len(locked(text)) == text.count("==") - text.count(" == ") > 20
    assert all(hashes for _, hashes in locked(text).values())


def test_versions_are_those_of_the_lock() -> None:
    assert peers._versions() == "Hugo 0.168.0; Pelican 4.12.0 with typogrify 2.1.0"
