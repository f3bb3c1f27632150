"""In: the manifest of a build and of what is live. Out: a Plan: what goes up in which order and why, and what goes away last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from tools.deploy.manifest import Manifest, is_asset
from tools.swap import MARK

Why = Literal["new", "changed", "forced"]


@dataclass(frozen=True)
class Upload:
    path: str
    why: Why


@dataclass(frozen=True)
class Plan:
    """What one deploy does.

    manifest: the site as it will stand there, older assets included. uploads: in the order in which they go up.
    deletes: what goes away when all else is there. live: what stood there before, None at the first time.
    """

    manifest: Manifest
    uploads: tuple[Upload, ...]
    deletes: tuple[str, ...]
    live: Manifest | None = None

    @property
    def nothing(self) -> bool:
        """Whether the host already has this build, and nothing on it is in doubt."""
        return (
            not self.uploads
            and not self.deletes
            and self.live is not None
            and self.live.build == self.manifest.build
        )

    @property
    def deleted_share(self) -> float:
        """How much of the live site goes away, from 0 to 1. Assets that ran out their time do not count."""
        if self.live is None or not self.live.files:
            return 0.0
        gone = sum(path in self.live.files and not is_asset(path) for path in self.deletes)
        whole = sum(not is_asset(path) for path in self.live.files)
        return gone / whole if whole else 0.0

    def phases(self) -> tuple[tuple[str, ...], ...]:
        """The uploads for a host without a swap: assets, new pages, other files, changed pages. Then deploy.json, then deletes.

        In this order no page that a visitor gets names a file that is not there.
        """
        found: tuple[list[str], ...] = ([], [], [], [])
        for upload in self.uploads:
            found[_phase(upload)].append(upload.path)
        return tuple(tuple(each) for each in found)


def plan(new: Manifest, live: Manifest | None, doubtful: Collection[str] = ()) -> Plan:
    """Compare a build with what is live.

    doubtful: paths on the host that an unfinished deploy may have touched; they go up again ("forced"), or go away.
    """
    manifest = new.after(live)
    before, after = live.all_files if live else {}, manifest.all_files
    uploads = [
        Upload(path, why)
        for path, digest in manifest.files.items()
        if (why := _why(path, digest, before, doubtful)) is not None
    ]
    # an older asset that an unfinished deploy may have taken away cannot come from this build; it is left as it is
    deletes = sorted(path for path in {*before, *doubtful} if path not in after and path != MARK)
    return Plan(
        manifest, tuple(sorted(uploads, key=lambda each: (_phase(each), each.path))), tuple(deletes), live
    )


def _why(path: str, digest: str, before: dict[str, str], doubtful: Collection[str]) -> Why | None:
    if path not in before:
        return "new"
    if before[path] != digest:
        return "changed"
    return "forced" if path in doubtful else None


def _phase(upload: Upload) -> int:
    if is_asset(upload.path):
        return 0
    if not upload.path.endswith(".html"):
        return 2
    return 1 if upload.why == "new" else 3
