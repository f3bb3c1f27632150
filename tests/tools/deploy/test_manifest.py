"""In: builds one after the other. Out: what their manifests say of the files and of the assets that stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.tools.deploy.trees import of_folder
from tools.deploy.manifest import KEPT, Manifest, is_asset, of_files, parse

DIGESTS = [f"{number:x}" * 64 for number in range(16)]


def build(number: int) -> Manifest:
    return of_files({"index.html": DIGESTS[number], f"a.{number:08x}.css": DIGESTS[number]})


def test_the_same_files_have_the_same_id_in_any_order() -> None:
    assert of_files({"a": DIGESTS[1], "b": DIGESTS[2]}) == of_files({"b": DIGESTS[2], "a": DIGESTS[1]})


def test_another_byte_is_another_id() -> None:
    assert of_files({"a": DIGESTS[1]}).build != of_files({"a": DIGESTS[2]}).build


def test_a_folder_s_manifest_names_every_file_but_itself(tmp_path: Path) -> None:
    (tmp_path / "health").mkdir()
    (tmp_path / "health/index.html").write_bytes(b"page")
    (tmp_path / ".htaccess").write_bytes(b"rules")
    (tmp_path / "deploy.json").write_bytes(b"{}")
    found = of_folder(tmp_path)
    assert sorted(found.files) == [".htaccess", "health/index.html"]
    assert of_folder(tmp_path).build == found.build


def test_assets_of_earlier_builds_stay_for_so_many_deploys() -> None:
    live = build(0)
    for number in range(1, KEPT + 1):
        live = build(number).after(live)
    assert "a.00000000.css" in live.kept
    assert "a.00000000.css" not in build(KEPT + 1).after(live).kept


def test_pages_of_earlier_builds_do_not_stay() -> None:
    assert set(build(1).after(build(0)).all_files) == {"index.html", "a.00000000.css", "a.00000001.css"}


def test_the_same_build_again_keeps_what_was_kept() -> None:
    live = build(1).after(build(0))
    assert build(1).after(live) == live


def test_going_back_and_forth_names_no_build_twice() -> None:
    live = build(0).after(build(1).after(build(0)))
    assert [each for each, _ in live.older] == [build(1).build]


def test_what_is_written_is_read_again() -> None:
    live = build(1).after(build(0))
    assert parse(live.to_json(), "here") == live


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "[]",
        '{"build": "a"}',
        '{"build": "a", "files": {"index.html": "no digest"}}',
        '{"build": "a", "files": {"../../etc/passwd": "' + "0" * 64 + '"}}',
        '{"build": "a", "files": {"/etc/passwd": "' + "0" * 64 + '"}}',
        '{"build": "a", "files": {}, "older": [{"build": "b"}]}',
    ],
)
def test_what_is_no_manifest_of_ours_is_refused_in_words(text: str) -> None:
    with pytest.raises(SiteError) as raised:
        parse(text, "deploy.json at /srv/www")
    assert str(raised.value) == (
        "deploy.json at /srv/www is damaged or was not written by this program. "
        "If no site of yours stands there, delete that file, then deploy again."
    )


@pytest.mark.parametrize(
    ("path", "asset"),
    [
        ("theme/site.0123abcd.css", True),
        ("images/back.0123456789ab.avif", True),
        ("pagefind/fragment/en_0a1b2c3.pf_fragment", True),
        ("index.html", False),
        ("feed.xml", False),
        ("pagefind/pagefind.js", False),
    ],
)
def test_an_asset_is_what_carries_its_digest_in_its_name(path: str, asset: bool) -> None:
    assert is_asset(path) is asset
