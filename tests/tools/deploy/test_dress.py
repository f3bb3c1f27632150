"""In: a finished site of a few files. Out: the tree that goes up, and nothing of the site touched."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import brotli
import pytest

from plugins.facts import load
from rules.clinic import Clinic
from rules.problem import SiteError
from tests.conftest import ROOT
from tests.tools.deploy.trees import mark, of_folder
from tools.deploy import dress as dressing
from tools.deploy.dress import dress

TODAY = datetime.date(2026, 11, 25)
WORDS = "The back is strong, and most pain in it goes away within some weeks. " * 30


@pytest.fixture(scope="module")
def clinic() -> Clinic:
    return load(ROOT / "content/clinic.toml", "clinic.toml")[0]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    for name, text in {
        "index.html": WORDS,
        "copy/index.html": WORDS,
        "robots.txt": "short",
        "assets/print.46fbb84e.css": WORDS,
        "images/back.1a2b3c4d.jpg": WORDS,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    mark(folder)
    return folder


def names(tree: Path) -> set[str]:
    return {file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file()}


def dressed(
    output: Path, clinic: Clinic, server: str = "nginx", address: str = "https://clinic.test"
) -> Path:
    mark(output)
    return dress(output, output.parent / "store", server, address, clinic, TODAY)


SITE = {
    "index.html",
    "copy/index.html",
    "robots.txt",
    "assets/print.46fbb84e.css",
    "images/back.1a2b3c4d.jpg",
}
ALWAYS = {*SITE, "deploy.json", ".well-known/security.txt"}
PACKED = {
    f"{name}{end}"
    for name in ("index.html", "copy/index.html", "assets/print.46fbb84e.css")
    for end in (".br", ".gz")
}


@pytest.mark.parametrize(
    ("server", "more"),
    [
        ("nginx", PACKED),
        ("caddy", PACKED),
        ("apache", {".htaccess", *PACKED}),
        ("netlify", {"_headers", "_redirects"}),
        ("cloudflare", {"_headers", "_redirects"}),
        ("cloudfront", set()),
        ("github", {".nojekyll", "CNAME"}),
        ("other", set()),
    ],
)  # fmt: skip
def test_a_host_gets_the_site_and_what_it_reads_and_no_more(
    output: Path, clinic: Clinic, server: str, more: set[str]
) -> None:
    assert names(dressed(output, clinic, server)) == ALWAYS | more


def test_the_files_are_those_of_the_site_itself(output: Path, clinic: Clinic) -> None:
    tree = dressed(output, clinic)
    assert all((tree / name).samefile(output / name) for name in SITE)


def test_deploy_json_names_all_that_goes_up_and_that_of_the_site_stays(output: Path, clinic: Clinic) -> None:
    tree = dressed(output, clinic)
    told = json.loads((tree / "deploy.json").read_text(encoding="utf-8"))
    assert set(told["files"]) == names(tree) - {"deploy.json"}
    assert (told["build"], told["files"]) == (of_folder(tree).build, of_folder(tree).files)
    of_build = json.loads((output / "deploy.json").read_text(encoding="utf-8"))
    assert set(of_build["files"]) == SITE


def test_the_same_site_is_dressed_alike_on_another_day(output: Path, clinic: Clinic) -> None:
    first = of_folder(dressed(output, clinic))
    later = dress(
        output,
        output.parent / "other",
        "nginx",
        "https://clinic.test",
        clinic,
        TODAY + datetime.timedelta(30),
    )
    assert of_folder(later) == first


def test_the_smaller_copies_are_of_the_same_bytes(output: Path, clinic: Clinic) -> None:
    tree = dressed(output, clinic)
    assert brotli.decompress((tree / "index.html.br").read_bytes()) == WORDS.encode()
    assert gzip.decompress((tree / "index.html.gz").read_bytes()) == WORDS.encode()


def test_what_gets_no_smaller_has_no_copy(
    output: Path, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(dressing.PACKERS, "br", lambda data: data + b"!")
    tree = dressed(output, clinic)
    assert not (tree / "index.html.br").exists()
    assert (tree / "index.html.gz").exists()


def test_what_was_made_small_once_is_not_made_small_again(
    output: Path, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = of_folder(dressed(output, clinic))
    made: list[bytes] = []

    def pack(data: bytes) -> bytes:
        made.append(data)
        return b"small"

    for ending in dressing.PACKERS:
        monkeypatch.setitem(dressing.PACKERS, ending, pack)
    assert of_folder(dressed(output, clinic)) == before
    assert made == []
    (output / "index.html").unlink()
    (output / "index.html").write_text(f"New. {WORDS}", encoding="utf-8")
    dressed(output, clinic)
    assert made == [f"New. {WORDS}".encode()] * 2


def test_copies_that_no_file_needs_any_more_are_forgotten(output: Path, clinic: Clinic) -> None:
    dressed(output, clinic)
    (output / "assets/print.46fbb84e.css").unlink()
    (output / "copy/index.html").unlink()
    (output / "index.html").unlink()
    dressed(output, clinic)
    assert list((output.parent / "store/packed").iterdir()) == []


def test_what_is_gone_from_the_site_is_gone_from_the_tree(output: Path, clinic: Clinic) -> None:
    dressed(output, clinic)
    (output / "copy/index.html").unlink()
    assert "copy/index.html" not in names(dressed(output, clinic))


@pytest.mark.parametrize(
    ("today", "until"),
    [
        ("2026-01-01", "2026-07-01"),
        ("2026-01-02", "2027-01-01"),
        ("2026-06-30", "2027-01-01"),
        ("2026-07-01", "2027-01-01"),
        ("2026-07-05", "2027-07-01"),
        ("2026-12-31", "2027-07-01"),
    ],
)
def test_security_txt_is_good_for_half_a_year_to_a_year(
    output: Path, clinic: Clinic, today: str, until: str
) -> None:
    tree = dress(
        output,
        output.parent / "store",
        "other",
        "https://clinic.test",
        clinic,
        datetime.date.fromisoformat(today),
    )
    assert (tree / ".well-known/security.txt").read_text(encoding="utf-8") == (
        f"Contact: mailto:hello@example.com\nExpires: {until}T00:00:00.000Z\nPreferred-Languages: en\n"
        "Canonical: https://clinic.test/.well-known/security.txt\n"
    )


@pytest.mark.parametrize("address", ["", "https://clinic.test/care"])
def test_security_txt_is_only_at_the_root_of_a_host(output: Path, clinic: Clinic, address: str) -> None:
    assert ".well-known/security.txt" not in names(dressed(output, clinic, "other", address))


def test_a_page_that_a_host_would_read_as_its_settings_is_refused(output: Path, clinic: Clinic) -> None:
    (output / "_headers").write_text("mine", encoding="utf-8")
    with pytest.raises(SiteError) as raised:
        dressed(output, clinic, "netlify")
    assert str(raised.value) == (
        "The site has a page or file of its own at /_headers, which the host would take for its settings. "
        "Give it another name. Nothing was sent, and the live site is as it was."
    )


def test_a_full_disk_is_said_before_anything_is_sent(
    output: Path, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dressing, "lay", full)
    with pytest.raises(SiteError) as raised:
        dressed(output, clinic)
    assert str(raised.value) == (
        f"The files to upload could not be prepared in {output.parent / 'store'}: No space left on device. "
        "Nothing was sent, and the live site is as it was."
    )


def test_what_lies_there_already_stays_and_what_somebody_changed_is_mended(
    output: Path, clinic: Clinic
) -> None:
    tree = dressed(output, clinic)
    before = of_folder(tree)
    whole = (tree / "robots.txt").stat().st_ino
    for name in ("index.html", "index.html.br"):
        (tree / name).unlink()
        (tree / name).write_text("not of the site", encoding="utf-8")
    (tree / "copy/index.html").unlink()
    (tree / "left/over").mkdir(parents=True)
    (tree / "left/over/page.html").touch()
    assert of_folder(dressed(output, clinic)) == before
    assert (tree / "robots.txt").stat().st_ino == whole
    assert not (tree / "left").exists()


def test_a_page_can_become_a_folder(output: Path, clinic: Clinic) -> None:
    dressed(output, clinic)
    (output / "robots.txt").unlink()
    (output / "robots.txt").mkdir()
    (output / "robots.txt/index.html").write_text(WORDS, encoding="utf-8")
    tree = dressed(output, clinic)
    assert (tree / "robots.txt/index.html").read_text(encoding="utf-8") == WORDS
    (output / "robots.txt/index.html").unlink()
    (output / "robots.txt").rmdir()
    (output / "robots.txt").touch()
    assert names(dressed(output, clinic)) == {*ALWAYS, *PACKED}
