"""In: deploy.json of a tree. Out: a Manifest, which says what every file of a build is, byte for byte.

It is the base of the next delta, the answer to "which version is live", and what verification compares with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.problem import SiteError
from tools.headers import HASHED

KEPT = 3  # builds whose assets stay for visitors who still read their pages
SEARCH_ASSET = re.compile(r"^pagefind/.*_[0-9a-f]{7,}\.pf_\w+$")

Files = dict[str, str]


@dataclass(frozen=True)
class Manifest:
    """What deploy.json holds.

    build: 12 hex digits, the digest of all files. files: path with forward slashes -> SHA-256 as hex; deploy.json itself
    is not among them. older: for up to KEPT builds before this one, newest first, the assets that stay on the host.
    """

    build: str
    files: Files
    older: tuple[tuple[str, Files], ...] = field(default=())

    @property
    def kept(self) -> Files:
        """The assets of older builds that this build does not bring itself."""
        stay: Files = {}
        for _, assets in reversed(self.older):
            stay.update(assets)
        return {path: digest for path, digest in stay.items() if path not in self.files}

    @property
    def all_files(self) -> Files:
        """Everything that has to stand on the host, deploy.json left out."""
        return {**self.kept, **self.files}

    def after(self, live: Manifest | None) -> Manifest:
        """The same build as it stands on a host on which live stood before: with the assets that stay."""
        if live is None:
            return self
        if live.build == self.build:
            return Manifest(self.build, self.files, live.older)
        before = [
            (live.build, {path: digest for path, digest in live.files.items() if is_asset(path)}),
            *(each for each in live.older if each[0] != self.build),
        ]
        return Manifest(self.build, self.files, tuple(before[:KEPT]))

    def to_json(self) -> str:
        older = [{"build": build, "files": files} for build, files in self.older]
        whole = {"build": self.build, "files": self.files, **({"older": older} if older else {})}
        return json.dumps(whole, indent=0, ensure_ascii=False) + "\n"


def is_asset(path: str) -> bool:
    """Whether a name carries a digest of its content, so that old and new can stand side by side.

    So does the name of its smaller copy: "print.46fbb84e.css.br".
    """
    whole = path.removesuffix(".br").removesuffix(".gz")
    return bool(HASHED.search(whole) or SEARCH_ASSET.search(whole))


def of_files(files: Mapping[str, str]) -> Manifest:
    """The manifest of a tree, its build id computed from its files."""
    ordered = dict(sorted(files.items()))
    return Manifest(hashlib.sha256(json.dumps(ordered).encode()).hexdigest()[:12], ordered)


def parse(text: str | bytes, place: str) -> Manifest:
    """deploy.json as it stands at place, a name for people. Raises SiteError when it is damaged or somebody else's."""
    try:
        whole = json.loads(text)
        older = tuple((str(each["build"]), _files(each["files"])) for each in whole.get("older", ()))
        return Manifest(str(whole["build"]), _files(whole["files"]), older)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SiteError(
            f"{place} is damaged or was not written by this program. "
            "If no site of yours stands there, delete that file, then deploy again."
        ) from None


def _files(given: object) -> Files:
    if not isinstance(given, dict) or not all(
        isinstance(name, str) and isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest)
        for name, digest in given.items()
    ):
        raise ValueError(given)
    if any(name.startswith("/") or ".." in name.split("/") for name in given):
        raise ValueError(given)
    return dict(given)
