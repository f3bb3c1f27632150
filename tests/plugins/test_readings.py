from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from plugins import lanes, reader, readings
from rules.problem import Problem
from rules.site import Document, Site
from tests.sites import ARTICLE, MakeSite, lines

BODY = "Massage cures back pain.\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's readings are kept."""
    file = tmp_path / "kept/.cache/readings.sqlite"

    def read_all(site: Site, read: readings.Read) -> None:
        before = site.settings["CLINIC_ROOT"]
        site.settings["CLINIC_ROOT"] = str(tmp_path / "kept")
        whole(site, read)
        site.settings["CLINIC_ROOT"] = before

    whole = readings.read_all
    monkeypatch.setattr(readings, "read_all", read_all)
    return file


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the texts that were read, and not taken from what is kept."""
    names: list[str] = []
    whole = reader._read

    def told(document: Document, site: Site) -> None:
        names.append(document.name)
        whole(document, site)

    monkeypatch.setattr(reader, "_read", told)
    return names


def shown(site: Site) -> list[tuple[Any, ...]]:
    return [(d.name, d.title, d.html, d.headings, d.links, d.words, d.of_text) for d in site.documents]


def test_a_text_is_read_once_and_gives_the_same_again(
    make_site: MakeSite, cache: Path, read: list[str]
) -> None:
    first = make_site({"articles/a.md": ARTICLE + BODY})
    second = make_site({})
    assert read == ["articles/a.md"]
    assert shown(first) == shown(second)
    assert lines(first) == lines(second)
    assert lines(second, "claim.cure")


def test_only_the_text_that_changed_is_read_again(make_site: MakeSite, cache: Path, read: list[str]) -> None:
    make_site({"articles/a.md": ARTICLE + BODY, "articles/b.md": ARTICLE.replace("Back", "Neck") + "Walk.\n"})
    read.clear()
    site = make_site({"articles/a.md": ARTICLE + "Massage may ease pain.\n"})
    assert read == ["articles/a.md"]
    assert lines(site, "claim.cure") == []


def test_facts_and_code_count_as_well(
    make_site: MakeSite, cache: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    files: dict[str, str | bytes] = {"articles/a.md": ARTICLE + "Call {{ clinic.phone }}.\n"}
    make_site(files)
    facts = (root / "content/clinic.toml").read_text(encoding="utf-8")
    site = make_site({"clinic.toml": facts.replace("555-0100", "555-0101")})
    assert "(555) 555-0101" in site.documents[0].html
    monkeypatch.setattr(readings, "_code", lambda: "another")
    make_site({})
    assert read == ["articles/a.md"] * 3


@pytest.mark.parametrize("harm", [b"", b"no database", None])
def test_a_damaged_file_is_only_slower(
    make_site: MakeSite, cache: Path, read: list[str], harm: bytes | None
) -> None:
    first = make_site({"articles/a.md": ARTICLE + BODY})
    if harm is None:
        with sqlite3.connect(cache) as base:
            base.execute("UPDATE readings SET value = substr(value, 1, 100)")
        base.close()
    else:
        cache.write_bytes(harm)
    assert shown(make_site({})) == shown(first)
    assert len(read) == 2
    make_site({})
    assert len(read) == 2


def test_many_texts_are_read_side_by_side_and_alike(
    make_site: MakeSite, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {
        f"articles/{n}.md": ARTICLE.replace("Back", f"Back {n}") + BODY for n in range(12)
    }
    alone = shown(make_site(files))
    cache.unlink()
    monkeypatch.setattr(lanes, "ALONE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert shown(make_site(files)) == alone


def test_a_process_that_ends_early_costs_only_time(
    make_site: MakeSite, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, whole = os.getpid(), reader._read

    def killed(document: Document, site: Site) -> None:
        if os.getpid() != here:
            os._exit(1)
        whole(document, site)

    files: dict[str, str | bytes] = {
        f"articles/{n}.md": ARTICLE.replace("Back", f"Back {n}") + BODY for n in range(12)
    }
    alone = shown(make_site(files))
    cache.unlink()
    monkeypatch.setattr(reader, "_read", killed)
    monkeypatch.setattr(lanes, "ALONE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert shown(make_site(files)) == alone


def test_problems_keep_their_place_when_they_come_from_what_is_kept(make_site: MakeSite, cache: Path) -> None:
    make_site({"articles/a.md": ARTICLE + BODY})
    (found,) = (p for p in make_site({}).problems if p.rule == "claim.cure")
    assert isinstance(found, Problem)
    assert (found.line, found.column) == (6, 9)
