from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from rules.problem import SiteError
from tools import swap


def made(folder: Path, text: str) -> Path:
    """An output as a build leaves it."""
    folder.mkdir()
    (folder / swap.MARK).write_text("{}")
    (folder / "page").write_text(text)
    return folder


def fill(output: Path, text: str) -> None:
    with swap.holding(output), swap.replacing(output) as new:
        (new / swap.MARK).write_text("{}")
        (new / "page").write_text(text)


def test_the_first_output_is_put_in_its_place(tmp_path: Path) -> None:
    fill(tmp_path / "output", "new")
    assert (tmp_path / "output/page").read_text() == "new"


def test_a_new_output_replaces_the_old_one(tmp_path: Path) -> None:
    fill(made(tmp_path / "output", "old"), "new")
    assert (tmp_path / "output/page").read_text() == "new"
    assert {file.name for file in tmp_path.iterdir()} <= {"output", ".output.lock", ".output.spare"}


def test_where_folders_cannot_be_exchanged_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    fill(made(tmp_path / "output", "old"), "new")
    assert (tmp_path / "output/page").read_text() == "new"


def test_a_kill_between_the_two_renames_is_mended(tmp_path: Path) -> None:
    made(tmp_path / "output.old", "old")
    with pytest.raises(KeyboardInterrupt), swap.holding(tmp_path / "output"):
        raise KeyboardInterrupt
    assert (tmp_path / "output/page").read_text() == "old"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_error_leaves_the_old_output_whole(tmp_path: Path, error: type[BaseException]) -> None:
    output = made(tmp_path / "output", "old")
    with pytest.raises(error), swap.holding(output), swap.replacing(output) as new:
        (new / "page").write_text("half")
        raise error
    assert (output / "page").read_text() == "old"
    assert not (tmp_path / "output.new").exists()


def test_a_second_build_is_refused_while_one_runs(tmp_path: Path) -> None:
    output = made(tmp_path / "output", "old")
    with FileLock(tmp_path / ".output.lock"), pytest.raises(SiteError) as raised:
        fill(output, "new")
    assert (
        str(raised.value)
        == f"Another build is writing {output} at this moment. Wait until it is done, then try again."
    )
    assert (output / "page").read_text() == "old"


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years")
    with pytest.raises(SiteError) as raised:
        fill(tmp_path, "new")
    assert (
        str(raised.value)
        == f"{tmp_path} holds files that no build has made. Choose another folder with --output, or empty this one."
    )
    assert (tmp_path / "thesis.txt").read_text() == "years"


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    fill(tmp_path / "output", "new")
    assert (tmp_path / "output/page").read_text() == "new"


def begun(output: Path, kept: list[str], **changed: str) -> None:
    with swap.holding(output), swap.replacing(output, kept) as new:
        assert {file.name for file in new.iterdir()} == set(kept)
        (new / swap.MARK).write_text("{}")
        for name, text in changed.items():
            (new / name).unlink(missing_ok=True)
            (new / name).write_text(text)


def test_what_is_kept_is_linked_and_the_last_output_stays_as_a_spare(tmp_path: Path) -> None:
    output = made(tmp_path / "output", "one")
    for text in ("two", "three", "four"):
        (output / "picture").touch()
        whole = (output / "picture").stat().st_ino
        begun(output, ["page", "picture"], page=text)
        assert (output / "page").read_text() == text
        assert (output / "picture").stat().st_ino == whole
        assert {file.name for file in tmp_path.iterdir()} == {"output", ".output.lock", ".output.spare"}


def test_whatever_was_done_to_the_spare_does_no_harm(tmp_path: Path) -> None:
    output = made(tmp_path / "output", "one")
    begun(output, ["page"], page="two")
    spare = tmp_path / ".output.spare"
    (spare / "page").write_text("somebody else's")
    (spare / "left").mkdir()
    (spare / "left/over").touch()
    begun(output, ["page"])
    assert (output / "page").read_text() == "two"
    assert {file.name for file in output.iterdir()} == {"page", swap.MARK}


def test_a_build_from_nothing_makes_the_spare_of_what_it_has_made(tmp_path: Path) -> None:
    output = made(tmp_path / "output", "one")
    begun(output, ["page"], page="two")
    fill(output, "three")
    assert (tmp_path / ".output.spare/page").samefile(output / "page")
    begun(output, ["page"])
    assert (output / "page").read_text() == "three"


def test_where_folders_cannot_be_exchanged_there_is_a_spare_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    output = made(tmp_path / "output", "one")
    for text in ("two", "three"):
        begun(output, ["page"], page=text)
        assert (output / "page").read_text() == text
        assert {file.name for file in tmp_path.iterdir()} == {"output", ".output.lock", ".output.spare"}
