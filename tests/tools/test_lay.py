"""In: a folder with whatever, and the files that it shall hold. Out: links to just these."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lay import lay

PATHS = ("a", "b", "c/d", "c/e", "c/f/g", "h/i/j")


def files(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*") if file.is_file()
    }


def made(folder: Path, texts: dict[str, str]) -> dict[str, str]:
    """Write files, and return them as sources."""
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return {path: str(folder / path) for path in texts}


@given(
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from("xyz")),
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from("xyz")),
    st.sets(st.sampled_from(PATHS)),
)
def test_whatever_lies_there_the_folder_holds_links_to_the_sources_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, there: dict[str, str], wanted: dict[str, str], linked: set[str]
) -> None:
    base = tmp_path_factory.mktemp("lay")
    sources, folder = made(base / "from", wanted), base / "to"
    made(folder, there)
    for path in linked & wanted.keys():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).unlink(missing_ok=True)
        os.link(sources[path], folder / path)
    lay(folder, sources)
    assert files(folder) == wanted
    assert all((folder / path).samefile(source) for path, source in sources.items())
    assert not [each for each in folder.rglob("*") if each.is_dir() and not any(each.iterdir())]


def test_what_is_a_link_to_its_source_already_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = made(tmp_path / "from", {"a": "x", "c/d": "y"})
    lay(tmp_path / "to", sources)
    monkeypatch.setattr(os, "link", None)
    monkeypatch.setattr(os, "unlink", None)
    lay(tmp_path / "to", sources)
    assert files(tmp_path / "to") == {"a": "x", "c/d": "y"}


def test_a_file_makes_room_for_a_folder_and_a_folder_for_a_file(tmp_path: Path) -> None:
    made(tmp_path / "to", {"a": "x", "c/d": "y"})
    lay(tmp_path / "to", made(tmp_path / "from", {"a/b": "z", "c": "w"}))
    assert files(tmp_path / "to") == {"a/b": "z", "c": "w"}


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)
    sources = made(tmp_path / "from", {"a": "x", "c/d": "y"})
    for _ in range(2):
        lay(tmp_path / "to", sources)
        assert files(tmp_path / "to") == {"a": "x", "c/d": "y"}


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="No space left"):
        lay(tmp_path / "to", made(tmp_path / "from", {"a": "x"}))
