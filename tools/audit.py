"""In: a finished site in its folder. Out: problems with pages that are too heavy, miss a file or break their own policy.

It looks at what will be served, not at what the stages meant to write.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from plugins import lanes
from rules.problem import Problem
from tools import audit_page
from tools.audit_page import Fault, Seen

ROOT = Path(__file__).resolve().parent.parent
CODE = b"".join(
    (ROOT / name).read_bytes()
    for name in ("tools/audit_page.py", "tools/audit_schema.py", "plugins/policy.py", "plugins/tags.py")
)


def audit(output: Path, base: str = "/", public: str = "", cache: Path | None = None) -> list[Problem]:
    """Every limit a page breaks. base: where the site lies on its host; public: its own address, "https://clinic.example".
    cache: where what pages say of themselves is kept by their content.

    Rules: page.weight, page.requests, page.script, page.other-host, page.receipt, page.size, page.link, page.csp, page.schema.
    All are E, but for page.weight of a page that still fits the first round trip.
    """
    files = {
        file.relative_to(output).as_posix(): file for file in sorted(output.rglob("*")) if file.is_file()
    }
    pages = _seen({name: file for name, file in files.items() if name.endswith(".html")}, base, public, cache)
    shown = output.name.removesuffix(".new")
    return sorted(
        {
            Problem(f"{shown}/{name}", 0, 0, rule, severity, message, hint)
            for name, page in pages.items()
            for rule, severity, message, hint in (*page.faults, *_beside(page, pages, files))
        }
    )


def _seen(files: dict[str, Path], base: str, public: str, cache: Path | None) -> dict[str, Seen]:
    """What the pages say of themselves; those that are not known are looked at by several processes."""
    around = CODE + f"{base}{public}{audit_page.FIRST_TRIP}".encode()
    html = {name: file.read_bytes() for name, file in files.items()}
    keys = {name: hashlib.sha256(around + name.encode() + data).digest() for name, data in html.items()}
    kept = _load(cache)
    missing = [name for name, key in keys.items() if key not in kept]

    def look(names: Sequence[str]) -> list[Seen]:
        return [audit_page.look(name, html[name].decode("utf-8"), base, public) for name in names]

    kept |= {keys[name]: found for name, found in zip(missing, lanes.share(look, missing), strict=True)}
    if cache and missing:
        _save(cache, {key: kept[key] for key in keys.values()})
    return {name: kept[key] for name, key in keys.items()}


def _load(cache: Path | None) -> dict[bytes, Seen]:
    try:
        data = cache.read_bytes() if cache else b""
        if hashlib.sha256(data[32:]).digest() == data[:32]:
            return dict(pickle.loads(data[32:]))  # noqa: S301  our own file: its digest stands before it
    except (OSError, pickle.UnpicklingError, AttributeError, EOFError, TypeError, ValueError):
        return {}
    return {}


def _save(cache: Path, seen: dict[bytes, Seen]) -> None:
    data = pickle.dumps(seen, protocol=5)
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, delete=False) as new:
            new.write(hashlib.sha256(data).digest() + data)
        Path(new.name).replace(cache)


def _beside(page: Seen, pages: Mapping[str, Seen], files: Mapping[str, Path]) -> Iterator[Fault]:
    """What a page names and the site does not have."""
    for target, path in page.files:
        if path not in files:
            yield ("page.link", "E", f"This page shows `{target}`, which is not there.",
                   "Build again; if it stays, name the page to whoever looks after the code.")  # fmt: skip
    for target, found, part in page.leads:
        if found not in files:
            yield ("page.link", "E", f"This page leads to `{target}`, which is not there.",
                   "Mend the link, or add the page.")  # fmt: skip
        elif part and found in pages and part not in pages[found].ids:
            yield ("page.link", "E", f"This page leads to `{target}`, but that page has no part of this name.",
                   "Mend the link.")  # fmt: skip
