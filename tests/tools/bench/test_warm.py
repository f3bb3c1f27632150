"""In: a server of files that shows every save at once. Out: when it was seen, and what is said where it is not."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from time import perf_counter

import pytest

from rules.problem import SiteError
from tools.bench import runs, warm
from tools.bench.sites import Site


def site(folder: Path, *command: str) -> Site:
    serve = list(command or (sys.executable, "-m", "http.server", "--bind", "127.0.0.1"))
    return Site("A program", folder, [], serve, [], "", folder)


def test_seconds_are_those_until_every_page_holds_its_word(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("one", encoding="utf-8")
    (tmp_path / "b.html").write_text("two", encoding="utf-8")
    with warm.serving(site(tmp_path)) as server:
        start = perf_counter()
        seconds = server.seen({"a.html": "one", "b.html": "two"}, start)
        assert 0 < seconds <= perf_counter() - start
        server.calm()
    assert server.child.poll() is not None


def test_a_page_without_the_word_is_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("one", encoding="utf-8")
    with warm.serving(site(tmp_path)) as server:
        server.seen({"a.html": "one"}, perf_counter())
        monkeypatch.setattr(warm, "LIMIT", 0.2)
        for address in ("a.html", "nothing.html"):
            with pytest.raises(SiteError) as raised:
                server.seen({address: "two"}, perf_counter())
            assert str(raised.value) == "A program did not show a save within 0 seconds."


def test_a_server_that_has_ended_is_told(tmp_path: Path) -> None:
    with warm.serving(site(tmp_path, "true")) as server, pytest.raises(SiteError) as raised:
        server.seen({"a.html": "one"}, perf_counter())
    assert str(raised.value) == "A program has ended while `bench` asked it for pages."


def test_what_a_server_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "GRACE", 0.2)
    # it writes down what it started; both ignore the first signal
    script = "trap '' TERM; sleep 600 & echo $! > child.txt; wait"
    note = tmp_path / "child.txt"
    with warm.serving(site(tmp_path, "sh", "-c", script)):
        while not (note.is_file() and note.read_text()):
            time.sleep(0.01)
        started = int(note.read_text())
        assert list(runs.family(started)) == [started]
        assert runs._told(started, "status", "VmRSS") or not runs.PROC.is_dir()
    while runs._told(started, "status", "VmRSS"):  # the last signal may take a moment
        time.sleep(0.01)
