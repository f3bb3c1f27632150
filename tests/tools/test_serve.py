"""In: saves and mistakes. Out: the site, shown again, whatever happens."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from rules.problem import SiteError
from tools import serve
from tools.live import Live
from tools.watch import Watch

# Stands in for tools/warm.py: the first word of content/a.md says how the build ends.
BUILD = """
import json, pathlib, sys, time
content, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
problem = dict(path="content/a.md", line=3, column=0, rule="head.date", severity="E", message="<No> date.", hint="Add one.")
for line in iter(sys.stdin.readline, ""):
    text = (content / "a.md").read_text(encoding="utf-8")
    kind = text.split()[0]
    if kind == "crash":
        raise RuntimeError("a bug")
    if kind == "slow":
        time.sleep(2)
    print(json.dumps(dict(say="built " + text + " of " + str(len(json.loads(line))))), flush=True)
    if kind == "bad":
        print(json.dumps(dict(problems=[problem], error="The content needs a person.", pages=None)), flush=True)
        continue
    output.mkdir(exist_ok=True)
    (output / "index.html").write_text("<!doctype html><title>t</title><body><p>" + text + "</p></body>")
    print(json.dumps(dict(problems=[], error="", pages=["/"])), flush=True)
(output / "ended").touch()
"""


def until(true: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


class Preview:
    """`serve` in a process of its own, over a small project with the stand-in build."""

    def __init__(self, tmp_path: Path, root: Path):
        self.project = tmp_path / "clinic"
        (self.project / "tools").mkdir(parents=True)
        (self.project / "tools" / "__init__.py").touch()
        (self.project / "tools" / "warm.py").write_text(BUILD, encoding="utf-8")
        self.text = self.project / "content" / "a.md"
        self.text.parent.mkdir()
        self.text.write_text("first", encoding="utf-8")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = tmp_path / "log.txt"
        code = (
            "from pathlib import Path; from tools.endings import in_words; from tools.serve import serve; "
            f"root = Path({str(self.project)!r}); in_words(serve)(root, root / 'content', {self.port}, False)"
        )
        with self.log.open("w") as log:
            self.process = subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=log, stderr=log)

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def get(self) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def shows(self, *words: str) -> None:
        until(lambda: all(word in self.get()[1] for word in words))

    def save(self, text: str) -> None:
        self.text.write_text(text, encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path, root: Path) -> Iterator[Preview]:
    running = Preview(tmp_path, root)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()


def test_serve_follows_every_save_survives_every_mistake_and_ends_cleanly(preview: Preview) -> None:
    preview.shows("<p>first</p>", "/.live.js")
    assert (
        f"The site is at http://localhost:{preview.port}/ and follows every save. Ctrl-C ends it."
        in preview.said
    )

    preview.save("bad text")
    preview.shows("The site could not be built", "The content needs a person.", "content/a.md:3", "/.live.js")
    assert preview.get()[0] == 503
    assert "content/a.md saved: building again ..." in preview.said

    preview.save("crash")
    preview.shows("Something went wrong inside the program. The details are in .cache/error.txt.")
    assert "RuntimeError: a bug" in (preview.project / ".cache" / "error.txt").read_text(encoding="utf-8")
    assert "Traceback" not in preview.said

    preview.save("second")
    preview.shows("<p>second</p>")

    content = preview.text.parent
    content.rename(content.with_name("away"))
    preview.shows("Something went wrong")
    content.with_name("away").rename(content)
    preview.shows("<p>second</p>")

    preview.text.unlink()
    preview.shows("Something went wrong")
    preview.save("third")
    preview.shows("<p>third</p>")

    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=10) == 0
    assert preview.said.endswith("Stopped. The site is no longer served.\n")


def test_a_save_during_a_build_is_built_after_it(preview: Preview) -> None:
    preview.shows("<p>first</p>")
    preview.save("slow one")
    until(lambda: "building again" in preview.said)
    time.sleep(0.3)
    preview.save("last")
    preview.shows("<p>last</p>")


def test_settings_and_theme_count_as_saves(preview: Preview) -> None:
    preview.shows("<p>first</p>")
    (preview.project / "pelicanconf.py").write_text("A = 1", encoding="utf-8")
    until(lambda: "pelicanconf.py saved" in preview.said)
    (preview.project / "theme").mkdir()
    time.sleep(0.5)
    (preview.project / "theme" / "base.html").write_text("x", encoding="utf-8")
    until(lambda: "theme/base.html saved" in preview.said)


def test_browsers_are_told(preview: Preview) -> None:
    preview.shows("<p>first</p>")
    with urllib.request.urlopen(f"http://127.0.0.1:{preview.port}/.events", timeout=10) as events:

        def version() -> bytes:
            while not (line := events.readline()).startswith(b"data: "):
                pass
            return bytes(line)

        before = version()
        preview.save("second")
        assert version() != before


def test_the_process_that_builds_is_kept_and_another_one_begins_after_a_change_of_code(
    preview: Preview,
) -> None:
    preview.shows("<p>first</p>")
    preview.save("second")
    preview.shows("<p>second</p>")
    assert "built second of 1" in preview.said  # it was told which file; a new one is told of none
    warm = preview.project / "tools" / "warm.py"
    warm.write_text(BUILD.replace("<p>", "<p>new "), encoding="utf-8")
    preview.shows("<p>new second</p>")
    until(lambda: "built second of 0" in preview.said)
    warm.write_text("nonsense(", encoding="utf-8")
    preview.shows("Something went wrong inside the program")
    assert "SyntaxError" in (preview.project / ".cache" / "error.txt").read_text(encoding="utf-8")
    assert "Traceback" not in preview.said
    warm.write_text(BUILD, encoding="utf-8")
    preview.shows("<p>second</p>")


def test_many_files_saved_at_once_are_one_build(preview: Preview) -> None:
    preview.shows("<p>first</p>")
    for number in range(20):
        (preview.text.parent / f"{number}.md").write_text("x", encoding="utf-8")
    preview.save("many")
    preview.shows("<p>many</p>")
    builds = [line for line in preview.said.split("\n") if line.startswith("built ")]
    assert len(builds) <= 3, builds


def test_when_it_ends_the_process_that_builds_may_note_what_it_has_made(preview: Preview) -> None:
    preview.shows("<p>first</p>")
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=15) == 0
    assert (preview.project / f".cache/preview/{preview.port}/ended").is_file()


def test_terminated_in_mid_build_it_takes_the_build_along(preview: Preview) -> None:
    preview.shows("<p>first</p>")
    preview.save("slow one")
    until(lambda: "building again" in preview.said)
    preview.process.terminate()
    assert preview.process.wait(timeout=10) == 0


def test_a_busy_port_is_said_and_the_next_one_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with serve.listen(tmp_path, port, Live()) as server:
            taken = server.server_address[1]
    assert taken > port
    assert (
        capsys.readouterr().out
        == f"Port {port} is in use by another program, so the site is at port {taken}.\n"
    )


def test_no_free_port_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PORTS", 1)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(SiteError) as raised:
            serve.listen(tmp_path, port, Live())
    assert str(raised.value) == f"The ports {port} to {port} are all in use. Choose another: --port 9000."


def test_it_watches_before_the_first_build(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    seen: list[str] = []
    watch = Watch(tmp_path, tmp_path / "content", seen.append)
    watch.start()
    (tmp_path / "content" / "a.md").write_text("x", encoding="utf-8")
    until(lambda: seen)
    watch.stop()
    assert seen[0] == str(tmp_path / "content" / "a.md")
