"""In: a small site, dressed for each server that people run themselves. Out: the server sends what it was told, and all of it."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest

from plugins import policy
from plugins.facts import load
from tests.conftest import ROOT
from tests.tools.deploy.trees import mark
from tests.tools.deploy.web_servers import SERVERS, Served
from tools.deploy.dress import dress
from tools.headers import HSTS, headers_for, media_type

ADDRESS = "https://clinic.test"
WORDS = "The back is strong, and most pain in it goes away within some weeks. " * 30
FILES = {
    "assets/back.1a2b3c4d.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {WORDS} --></svg>',
    "assets/print.46fbb84e.css": "a{color:red}" * 200,
    "assets/search.b16b7467.js": "run();" * 300,
    "feed.xml": f"<feed>{WORDS}</feed>",
    "main.vcf": "BEGIN:VCARD",
    "pagefind/index/en_1234567.pf_index": "index",
    "robots.txt": "User-agent: *",
    "sitemap.xml": "<urlset/>",
}


def page(text: str, head: str = "") -> str:
    return policy.fill(
        f'<!doctype html><meta charset="utf-8">{policy.SLOT}{head}<style>a{{}}</style><p>{text}'
    )


@dataclass(frozen=True)
class Site:
    server: str
    tree: Path
    served: Served


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    moved = '<meta http-equiv="refresh" content="0; url=/health/#über">'
    pages = {
        "index.html": page(WORDS),
        "health/index.html": page(f"Health. {WORDS}"),
        "404.html": page(f"There is no such page. {WORDS}"),
        "blog/index.html": page("Moved", moved),
        "schmerz-füße/index.html": page("Moved", moved),
        "old.html": page("Moved", moved),
    }
    for name, text in {**FILES, **pages}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    mark(folder)
    return folder


@pytest.fixture(scope="module", params=list(SERVERS))
def site(
    request: pytest.FixtureRequest, output: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(request.param)
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    clinic, _ = load(ROOT / "content/clinic.toml", "clinic.toml")
    tree = dress(output, folder / "store", request.param, ADDRESS, clinic, datetime.date(2026, 11, 25))
    with SERVERS[request.param](tree, ADDRESS, folder) as served:
        yield Site(request.param, tree, served)


def asked(path: str) -> str:
    return "/" + path.removesuffix("index.html")


@pytest.mark.parametrize("path", ["index.html", "health/index.html", *FILES])
def test_every_file_is_sent_whole_and_with_all_its_headers(site: Site, path: str) -> None:
    got = site.served.get(asked(path))
    body = (site.tree / path).read_bytes()
    wanted = {**headers_for(path, body), **HSTS}
    assert (got.status, got.body) == (200, body)
    assert {name: got.headers.get(name.lower()) for name in wanted} == wanted


@pytest.mark.parametrize("path", ["index.html", "health/index.html", "assets/print.46fbb84e.css", "feed.xml"])
def test_who_can_read_it_gets_the_smaller_copy_of_the_same_file(site: Site, path: str) -> None:
    body = (site.tree / path).read_bytes()
    small, old = site.served.get(asked(path), "gzip, br"), site.served.get(asked(path), "gzip")
    assert (small.headers["content-encoding"], brotli.decompress(small.body)) == ("br", body)
    assert (old.headers["content-encoding"], gzip.decompress(old.body)) == ("gzip", body)
    for got in (small, old):
        assert got.headers["content-type"].lower() == media_type(path)
        assert got.headers["cache-control"] == headers_for(path, body)["Cache-Control"]
        assert "accept-encoding" in got.headers["vary"].lower()


def test_who_can_read_none_gets_the_file_and_caches_know_that_there_are_several(site: Site) -> None:
    got = site.served.get("/health/")
    assert "content-encoding" not in got.headers
    assert "accept-encoding" in got.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/blog/", "/schmerz-f%C3%BC%C3%9Fe/", "/old.html"])
def test_an_old_address_leads_to_the_new_one(site: Site, path: str) -> None:
    got = site.served.get(path)
    assert got.status == 301
    assert (
        got.headers["location"].removeprefix(f"http://127.0.0.1:{site.served.port}") == "/health/#%C3%BCber"
    )


def test_a_folder_without_its_slash_leads_to_it(site: Site) -> None:
    got = site.served.get("/health")
    assert got.status in (301, 308)
    assert got.headers["location"].removeprefix(f"http://127.0.0.1:{site.served.port}") in (
        "/health/",
        "health/",
    )


@pytest.mark.parametrize("path", ["/no/such/page/", "/assets/gone.1a2b3c4d.svg", "/gone.vcf"])
def test_what_is_not_there_is_a_404_with_our_page_that_nobody_keeps(site: Site, path: str) -> None:
    got = site.served.get(path)
    body = (site.tree / "404.html").read_bytes()
    wanted = {**headers_for("404.html", body), **HSTS}
    assert (got.status, got.body) == (404, body)
    sent = {name: got.headers.get(name.lower()) for name in wanted}
    assert sent.pop("Cache-Control") in ("no-cache", None)
    assert sent.items() <= wanted.items()


def test_security_txt_can_be_read(site: Site) -> None:
    got = site.served.get("/.well-known/security.txt")
    assert (got.status, got.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert got.body.startswith(b"Contact: mailto:hello@example.com\n")
