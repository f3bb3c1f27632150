"""In: a finished site of a few files. Out: what each kind of host is told, and what it cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import botocore.session
import pytest
from botocore.validate import ParamValidator

from plugins import policy
from rules.problem import SiteError
from tools.deploy import hosts, target
from tools.headers import HEADERS, SITE_CSP, SVG_CSP

MOVED = '<!doctype html><meta http-equiv="refresh" content="0; url={}">'
PAGE = policy.fill(f"<!doctype html>{policy.SLOT}<p>Text").encode()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for name, text in {
        "index.html": "<!doctype html><p>Text",
        "blog/index.html": MOVED.format("/health/"),
        "füße/index.html": MOVED.format("/health/#a&amp;b"),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_server_that_deploy_toml_may_name_is_known() -> None:
    assert list(hosts.HOSTS) == list(target.SERVERS)


def test_netlify_and_cloudflare_read_headers_and_redirects_from_two_files(output: Path) -> None:
    netlify = hosts.files("netlify", output, "https://clinic.test")
    cloudflare = hosts.files("cloudflare", output, "https://clinic.test")
    everywhere = "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())
    assert netlify["_headers"] == cloudflare["_headers"] == (
        f"/*\n{everywhere}"
        f"  Strict-Transport-Security: max-age=63072000\n  Content-Security-Policy: {SITE_CSP}\n"
        f"/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n  Content-Security-Policy: {SVG_CSP}\n"
        f"/images/*\n  Cache-Control: public, max-age=31536000, immutable\n  Content-Security-Policy: {SVG_CSP}\n"
    )  # fmt: skip
    assert netlify["_redirects"] == "/blog/ /health/ 301!\n/f%C3%BC%C3%9Fe/ /health/#a%26b 301!\n"
    assert cloudflare["_redirects"] == "/blog/ /health/ 301\n/f%C3%BC%C3%9Fe/ /health/#a%26b 301\n"


@pytest.mark.parametrize("server", ["netlify", "cloudflare"])
def test_no_line_of_these_files_is_longer_than_they_are_read(output: Path, server: str) -> None:
    for text in hosts.files(server, output, "https://clinic.test").values():
        assert max(len(line) for line in text.splitlines()) <= 1_000


def test_a_site_in_a_folder_of_its_host_is_told_with_that_folder(output: Path) -> None:
    made = hosts.server_config("nginx", output, "https://clinic.test/care")
    assert "error_page 404 /care/404.html;\nlocation = /care/404.html {\n" in made
    assert "location = /care/feed.xml {" in made
    assert 'location = "/care/blog/" { return 301 "/health/"; }\n' in made
    files = hosts.files("netlify", output, "https://clinic.test/care")
    assert "\n/care/assets/*\n" in files["_headers"]
    assert files["_redirects"].startswith("/care/blog/ /health/ 301!\n")


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("https://clinic.test", {".nojekyll": "", "CNAME": "clinic.test\n"}),
        ("https://clinic.github.io", {".nojekyll": ""}),
        ("", {".nojekyll": ""}),
    ],
)
def test_github_is_told_the_address_only_where_it_does_not_know_it(
    output: Path, address: str, files: dict[str, str]
) -> None:
    assert hosts.files("github", output, address) == files


def test_cloudfront_gets_a_policy_that_its_api_takes(output: Path) -> None:
    made = json.loads(hosts.server_config("cloudfront", output, "https://clinic.test"))
    model = botocore.session.get_session().get_service_model("cloudfront")
    shape = model.operation_model("CreateResponseHeadersPolicy").input_shape
    assert shape is not None
    found = ParamValidator().validate({"ResponseHeadersPolicyConfig": made}, shape)
    assert not found.has_errors(), found.generate_report()
    security = made["SecurityHeadersConfig"]
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == SITE_CSP
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 63_072_000
    assert [item["Header"] for item in made["CustomHeadersConfig"]["Items"]] == [
        "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("server", "says"),
    [
        ("netlify", "There is nothing to set on this host (netlify): what it reads goes up with every deploy."),
        ("github", "There is nothing to set on this host (github): what it reads goes up with every deploy."),
        ("other", "Nobody knows what serves this site, so there is nothing to set. If you know, write it into deploy.toml."),
    ],
)  # fmt: skip
def test_where_nothing_can_be_set_that_is_said(output: Path, server: str, says: str) -> None:
    with pytest.raises(SiteError) as raised:
        hosts.server_config(server, output, "https://clinic.test")
    assert str(raised.value) == says


def test_what_a_host_cannot_do_is_said_in_sentences() -> None:
    assert {server: hosts.limits(server) for server in hosts.HOSTS} == {
        "nginx": [],
        "apache": [],
        "caddy": [],
        "netlify": [],
        "cloudflare": [],
        "cloudfront": [
            "Old addresses lead on by a page of their own, because this host knows no redirects.",
        ],
        "github": [
            "GitHub Pages sends none of our headers: pages carry their own policy, but other sites can show them in a frame, "
            "and Mozilla's Observatory gives such a site a C at best.",
            "It lets browsers keep every file for ten minutes, so some visitors see a change that much later.",
            "Old addresses lead on by a page of their own, because this host knows no redirects.",
        ],
        "other": [
            "Nobody knows what serves this site, so its headers are neither set nor checked. "
            'If you know, write it into deploy.toml: server = "nginx", or another of those in docs/hosting.md.',
            "Old addresses lead on by a page of their own, because this host knows no redirects.",
        ],
    }


@pytest.mark.parametrize(
    ("server", "path", "names"),
    [
        ("nginx", "assets/a.1a2b3c4d.svg", {"Content-Type", "Cache-Control", "Content-Security-Policy", *HEADERS}),
        ("nginx", "index.html", {"Content-Type", "Cache-Control", "Content-Security-Policy", *HEADERS}),
        ("netlify", "index.html", {"Content-Type", "Content-Security-Policy", *HEADERS}),
        ("netlify", "assets/a.1a2b3c4d.svg", {"Cache-Control", *HEADERS}),
        ("netlify", "feed.xml", {*HEADERS}),
        ("cloudfront", "assets/a.1a2b3c4d.svg", {*HEADERS}),
        ("github", "index.html", {"Content-Type"}),
        ("other", "feed.xml", set()),
    ],
)  # fmt: skip
def test_a_host_is_held_to_what_it_was_told_and_no_more(server: str, path: str, names: set[str]) -> None:
    assert set(hosts.promised(server, path, PAGE)) == names


def test_a_page_is_promised_with_the_policy_of_the_whole_site() -> None:
    for server in ("nginx", "netlify", "cloudfront"):
        assert hosts.promised(server, "index.html", PAGE)["Content-Security-Policy"] == SITE_CSP
