"""In: pages with inline parts. Out: exactly the policy and the headers that they need."""

from __future__ import annotations

import base64
import hashlib

import pytest

from plugins import policy
from tools import headers

STRICT = "img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_page_without_anything_may_do_nothing() -> None:
    assert headers.csp("<p>Text</p>") == f"default-src 'none'; {STRICT}"


def test_inline_parts_are_named_by_the_digest_of_their_exact_text() -> None:
    page = (
        '<style> a > b{content:"é &amp;"}\r\n</style><script type="speculationrules">{"prefetch":[]}</script>'
    )
    style = digest(' a > b{content:"é &amp;"}\n')
    rules = digest('{"prefetch":[]}')
    assert headers.csp(page) == f"default-src 'none'; style-src {style}; script-src {rules}; {STRICT}"


def test_the_same_style_twice_is_named_once() -> None:
    assert headers.csp("<style>a{}</style><style>a{}</style>").count("sha256") == 1


def test_data_is_no_script() -> None:
    page = '<script type="application/ld+json">{"@graph": []}</script>'
    assert headers.csp(page) == f"default-src 'none'; {STRICT}"


def test_files_forms_and_data_pictures_are_allowed_only_where_they_are() -> None:
    page = (
        '<script src="/s.js"></script><link rel="stylesheet" href="/s.css"><form></form><link rel="manifest">'
    )
    assert headers.csp(page) == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert "img-src 'self' data:" in headers.csp('<style>a{background:url("data:image/svg+xml,x")}</style>')
    assert "img-src 'self' data:" in headers.csp('<link rel="icon" href="data:,">')
    assert "img-src 'self';" in headers.csp("<p>data:image/ in the text</p>")


def test_a_page_may_ask_its_own_host_and_no_other() -> None:
    assert "connect-src 'self';" in headers.csp("<p>")


def test_nothing_unsafe_is_ever_allowed_to_a_page() -> None:
    page = '<style>a{}</style><script>1</script><p style="color:red" onclick="x()">'
    assert "unsafe" not in headers.csp(page)


def test_a_page_has_all_headers() -> None:
    found = headers.headers_for("index.html", b"<p>")
    assert found == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": f"default-src 'none'; {STRICT}",
    }


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("images/back.1a2b3c4d.jpg", headers.FOREVER),
        ("images/back.jpg", headers.REVALIDATE),
        ("index.html", headers.REVALIDATE),
        ("feed.xml", headers.REVALIDATE),
    ],
)
def test_only_names_with_a_digest_are_kept(path: str, kept: str) -> None:
    assert headers.cache_control(path) == kept


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml"),
        ("a/spine.svg", "image/svg+xml"),
        ("A.JPG", "image/jpeg"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a.unknown", "application/octet-stream"),
    ],
)
def test_types_do_not_depend_on_the_machine(path: str, media_type: str) -> None:
    assert headers.media_type(path) == media_type


def test_a_file_that_is_no_page_is_sent_with_the_policy_of_the_whole_site() -> None:
    assert headers.headers_for("feed.xml", b"<feed/>")["Content-Security-Policy"] == headers.SITE_CSP


def test_a_page_that_carries_its_policy_is_sent_with_what_it_cannot_say_itself() -> None:
    page = policy.fill(f"<!doctype html>{policy.SLOT}<style>a{{}}</style><form></form>").encode()
    sent = headers.headers_for("index.html", page)["Content-Security-Policy"]
    assert sent == headers.SITE_CSP == "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def test_a_drawing_opened_by_itself_runs_nothing() -> None:
    assert headers.headers_for("a.svg", b"<svg/>")["Content-Security-Policy"] == headers.SVG_CSP


def test_a_script_that_needs_more_says_so_and_only_its_page_may() -> None:
    page = '<script type="module" src="/assets/search.js" data-csp="wasm"></script>'
    policy = headers.csp(page)
    assert "script-src 'self' 'wasm-unsafe-eval'; " in policy
    assert "wasm" not in headers.csp('<script src="/assets/search.js"></script>')
