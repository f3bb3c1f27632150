from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from plugins.search_records import Record
from rules.problem import SiteError
from tools import search

BACK = Record("health/back/", "<html lang=en><body><h1>Back pain</h1><p>walk</p></body></html>")
NECK = Record("health/neck/", "<html lang=en><body><h1>Neck pain</h1><p>turn</p></body></html>")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output.new"
    folder.mkdir()
    return folder


def files(folder: Path) -> list[str]:
    return sorted(f"{file.relative_to(folder)}" for file in folder.rglob("*") if file.is_file())


def test_only_what_our_search_page_asks_for_is_there(tmp_path: Path, output: Path) -> None:
    search.add(tmp_path, [BACK], output)
    kinds = {Path(name).name.split(".", 1)[1].rpartition(".")[2] for name in files(output)}
    assert kinds == {"js", "json", "pagefind", "pf_meta", "pf_index", "pf_fragment"}
    assert "pagefind/pagefind-ui.js" not in files(output)


def test_the_same_texts_give_the_same_bytes(tmp_path: Path, output: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    search.add(tmp_path / "one", [BACK, NECK], output)
    search.add(tmp_path / "two", [BACK, NECK], other)
    assert files(output) == files(other)
    assert all((output / name).read_bytes() == (other / name).read_bytes() for name in files(output))


def test_unchanged_texts_are_not_indexed_again(
    tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.add(tmp_path, [BACK], output)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("indexed again")

    monkeypatch.setattr(subprocess, "run", never)
    again = tmp_path / "again"
    again.mkdir()
    search.add(tmp_path, [BACK], again)
    search.add_later(tmp_path, [BACK], again)
    assert files(again) == files(output)
    with pytest.raises(AssertionError, match="indexed again"):
        search.add(tmp_path, [NECK], again)


def test_a_preview_gets_its_index_afterwards(tmp_path: Path, output: Path) -> None:
    search.add_later(tmp_path, [BACK], output)
    assert files(output) == []
    shown = output.rename(tmp_path / "output")
    search.finish(tmp_path, shown)
    assert "pagefind/pagefind.js" in files(shown)


def test_finishing_what_has_its_index_changes_nothing(tmp_path: Path, output: Path) -> None:
    search.finish(tmp_path, output)
    assert files(output) == []


def test_only_the_newest_few_are_kept(tmp_path: Path, output: Path) -> None:
    for number in range(search.KEPT + 3):
        search.add(tmp_path, [Record("a/", f"<html lang=en><body>word{number}</body></html>")], output)
    assert len(list((tmp_path / ".cache/search").iterdir())) == search.KEPT + 1


def test_what_pagefind_says_is_told(tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "No space left\non device")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(SiteError, match="The search could not be made: No space left on device"):
        search.add(tmp_path, [BACK], output)
    assert files(output) == []


def test_what_is_there_already_stays_and_what_is_left_over_goes(tmp_path: Path, output: Path) -> None:
    first = search.add(tmp_path, [BACK, NECK], output)
    inodes = {file: file.stat().st_ino for file in output.glob("pagefind/fragment/*")}
    entry = output / "pagefind/pagefind-entry.json"
    linked = tmp_path / "linked.json"
    linked.hardlink_to(entry)
    before = linked.read_bytes()
    (output / "pagefind/left.txt").touch()
    changed = Record(NECK.url, NECK.html.replace("turn", "nod"))
    second = search.add(tmp_path, [BACK, changed], output)
    assert first != second
    assert set(files(output)) == set(second)
    assert all(hashlib.sha256((output / name).read_bytes()).hexdigest() == second[name] for name in second)
    assert linked.read_bytes() == before
    assert [file.exists() and file.stat().st_ino == inodes[file] for file in inodes].count(True) == 1
    again = search.add(tmp_path, [BACK, NECK], output)
    assert again == first


def test_a_damaged_index_is_made_anew(tmp_path: Path, output: Path) -> None:
    made = search.add(tmp_path, [BACK], output)
    for file in (tmp_path / ".cache/search").iterdir():
        file.write_bytes(file.read_bytes()[:-5])
    assert search.add(tmp_path, [BACK], output) == made


def test_where_memory_holds_no_files_the_disk_does(
    tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = search.add(tmp_path / "one", [BACK], output)
    monkeypatch.setattr(search, "RAM", tmp_path / "nowhere")
    assert search.add(tmp_path / "two", [BACK], output) == made
