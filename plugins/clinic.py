"""In: content/clinic.toml and the interface words. Out: the Site that every later stage fills, in the settings as CLINIC_SITE."""

from __future__ import annotations

import datetime
import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from plugins import stages
from plugins.facts import load
from rules.clinic import Clinic
from rules.site import Site


def open_site(settings: dict[str, Any]) -> Site:
    """A new Site. A content folder without clinic.toml uses the project's.

    Raises ContentError when clinic.toml gives no usable facts.
    """
    root, content = Path(settings["CLINIC_ROOT"]), Path(settings["PATH"])
    shown = settings["CLINIC_SHOWN"]
    facts, facts_shown = content / "clinic.toml", f"{shown}/clinic.toml"
    if not facts.is_file():
        facts, facts_shown = root / "content/clinic.toml", "content/clinic.toml"
    clinic, problems = load(facts, facts_shown)
    words = _words(
        (Path(settings["THEME"]) / f"translations/{settings['DEFAULT_LANG']}.toml").read_text("utf-8")
    )
    publish = settings["CLINIC_PUBLISH"]
    base = (urlsplit(clinic.address).path.rstrip("/") if publish else "") + "/"
    site = Site(
        content, shown, publish, _today(clinic), clinic, words, base, settings["CLINIC_CHECK_ONLY"], settings
    )
    site.problems += problems
    site.drawings = frozenset(file.stem for file in (Path(settings["THEME"]) / "static/art").glob("*.svg"))
    return site


@lru_cache(maxsize=2)
def _words(text: str) -> dict[str, Any]:
    """Once for the same text: a process may build again and again."""
    return tomllib.loads(text)


def _today(clinic: Clinic) -> datetime.date:
    """The day at the clinic, or the one SOURCE_DATE_EPOCH names (reproducible-builds.org); it holds back future pages."""
    zone = ZoneInfo(clinic.place.timezone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = (
        datetime.datetime.fromtimestamp(int(epoch), zone) if epoch.isdigit() else datetime.datetime.now(zone)
    )
    return now.date()


def register() -> None:
    stages.begin(open_site)
