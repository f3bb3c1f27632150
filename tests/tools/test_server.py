"""In: requests. Out: what production would send, and nothing from outside of the folder."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.live import Live, page
from tools.server import SiteServer, address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name, text in {
        "index.html": "<!doctype html><title>Home</title><style>p{}</style><body><p>Home</p></body>",
        "404.html": "<!doctype html><title>Not here</title><body><p>Not here</p></body>",
        "costs/index.html": "<p>Costs</p>",
        "empty/a.txt": "text",
        "images/back.1a2b3c4d.svg": "<svg/>",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return site


@pytest.fixture
def served(folder: Path) -> Iterator[SiteServer]:
    with SiteServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: SiteServer, path: str, method: str = "GET") -> tuple[http.client.HTTPResponse, str]:
    """Asks for exactly this path: nothing on the way tidies it up."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def test_a_page_is_sent_with_the_headers_of_production(served: SiteServer) -> None:
    response, body = ask(served, "/")
    assert (response.status, "<p>Home</p>" in body) == (200, True)
    assert "<script" not in body
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Strict-Transport-Security" not in response.headers


def test_a_folder_redirects_to_its_page(served: SiteServer) -> None:
    response, _ = ask(served, "/costs?from=mail")
    assert (response.status, response.headers["Location"]) == (301, "/costs/?from=mail")
    assert ask(served, "/costs/?from=mail")[1] == "<p>Costs</p>"


@pytest.mark.parametrize(
    "path", ["/no/", "/no.html", "/empty/", "/empty", "/costs/index.html/", "/" + "a" * 5000]
)
def test_what_is_not_there_is_a_real_404(served: SiteServer, path: str) -> None:
    response, body = ask(served, path)
    assert (response.status, "Not here" in body) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/costs/..%2f../secret.txt",
        "/..%5csecret.txt",
        "/link.txt",
        "/%00",
        "/C:/x",
    ],
)
def test_nothing_outside_of_the_folder_is_served(served: SiteServer, folder: Path, path: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    response, body = ask(served, path)
    assert (response.status, "secret" in body) == (404, False)


def test_two_slashes_do_not_lead_to_another_host(served: SiteServer) -> None:
    response, _ = ask(served, "//costs")
    assert response.headers["Location"] == "/costs/"


def test_hashed_files_are_kept_for_ever(served: SiteServer) -> None:
    response, _ = ask(served, "/images/back.1a2b3c4d.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_head_sends_no_body(served: SiteServer) -> None:
    response, body = ask(served, "/", "HEAD")
    assert (response.status, body) == (200, "")
    assert int(response.headers["Content-Length"]) > 0


def test_addresses_start_with_one_slash() -> None:
    assert [address(path) for path in ("/a%20b/?q=/../x", "//a", "/../a")] == ["/a b/", "/a", None]


def test_pages_of_a_preview_load_the_script_that_keeps_them_in_step_and_may_ask_this_host_alone(
    folder: Path,
) -> None:
    live = Live()
    live.built()
    with SiteServer(folder, live=live) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        response, body = ask(server, "/")
        script, code = ask(server, "/.live.js")
        server.shutdown()
    assert f'<script src="/.live.js" data-version="{live.version}"></script></body>' in body
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'; " in policy
    assert "connect-src 'self'; " in policy
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert script.headers["Cache-Control"] == "no-cache"
    assert "new EventSource" in code


def test_without_a_preview_there_is_no_such_script(served: SiteServer) -> None:
    assert ask(served, "/.live.js")[0].status == 404


def told(events: Iterator[bytes]) -> dict[str, Any]:
    return dict(json.loads(next(events).removeprefix(b"data: ")))


def test_browsers_are_told_which_pages_each_build_changed() -> None:
    live = Live()
    live.built()
    events = live.events()
    assert next(events) == b"retry: 500\n\n"
    assert told(events) == {"version": live.version}
    live.built(pages=["/health/a/"])
    assert told(events) == {"version": live.version, "pages": ["/health/a/"], "styles": False}
    live.built(styles=True)
    assert told(events) == {"version": live.version, "pages": None, "styles": True}


def test_after_a_build_that_failed_every_page_is_another() -> None:
    live = Live()
    live.built()
    events = live.events()
    next(events), next(events)
    live.built("It could not be built.")
    assert told(events)["pages"] is None
    live.built(pages=["/health/a/"])
    assert told(events)["pages"] is None


def test_the_page_of_a_failed_build_says_everything_and_escapes_it() -> None:
    problem: dict[str, str | int] = {
        "path": "content/a.md", "line": 3, "column": 0, "rule": "head.date", "severity": "E",
        "message": "<No> date.", "hint": "Add one.",
    }  # fmt: skip
    html = page("The site could not be built", ["The <content> needs a person."], [problem])
    assert "<p>The &lt;content&gt; needs a person.</p>" in html
    assert (
        "<h2>To mend before this can be published: 1</h2><ul><li><code>content/a.md:3</code> "
        "&lt;No&gt; date. Add one. <small>(head.date)</small></li></ul>"
    ) in html
