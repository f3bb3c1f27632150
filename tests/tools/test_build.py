from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rules.problem import ContentError, SiteError
from tests.sites import write_publishable
from tools import build, check

ARTICLE = "Title: Back pain\nDate: 2026-01-05\nSummary: What may help with back pain, and when a doctor should look at it first.\nCategory: back-pain\n\nText.\n"
COMMAND = [sys.executable, "-m", "tools.build"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles/a.md").write_text(ARTICLE)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def build_id(output: Path) -> str:
    """The id of a whole output: every file that its manifest names is there and is what it says."""
    manifest = json.loads((output / "deploy.json").read_text())
    files = {
        name: hashlib.sha256(data).hexdigest() for name, data in tree(output).items() if name != "deploy.json"
    }
    assert files == manifest["files"]
    return str(manifest["build"])


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=build.ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_any_folder_of_markdown_can_be_built_and_nothing_is_written_into_it(
    content: Path, tmp_path: Path
) -> None:
    before = tree(content)
    found = build.build(build.ROOT, content, tmp_path / "out")
    assert "<h1" in (tmp_path / "out/health/a/index.html").read_text()
    assert found.pages == len(list((tmp_path / "out").rglob("*.html")))
    assert tree(content) == before


def test_a_page_gone_from_content_is_gone_from_the_output(content: Path, tmp_path: Path) -> None:
    (content / "articles/b.md").write_text(ARTICLE.replace("Back pain", "Other"))
    build.build(build.ROOT, content, tmp_path / "out")
    assert (tmp_path / "out/health/b/index.html").is_file()
    (content / "articles/b.md").unlink()
    build.build(build.ROOT, content, tmp_path / "out")
    assert not (tmp_path / "out/health/b").exists()
    assert "health/b/" not in (tmp_path / "out/health/index.html").read_text()


def test_an_old_address_leads_on_without_a_server(content: Path, tmp_path: Path) -> None:
    (content / "redirects.toml").write_text('"/blog/sore-back/" = "/health/a/"\n')
    build.build(build.ROOT, content, tmp_path / "out")
    page = (tmp_path / "out/blog/sore-back/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=/health/a/">' in page
    assert '<link rel="canonical" href="https://example.com/health/a/">' in page
    assert "blog/sore-back" not in (tmp_path / "out/sitemap.xml").read_text()


def test_publish_refuses_sample_facts_and_leaves_the_old_output(content: Path, tmp_path: Path) -> None:
    build.build(build.ROOT, content, tmp_path / "out")
    before = tree(tmp_path / "out")
    with pytest.raises(ContentError) as raised:
        build.build(build.ROOT, content, tmp_path / "out", publish=True)
    assert str(raised.value) == "This site cannot be published yet."
    assert any(p.rule == "facts.sample" and p.severity == "E" for p in raised.value.problems)
    assert tree(tmp_path / "out") == before


def test_publish_refuses_a_page_that_breaks_a_limit_and_leaves_the_old_output(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content / "articles/a.md").unlink()
    write_publishable(build.ROOT / "content", content)
    build.build(build.ROOT, content, tmp_path / "out", publish=True)
    before = tree(tmp_path / "out")
    monkeypatch.setattr("tools.audit_page.FIRST_TRIP", 5_000)
    with pytest.raises(ContentError) as raised:
        build.build(build.ROOT, content, tmp_path / "out", publish=True, clean=True)
    assert str(raised.value) == "This site cannot be published yet."
    assert {p.rule for p in raised.value.problems if p.severity == "E"} == {"page.weight"}
    assert tree(tmp_path / "out") == before


def test_drafts_are_in_the_preview_and_not_in_its_feed(content: Path, tmp_path: Path) -> None:
    (content / "articles/d.md").write_text("Status: draft\n" + ARTICLE.replace("Back pain", "A draft"))
    build.build(build.ROOT, content, tmp_path / "out")
    assert (tmp_path / "out/health/d/index.html").is_file()
    assert "health/d/" not in (tmp_path / "out/feed.xml").read_text()
    assert "health/d/" not in (tmp_path / "out/sitemap.xml").read_text()


@pytest.mark.parametrize(
    ("content_name", "output_name", "says"),
    [
        ("nowhere", "out", "There is no folder {content}. Name the folder with the texts: --content DIR."),
        ("content", "content/out", "The output folder {output} and the content folder {content} lie in each other. Choose another with --output."),
        ("content", ".", "The output folder {output} and the content folder {content} lie in each other. Choose another with --output."),
    ],
)  # fmt: skip
def test_folders_that_cannot_work_are_refused(
    content: Path, tmp_path: Path, content_name: str, output_name: str, says: str
) -> None:
    source, output = tmp_path / content_name, tmp_path / output_name
    with pytest.raises(SiteError) as raised:
        build.build(build.ROOT, source, output)
    assert str(raised.value) == says.format(content=source, output=output)


def test_check_names_only_the_files_that_were_asked_for(content: Path) -> None:
    (content / "articles/b.md").write_text("No head.\n")
    (content / "articles/c.md").write_text("No head.\n")
    found = check.check(build.ROOT, content, [str(content / "articles/b.md")])
    assert {problem.path for problem in found.problems} == {f"{content}/articles/b.md"}


def test_check_of_a_file_that_is_not_there_says_so(content: Path) -> None:
    with pytest.raises(SiteError, match=r"^There is no file nowhere\.md\.$"):
        check.check(build.ROOT, content, ["nowhere.md"])


def test_the_same_sources_give_the_same_bytes_everywhere(content: Path, tmp_path: Path) -> None:
    for name in ("c", "b"):
        (content / f"articles/{name}.md").write_text(ARTICLE.replace("Back pain", name))
    other = tmp_path / "elsewhere/deeper"
    other.mkdir(parents=True)
    for file in sorted(content.rglob("*.md"), reverse=True):
        (other / "articles").mkdir(exist_ok=True)
        shutil.copy(file, other / "articles")
    day = str(int(time.time()))
    runs = [
        (content, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        (content, {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"}),
        (other, {"TZ": "UTC", "PYTHONHASHSEED": "3"}),
    ]
    trees = []
    for number, (source, environment) in enumerate(runs):
        done = run(
            "--content", source, "--output", tmp_path / f"out{number}", SOURCE_DATE_EPOCH=day, **environment
        )
        assert done.returncode == 0, done.stderr
        trees.append(
            {
                n: d.replace(str(source).encode(), b"")
                for n, d in tree(tmp_path / f"out{number}").items()
                if n != "deploy.json"
            }
        )
    assert trees[0] == trees[1] == trees[2]


def test_the_project_s_own_content_builds_twice_to_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build.build(build.ROOT, build.ROOT / "content", tmp_path / name)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_kill_at_any_moment_leaves_a_whole_output(content: Path, tmp_path: Path, count: int) -> None:
    output = tmp_path / "out"
    start = time.monotonic()
    assert run("--content", content, "--output", output).returncode == 0
    longest = time.monotonic() - start
    whole = {build_id(output)}
    chance = random.Random(4)
    for number in range(count):
        (content / "articles/a.md").write_text(ARTICLE.replace("Text.", f"Text {number}."))
        command = [*COMMAND, "--content", str(content), "--output", str(output)]
        process = subprocess.Popen(
            command, cwd=build.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0, longest))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = build_id(output)
        text = (output / "health/a/index.html").read_text()
        assert now in whole or f"Text {number}." in text.replace("&nbsp;", " ")
        whole.add(now)
    assert run("--content", content, "--output", output).returncode == 0
    assert {p.name for p in tmp_path.iterdir()} - {".out.spare"} == {".out.lock", "content", "out"}


def test_ctrl_c_ends_with_a_sentence_and_the_old_output(content: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert run("--content", content, "--output", output).returncode == 0
    before = tree(output)
    for number in range(400):
        (content / f"articles/n{number}.md").write_text(ARTICLE.replace("Back pain", f"Title {number}"))
    command = [*COMMAND, "--content", str(content), "--output", str(output)]
    process = subprocess.Popen(
        command, cwd=build.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "out.new").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "Stopped. Nothing is half done: run the command again when you like.\n"
    assert tree(output) == before


def test_a_full_disk_ends_with_a_sentence_and_the_old_output(content: Path, tmp_path: Path) -> None:
    """A real one: a small file system in a namespace of its own, with a whole site on it, and a build that needs more."""
    disk = tmp_path / "disk"
    disk.mkdir()
    for number in range(300):
        (content / f"articles/n{number}.md").write_text(ARTICLE)
    small = tmp_path / "small/articles"
    small.mkdir(parents=True)
    (small / "a.md").write_text(ARTICLE)
    this = f"{sys.executable} -m tools.build --output {disk}/out --content"
    script = f"""mount -t tmpfs -o size=2500k tmpfs {disk} && {this} {small.parent} >/dev/null || exit 9
sha256sum {disk}/out/deploy.json; {this} {content} >/dev/null; code=$?; sha256sum {disk}/out/deploy.json; ls {disk}; exit $code"""
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script], cwd=build.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert (
        done.stderr
        == f"The disk is full: delete what you do not need, then build again. The site in {disk}/out is as it was.\n"
    )
    first, second, *names = done.stdout.splitlines()
    assert first == second
    assert names == ["out"]


def test_an_output_that_cannot_be_written_ends_with_a_sentence(content: Path) -> None:
    done = run("--content", content, "--output", "/proc/out")
    assert done.returncode == 1
    assert done.stderr.startswith("A file could not be written") or done.stderr.startswith(
        "This folder cannot be written to"
    )
    assert done.stderr.count("\n") == 1


def test_two_builds_at_once_leave_one_whole_output(content: Path, tmp_path: Path) -> None:
    command = [*COMMAND, "--content", str(content), "--output", str(tmp_path / "out")]
    both = [
        subprocess.Popen(
            command, cwd=build.ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert sorted(process.returncode for process in both) in ([0, 0], [0, 1])
    refusal = f"Another build is writing {tmp_path / 'out'} at this moment. Wait until it is done, then try again.\n"
    assert set(said) <= {"", refusal}
    build_id(tmp_path / "out")
