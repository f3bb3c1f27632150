"""In: small content folders written by a test. Out: the Site that the stages make of them, and its problems as people read them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from rules.site import Site

ARTICLE = """\
Title: Back pain
Date: 2026-01-05
Summary: What may help with back pain, and when a doctor should look at it first.
Category: back-pain

"""
CLINICIAN = """
[[people]]
id = "ann-lee"
honorific = "Dr."
name = "Ann Lee"
credentials = "D.C."
role = "Chiropractor"
clinician = true
"""
MakeSite = Callable[..., Site]


def lines(site: Site, *rules: str) -> list[str]:
    """The problems without the folder; only those of the named rules, if any are named."""
    return [str(p).removeprefix(f"{site.shown}/") for p in site.problems if not rules or p.rule in rules]


def write_publishable(original: Path, content: Path) -> None:
    """Copy a content folder so that it may go live: no sample facts, and a clinician who has reviewed every article."""
    facts = (original / "clinic.toml").read_text(encoding="utf-8")
    facts = facts.replace("sample = true\n", "").replace("(555) 555-0100", "(512) 555-7000")
    shutil.copytree(original / "pages", content / "pages", dirs_exist_ok=True)
    shutil.copytree(original / "articles", content / "articles", dirs_exist_ok=True)
    (content / "clinic.toml").write_text(
        facts.replace("example.com", "clinic.test") + CLINICIAN, encoding="utf-8"
    )
    reviewed = f"Reviewer: ann-lee\nReviewed: {date.today() - timedelta(days=30)}\n"
    for file in content.glob("articles/*.md"):
        file.write_text(reviewed + file.read_text(encoding="utf-8"), encoding="utf-8")
