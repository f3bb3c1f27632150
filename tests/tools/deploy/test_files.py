from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.tools.deploy.deploying import deploy, files, is_exactly
from tests.tools.deploy.false_rclone import target
from tests.tools.deploy.hosts_for_files import SERVERS, Host, Trouble
from tests.tools.deploy.trees import make_tree, mark
from tools.deploy import announced
from tools.deploy.driver import HostError
from tools.deploy.files import Files
from tools.headers import FOREVER, REVALIDATE


@pytest.fixture(params=["sftp", "ftp", "webdav"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with _started(request.param, tmp_path / "server") as started:
        yield started


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """One for all tests: its server starts slowly."""
    with _started("s3", tmp_path_factory.mktemp("bucket")) as started:
        yield started


@contextlib.contextmanager
def _started(kind: str, folder: Path) -> Iterator[Host]:
    folder.mkdir(exist_ok=True)
    with SERVERS[kind](folder, Trouble()) as started, pytest.MonkeyPatch.context() as patch:
        for name, value in started.environment.items():
            patch.setenv(name, value)
        yield started


def test_names_with_spaces_and_signs_arrive_and_go_with_their_folders_alone(
    host: Host, tmp_path: Path
) -> None:
    """What somebody else has put beside them stays."""
    assert host.site
    old, new = tmp_path / "old", tmp_path / "new"
    make_tree(old, 3, pictures=2)
    make_tree(new, 3, pictures=2)
    names = (
        "care [new] {1}/index.html",
        "a/b/c/index.html",
        "a/b/d/index.html",
        "a/Größe 100 %.html",
        "#1.html",
    )
    for name in names:
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(f"<p>{name}")
    mark(old)
    driver = Files(host.target(tmp_path / "store"))
    deploy(driver, old)
    assert is_exactly(host.site, old)
    (host.site / "a/b/c/theirs.txt").write_text("Theirs.")
    deploy(driver, new)
    (host.site / "a/b/c/theirs.txt").read_text()
    assert sorted(folder.name for folder in host.site.rglob("*") if folder.is_dir() and "health" not in str(folder)) == [
        "a", "assets", "b", "c", "images",
    ]  # fmt: skip


def test_a_folder_that_is_not_there_yet_is_made_or_said(host: Host, tmp_path: Path) -> None:
    assert host.site
    make_tree(tmp_path / "tree", 2, pictures=1)
    given = host.target(tmp_path / "store")
    key = "url" if host.kind == "webdav" else "folder"
    deeper = f"{given.settings[key]}".rstrip("/") + "/deep/er"
    driver = Files(replace(given, settings={**given.settings, key: deeper}))
    if host.kind != "webdav":
        deploy(driver, tmp_path / "tree")
        assert is_exactly(host.site / "deep/er", tmp_path / "tree")
        return
    with pytest.raises(HostError) as raised:
        deploy(driver, tmp_path / "tree")
    assert str(raised.value) == (
        "There is no such folder at the host. Make it there, or correct deploy.toml; then deploy again. "
        "No site stands there yet."
    )


def test_a_probe_leaves_nothing(host: Host, tmp_path: Path) -> None:
    assert host.site
    Files(host.target(tmp_path / "store")).probe()
    assert list(host.site.iterdir()) == []


def test_halves_that_a_kill_left_are_swept_away(host: Host, tmp_path: Path) -> None:
    if host.kind == "webdav":
        return  # an upload has no other name there
    assert host.site
    half = host.site / "health/index.html.0123abcd.partial"
    half.parent.mkdir()
    half.write_text("<p>Ha")
    Files(host.target(tmp_path / "store")).sweep()
    assert files(host.site) == {}


def test_half_of_an_announcement_that_a_kill_left_goes_with_the_next_deploy(
    host: Host, tmp_path: Path
) -> None:
    if host.kind == "webdav":
        return  # an upload has no other name there
    assert host.site
    make_tree(tmp_path / "tree", 2, pictures=1)
    announced.write(tmp_path, ["index.html"])  # killed while this went up
    (host.site / f"{announced.NEXT}.0123abcd.partial").write_text("{")
    deploy(Files(host.target(tmp_path)), tmp_path / "tree")
    assert is_exactly(host.site, tmp_path / "tree")


@pytest.mark.parametrize(
    ("path", "kind", "keep"),
    [
        ("index.html", "text/html; charset=utf-8", REVALIDATE),
        ("style.0123456789ab.css", "text/css; charset=utf-8", FOREVER),
        ("feed.xml", "application/atom+xml; charset=utf-8", REVALIDATE),
        ("card.vcf", "text/vcard; charset=utf-8", REVALIDATE),
        ("site.webmanifest", "application/manifest+json", REVALIDATE),
    ],
)
def test_a_bucket_keeps_type_and_age_of_a_file(
    bucket: Host, tmp_path: Path, path: str, kind: str, keep: str
) -> None:
    """Also where this computer has no list of types: rclone would take them from there."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / path).write_text("x")
    Files(bucket.target(tmp_path / "store")).send(tmp_path, [f"kept/{path}"], print)
    with urlopen(f"{bucket.address}/kept/{path}", timeout=20) as answer:
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (kind, keep)


def test_a_remote_of_rclone_s_own_configuration_is_used_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "rclone.conf"
    config.write_text("[disk]\ntype = local\n")
    monkeypatch.setenv("RCLONE_CONFIG", str(config))
    make_tree(tmp_path / "tree", 2, pictures=1)
    driver = Files(target("rclone", tmp_path / "store", remote=f"disk:{tmp_path}/site"))
    deploy(driver, tmp_path / "tree")
    assert is_exactly(tmp_path / "site", tmp_path / "tree")


def test_a_build_comes_back(bucket: Host, tmp_path: Path) -> None:
    for version in range(2):
        make_tree(tmp_path / str(version), 3, version, pictures=1)
    driver = Files(bucket.target(tmp_path / "store"))
    deploy(driver, tmp_path / "0")
    first = driver.releases()[0].build
    deploy(driver, tmp_path / "1")
    driver.back(first, print)
    live = driver.live().manifest
    assert live
    assert (live.build, live.files) == (first, files(tmp_path / "0"))
    with urlopen(f"{bucket.address}/", timeout=20) as answer:
        assert answer.read() == (tmp_path / "0/index.html").read_bytes()
