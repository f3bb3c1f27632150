"""In: command lines. Out: what people see, and the exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rules.problem import ContentError, Problem, SiteError
from tools import endings, machine
from tools.clean import clean
from tools.command_line import Commands, Option

ALONE = ["audit", "bench", "build", "check", "clean", "import", "new", "sbom", "serve", "setup", "test"]
DEPLOYING = ["host", "list", "plan", "rollback", "setup", "status"]
COMMANDS = sorted([*ALONE, "deploy", *(f"deploy.{name}" for name in DEPLOYING)])
OOPS = Problem("content/a.md", 1, 0, "head.title", "E", "There is no title.")


def tasks(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "tasks.py", *words], cwd=root, capture_output=True, text=True)


def listed(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2] != " "]


def test_the_list_names_every_command(root: Path) -> None:
    done = tasks(root, "--list")
    assert listed(done.stdout) == COMMANDS
    assert (done.returncode, done.stderr) == (0, "")


def test_alone_it_says_where_to_start(root: Path) -> None:
    done = tasks(root)
    assert done.stdout.splitlines()[0] == (
        "The clinic's website: `python3 tasks.py serve` shows it; `python3 tasks.py --help build` explains a command."
    )
    assert listed(done.stdout) == COMMANDS
    assert done.returncode == 0


def test_a_misspelt_command_gets_the_nearest(root: Path) -> None:
    done = tasks(root, "biuld")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no command `biuld`. Did you mean `build`?\n"


def test_a_foreign_command_gets_the_list(root: Path) -> None:
    expected = f"There is no command `xyzzy`. There are: {', '.join(COMMANDS)}.\n"
    assert tasks(root, "xyzzy").stderr == expected


def test_help_of_a_command_names_its_options(root: Path) -> None:
    done = tasks(root, "check", "--help")
    assert "--content" in done.stdout
    assert "--format" in done.stdout
    assert done.returncode == 0


def test_help_of_a_command_says_what_its_words_mean(root: Path) -> None:
    assert "TARGET: a table of deploy.toml" in tasks(root, "deploy", "--help").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["build", "--content", "nowhere"],
            "There is no folder nowhere. Name the folder with the texts: --content DIR.",
        ),
        (["check", "nothing.md"], "There is no file nothing.md."),
        (
            ["check", "--format", "xml"],
            "There is no format `xml`. Use one of: --format text, --format json, --format github.",
        ),
        (["check", "--explain", "claim.saef"], "There is no rule `claim.saef`. Did you mean `claim.safe`?"),
        (
            ["serve", "--port", "many"],
            "There is no port `many`. Use a number from 1024 to 65000: --port 8000.",
        ),
        (
            ["serve", "--port", "99999"],
            "There is no port `99999`. Use a number from 1024 to 65000: --port 8000.",
        ),
        (
            ["serve", "--port"],
            "`--port` wants one word after it, PORT: where to show it: http://localhost:PORT/.",
        ),
        (["build", "--publsh"], "`build` has no option `--publsh`. Did you mean `--publish`?"),
        (
            ["build", "-q"],
            "`build` has no option `-q`. `python3 tasks.py build --help` shows what there is.",
        ),
        (["build", "--clean=yes"], "`--clean` takes no word after it."),
        (["build", "it"], "`build` takes no words after it: `it` is one too many."),
        (["deploy", "live", "now"], "`deploy` takes [TARGET] and no more words: `now` is one too many."),
        (["deploy.rollback", "live", "now"], "Name one target and one build, not live and now."),
    ],
)
def test_wrong_use_ends_in_a_sentence(root: Path, words: list[str], said: str) -> None:
    done = tasks(root, *words)
    assert (done.stdout, done.stderr, done.returncode) == ("", said + "\n", 1)


DIR = Option("--content", "a folder", "DIR")
AGAIN = Option("--again", "once more", kind="store_true")


@pytest.mark.parametrize(
    ("words", "options", "asked", "called"),
    [
        ("", (AGAIN,), [], {"again": False}),
        ("", (AGAIN, DIR), ["--again", "--content", "d"], {"again": True, "content": "d"}),
        ("", (DIR,), ["--content=d"], {"content": "d"}),
        ("[PATH ...]", (DIR,), ["a.md", "b c.md"], {"content": "", "words": ["a.md", "b c.md"]}),
        ("[PATH ...]", (DIR,), ["a", "--content", "d", "b"], {"content": "d", "words": ["a", "b"]}),
        ("[TARGET]", (), ["live"], {"words": ["live"]}),
        ("[TARGET]", (), [], {"words": []}),
        (
            "",
            (Option("--size", "how many", "N", "append"),),
            ["--size", "1", "--size", "2"],
            {"size": ["1", "2"]},
        ),
    ],
)
def test_a_command_gets_its_options_and_words(
    words: str, options: tuple[Option, ...], asked: list[str], called: dict[str, object]
) -> None:
    commands, got = Commands(), dict[str, object]()
    commands.add("do", *options, words=words)(lambda **given: got.update(given) or 0)
    commands.run(["do", *asked])
    assert got == called


def test_what_pytest_knows_goes_to_pytest_as_it_is() -> None:
    commands, got = Commands(), dict[str, object]()
    commands.add("test", AGAIN, words="[ARG ...]", any=True)(lambda **given: got.update(given) or 0)
    commands.run(["test", "--again", "tests/rules", "-k", "a or b", "--durations=9", "-x"])
    assert got == {"again": True, "words": ["tests/rules", "-k", "a or b", "--durations=9", "-x"]}


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (SiteError("The disk is full."), 1, "The disk is full.\n"),
        (ContentError("Two facts are missing.", [OOPS]), 2, "Two facts are missing.\n"),
        (KeyboardInterrupt(), 130, "Stopped. Nothing is half done: run the command again when you like.\n"),
    ],
)
def test_every_end_is_a_sentence_and_a_code(
    raised: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @endings.in_words
    def command() -> int:
        raise raised

    with pytest.raises(SystemExit) as ended:
        command()
    assert (ended.value.code, capsys.readouterr().err) == (code, said)


def test_a_bug_shows_no_traceback_but_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trace = tmp_path / ".cache" / "error.txt"
    monkeypatch.setattr(endings, "TRACE", trace)

    @endings.in_words
    def command() -> int:
        return 1 // 0

    with pytest.raises(SystemExit) as ended:
        command()
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "Something went wrong inside the program (ZeroDivisionError: integer division or modulo by zero). "
        f"The details are in {trace}: please send that file to whoever looks after the code.\n"
    )
    assert "Traceback" in trace.read_text(encoding="utf-8")


def test_a_command_that_is_fine_just_ends() -> None:
    @endings.in_words
    def command() -> int:
        return 0

    command()


def test_clean_deletes_what_the_commands_made_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("output", ".cache/cards", "content"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "output" / "deploy.json").touch()
    (tmp_path / ".cache" / "error.txt").touch()
    clean(tmp_path)
    assert capsys.readouterr().out == "Deleted output/, .cache/.\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".cache", "content"]
    clean(tmp_path)
    assert capsys.readouterr().out == "There is nothing to delete.\n"


def test_clean_leaves_the_builds_that_can_be_brought_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / ".cache/deploy/live/releases/0123456789ab"
    release.mkdir(parents=True)
    clean(tmp_path)
    assert release.is_dir()
    assert capsys.readouterr().out == (
        "There is nothing to delete.\n"
        ".cache/deploy/ stays: `deploy.rollback` brings earlier builds back from it.\n"
    )


def test_clean_leaves_somebody_elses_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "thesis.txt").touch()
    clean(tmp_path)
    assert (tmp_path / "output" / "thesis.txt").exists()
    assert capsys.readouterr().out == (
        "output/ stays: it holds files that no build has made.\nThere is nothing to delete.\n"
    )


def test_missing_chromium_ends_the_tests_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "find", lambda need: "" if need is machine.CHROMIUM else "/bin/true")
    monkeypatch.setattr(machine, "_root_on_debian", lambda: False)
    with pytest.raises(SiteError) as raised:
        machine.provide()
    assert str(raised.value) == (
        "Chromium is missing, and the tests look at every page in a real browser: on Debian and Ubuntu run "
        "`sudo apt install chromium`, elsewhere install Chrome or Chromium, or set CHROME_PATH to where it is."
    )


def test_chrome_path_comes_first_and_must_be_true(tmp_path: Path) -> None:
    chrome = tmp_path / "chrome"
    chrome.touch(mode=0o755)
    assert machine.find(machine.CHROMIUM, {"CHROME_PATH": str(chrome)}) == str(chrome)
    with pytest.raises(SiteError) as raised:
        machine.find(machine.CHROMIUM, {"CHROME_PATH": "/no/chrome"})
    assert (
        str(raised.value)
        == "CHROME_PATH says /no/chrome, but there is no program. Correct it or take it away."
    )


@pytest.mark.parametrize(("version", "found"), [("v18.20.4", False), ("v20.0.0", True), ("v26.1.0", True)])
def test_a_program_that_is_too_old_does_not_count(tmp_path: Path, version: str, found: bool) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
    node.chmod(0o755)
    assert machine.find(machine.NODE, {"PATH": str(tmp_path)}) == (str(node) if found else "")
