"""In: fresh, half-made and broken machines. Out: a .venv that works, or one clear sentence."""

from __future__ import annotations

import ast
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.incremental import seal
from tools import environment

BASE = getattr(sys, "_base_executable", sys.executable)  # the Python outside of .venv
FIRST = "First start: making .venv for this project (about a minute, only this once) ..."
INSTALLING = "Installing 1 packages, each checked against its fingerprint in requirements.txt ..."


def start(project: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **more}
    return subprocess.run([BASE, "tasks.py", *words], cwd=project, env=env, capture_output=True, text=True)


@pytest.fixture
def silent_index() -> Iterator[str]:
    """A host that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


@pytest.mark.parametrize("name", ["tasks.py", "tools/__init__.py", "tools/environment.py"])
def test_old_pythons_can_read_what_tells_them_that_they_are_old(root: Path, name: str) -> None:
    tree = ast.parse((root / name).read_text(encoding="utf-8"), feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]


def test_old_python_is_named(root: Path) -> None:
    code = "import sys; sys.version_info = (3, 9, 2, 'final', 0)\nfrom tools import environment\nenvironment.enter()"
    done = subprocess.run([BASE, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stderr == "This needs Python 3.11 or newer; this is Python 3.9.\n"
    assert (done.returncode, done.stdout) == (1, "")


def test_first_start_makes_everything_and_later_ones_start_at_once(project: Path) -> None:
    first = start(project, "--list")
    assert first.stderr.splitlines() == [FIRST, INSTALLING, "Ready."]
    assert first.returncode == 0
    assert "build" in first.stdout

    assert start(project, "--list").stderr == ""

    project = project.rename(project.with_name("moved"))  # the programs in .venv/bin name their old folder
    again = "requirements.txt or the folder has changed: making .venv again ..."
    assert start(project, "--list").stderr.splitlines() == [again, INSTALLING, "Ready."]
    python = project / os.path.relpath(environment.PYTHON, environment.ROOT)
    told = subprocess.run([python.with_name("pip"), "--version"], capture_output=True, text=True)
    assert str(project) in told.stdout


def test_a_command_that_has_its_answer_needs_no_second_python(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(environment, "finished", lambda venv, lock: True)
    monkeypatch.setattr(environment, "hand_over", lambda: done.append("handed over"))
    monkeypatch.setattr("tools.unchanged.answer", lambda root, words: done.append("asked"))
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    environment.enter()
    assert done == ["asked", "handed over"]
    monkeypatch.setenv(environment.HANDED_OVER, "1")
    monkeypatch.setattr(sys, "prefix", environment.VENV)
    environment.enter()
    assert done == ["asked", "handed over"]
    assert environment.HANDED_OVER not in os.environ


def test_the_python_outside_knows_where_the_packages_inside_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = seal._packages()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert Path(seal._packages()).samefile(inside)


def test_a_changed_lock_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("pelican==4.12.0", encoding="utf-8")
    (tmp_path / "pyvenv.cfg").touch()
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    mark = Path(environment.mark_of(str(tmp_path), str(lock)))
    assert not environment.finished(str(tmp_path), str(lock))
    mark.write_bytes(environment.installed(str(lock)))
    assert environment.finished(str(tmp_path), str(lock))
    lock.write_text("pelican==4.12.1", encoding="utf-8")
    assert not environment.finished(str(tmp_path), str(lock))


def test_killed_half_way_is_noticed_and_made_again(project: Path, silent_index: str) -> None:
    env = {**os.environ, "PIP_INDEX_URL": silent_index}
    child = subprocess.Popen(
        [BASE, "tasks.py", "--list"],
        cwd=project,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr
    with child.stderr:
        assert child.stderr.readline().strip() == FIRST
        assert child.stderr.readline().strip() == INSTALLING
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    again = start(project, "--list")
    assert again.stderr.splitlines() == [".venv is not whole: making it again ...", INSTALLING, "Ready."]
    assert again.returncode == 0


def test_ctrl_c_half_way_says_so(project: Path, silent_index: str) -> None:
    env = {**os.environ, "PIP_INDEX_URL": silent_index}
    child = subprocess.Popen(
        [BASE, "tasks.py", "--list"],
        cwd=project,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr
    with child.stderr:
        child.stderr.readline()
        child.stderr.readline()
        os.killpg(child.pid, signal.SIGINT)
        assert child.stderr.read() == "Stopped. Run the same command again and it starts over.\n"
    assert child.wait() == 130


def test_no_network_is_said_in_one_sentence(project: Path) -> None:
    closed = {
        "PIP_INDEX_URL": "http://127.0.0.1:1/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
    }
    done = start(project, "--list", PIP_NO_CACHE_DIR="1", **closed)
    assert done.stderr.splitlines() == [
        FIRST,
        INSTALLING,
        "No network: the packages could not be fetched. Connect to the internet and run the same command again.",
    ]
    assert (done.returncode, done.stdout) == (1, "")


def test_missing_venv_module_is_said_in_one_sentence(project: Path, tmp_path: Path) -> None:
    (tmp_path / "fake").mkdir()
    debian = "The virtual environment was not created successfully because ensurepip is not available."
    (tmp_path / "fake" / "venv.py").write_text(f"raise SystemExit({debian!r})", encoding="utf-8")
    done = start(project, "--list", PYTHONPATH=str(tmp_path / "fake"))
    assert done.stderr.splitlines() == [
        FIRST,
        "This Python cannot make virtual environments: on Debian and Ubuntu run `sudo apt install python3-venv`, "
        "elsewhere install Python from python.org; then run the same command again.",
    ]
    assert done.returncode == 1


def test_a_package_that_was_tampered_with_is_refused(project: Path) -> None:
    lock = project / "requirements.txt"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.split("\\")[0] + f"--hash=sha256:{'0' * 64}\n", encoding="utf-8")
    done = start(project, "--list")
    assert done.stderr.splitlines()[-1] == (
        "A package that arrived is not the one requirements.txt names, so nothing of it was installed. "
        "Run the same command again; if it says the same, tell whoever looks after the code."
    )
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full: free about 200 MB and run the same command again.",
        ),
        ("/usr/bin/python3: No module named venv", environment.NO_VENV),
        ("Temporary failure in name resolution", environment.NO_NETWORK),
        ("first\nERROR: the last line\n", "It failed: ERROR: the last line"),
        ("", "It failed: no reason was given"),
    ],
)
def test_what_pip_prints_becomes_a_sentence(
    words: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        environment.run([sys.executable, "-c", f"import sys; sys.exit({words!r} or 1)"], "It failed")
    assert (capsys.readouterr().err, ended.value.code) == (f"{sentence}\n", 1)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(28, "No space left on device"),
            "The disk is full: free about 200 MB and run the same command again.",
        ),
        (OSError(13, "Permission denied"), f"{environment.VENV} cannot be made: Permission denied."),
    ],
)
def test_a_disk_that_takes_no_files_is_said(
    error: OSError, sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(inside: bool) -> None:
        raise error

    monkeypatch.setattr(environment, "finished", lambda venv, lock: False)
    monkeypatch.setattr(environment, "make", make)
    with pytest.raises(SystemExit) as ended:
        environment.enter()
    assert (capsys.readouterr().err, ended.value.code) == (f"{sentence}\n", 1)
