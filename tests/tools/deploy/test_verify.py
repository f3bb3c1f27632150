"""In: a site on a server that does one thing wrong. Out: what verification says of it, to the letter."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tools.deploy.trees import make_tree, of_folder
from tests.tools.deploy.wrong_hosts import Answer, Host, answering
from tools.deploy import verify, web
from tools.deploy.verify import Site, address_of, is_public

LEADS = '<!doctype html><meta http-equiv="refresh" content="0; url=/health/">'


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with answering(tmp_path) as found:
        yield found


def only(path: str, change: Callable[[Answer], Answer]) -> Callable[[str, str, Answer], Answer]:
    return lambda asked, _, answer: change(answer) if asked == path else answer


def test_a_site_as_it_should_be_has_no_findings(host: Host) -> None:
    seen = host.look()
    assert (seen.sentences, seen.wrong) == ([], set())
    assert seen.looked == len(
        host.manifest.files
    )  # the page for missing addresses is asked for by a missing one


def test_all_that_changed_and_so_many_others_are_looked_at(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [path for path in host.manifest.files if path.startswith("health/")]
    seen = verify.verify(Site(host.address, "nginx", host.manifest), changed, others=7)
    assert seen.looked == len(changed) + 7 + 1
    assert {f"/{address_of(path)}" for path in changed} <= set(host.asked)


def test_a_wrong_byte_is_found(host: Host) -> None:
    page = "/health/page-000003/"
    host.wrong = only(page, lambda answer: (*answer[:2], answer[2].replace(b"P", b"Q", 1)))
    seen = host.look()
    assert seen.sentences == [f"Not the file that was put there: {host.address}{page}"]
    assert seen.wrong == {"health/page-000003/index.html"}


def test_a_missing_header_is_found(host: Host) -> None:
    def without(answer: Answer) -> Answer:
        return answer[0], {n: v for n, v in answer[1].items() if n != "X-Content-Type-Options"}, answer[2]

    host.wrong = only("/feed.xml", without)
    seen = host.look()
    assert seen.sentences == [
        f"Sent without the header `X-Content-Type-Options: nosniff`: {host.address}/feed.xml"
    ]
    assert seen.wrong == set()


def test_a_wrong_header_is_found_and_counted(host: Host) -> None:
    def cached(path: str, _: str, answer: Answer) -> Answer:
        if path.startswith("/health/"):
            return answer[0], {**answer[1], "Cache-Control": "max-age=600"}, answer[2]
        return answer

    host.wrong = cached
    (sentence,) = host.look().sentences
    assert sentence.startswith("Sent with the header `Cache-Control: max-age=600` instead of `no-cache`: ")
    assert sentence.endswith(" and 29 more.")


def test_headers_in_another_writing_are_the_same(host: Host) -> None:
    host.wrong = only(
        "/", lambda answer: (200, {**answer[1], "Content-Type": "text/html;charset=UTF-8"}, answer[2])
    )
    assert host.look().sentences == []


def test_a_host_that_sends_no_headers_of_ours_is_asked_for_the_kind_only(host: Host) -> None:
    host.wrong = lambda path, _, answer: (answer[0], {"Content-Type": "text/html"}, answer[2])
    assert host.look(server="github").sentences == []
    host.wrong = only("/", lambda answer: (answer[0], {"Content-Type": "text/plain"}, answer[2]))
    assert host.look(server="github").sentences == [
        f"Sent with the header `Content-Type: text/plain` instead of `text/html; charset=utf-8`: {host.address}/"
    ]


def test_a_page_that_is_missing_is_found(host: Host) -> None:
    host.wrong = only("/health/page-000003/", lambda answer: (404, answer[1], b""))
    seen = host.look()
    assert seen.sentences == [f"Answers 404 instead of 200: {host.address}/health/page-000003/"]
    assert seen.wrong == {"health/page-000003/index.html"}


def test_a_host_that_answers_500_is_found(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSE", 0)
    host.wrong = lambda path, _, answer: (500, {}, b"oops")
    assert host.look().sentences == [f"Answers 500: {host.address}/deploy.json"]


def test_a_single_500_is_asked_again(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSE", 0)
    answers = iter([500])
    host.wrong = only("/", lambda answer: (next(answers, 200), *answer[1:]))
    assert host.look().sentences == []


def test_a_line_that_breaks_once_is_asked_again(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSE", 0)
    answers = iter([0, 0])
    host.wrong = only("/", lambda answer: (next(answers, 200), *answer[1:]))
    assert host.look().sentences == []


def test_nobody_there_is_found(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSE", 0)
    host.address = "http://127.0.0.1:1"
    assert host.look().sentences == ["Does not answer (Connection refused): http://127.0.0.1:1/"]


def test_a_host_that_never_ends_an_answer_is_given_up(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSE", 0)
    monkeypatch.setattr(web, "PATIENCE", 0.2)
    free = threading.Event()
    host.wrong = lambda path, _, answer: (free.wait(5), answer)[1]
    start = time.monotonic()
    seen = host.look()
    free.set()
    assert seen.sentences == [f"Does not answer (no whole answer within 0 seconds): {host.address}/"]
    assert time.monotonic() - start < 4


def test_another_build_is_named(host: Host) -> None:
    old = host.manifest.build
    host.manifest = make_tree(host.folder.parent / "next", 30, 1)
    assert host.look().sentences == [
        f"Still the build {old}, not {host.manifest.build}: {host.address}/deploy.json"
    ]


def test_a_host_that_needs_a_while_is_waited_for(host: Host) -> None:
    answers = iter([404, 404, 404])
    host.wrong = only("/deploy.json", lambda answer: (next(answers, 200), *answer[1:]))
    assert host.look(within=5.0).sentences == []


def test_a_foreign_site_is_named(host: Host) -> None:
    host.wrong = only("/deploy.json", lambda answer: (200, {}, b"<html>"))
    assert host.look().sentences == [f"Not a site of ours: {host.address}/deploy.json"]


def test_a_deleted_page_that_is_still_there_is_found(host: Host) -> None:
    (host.folder / "old").mkdir()
    (host.folder / "old/index.html").write_text("old")
    seen = host.look(gone=("old/index.html", "gone/index.html"))
    assert seen.sentences == [f"Still there, and should be gone: {host.address}/old/"]


def test_an_address_that_does_not_exist_has_to_be_404(host: Host) -> None:
    host.wrong = lambda path, _, answer: (200, *answer[1:]) if "no-such-page" in path else answer
    (sentence,) = host.look().sentences
    assert sentence.startswith("Answers 200 instead of 404, though there is no such page: ")


def test_an_address_that_does_not_exist_has_to_show_our_page(host: Host) -> None:
    host.wrong = lambda path, _, answer: (404, answer[1], b"nginx") if "no-such-page" in path else answer
    (sentence,) = host.look().sentences
    assert sentence.startswith("Not our page for addresses that do not exist: ")


def moved_page(host: Host) -> dict[str, str]:
    (host.folder / "blog").mkdir()
    (host.folder / "blog/index.html").write_text(LEADS)
    (host.folder / "deploy.json").unlink()
    host.manifest = of_folder(host.folder)
    (host.folder / "deploy.json").write_text(host.manifest.to_json())
    return {"/blog/": "/health/"}


def test_an_old_address_may_lead_on_by_the_host_or_by_a_page(host: Host) -> None:
    moved = moved_page(host)
    assert host.look(moved=moved).sentences == []
    host.wrong = only("/blog/", lambda answer: (301, {"Location": f"{host.address}/health/"}, b""))
    assert host.look(moved=moved).sentences == []


def test_an_old_address_that_leads_elsewhere_is_found(host: Host) -> None:
    moved = moved_page(host)
    host.wrong = only("/blog/", lambda answer: (301, {"Location": "https://casino.test/health/"}, b""))
    seen = host.look(moved=moved)
    assert f"Does not lead to /health/: {host.address}/blog/" in seen.sentences


def test_a_packed_copy_is_unpacked_and_compared(host: Host) -> None:
    page = host.folder / "health/page-000003/index.html"
    page.with_name("index.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    (host.folder / "deploy.json").unlink()
    host.manifest = of_folder(host.folder)
    (host.folder / "deploy.json").write_text(host.manifest.to_json())

    def packed(path: str, encoding: str, answer: Answer) -> Answer:
        if path == "/health/page-000003/" and "gzip" in encoding:
            return 200, {**answer[1], "Content-Encoding": "gzip"}, sent
        return answer

    host.wrong = packed
    sent = gzip.compress(page.read_bytes())
    assert host.look("health/page-000003/index.html.gz").sentences == []
    sent = gzip.compress(b"an older page")
    seen = host.look("health/page-000003/index.html.gz")
    assert seen.sentences == [f"Not the file that was put there: {host.address}/health/page-000003/"]
    assert seen.wrong == {"health/page-000003/index.html", "health/page-000003/index.html.gz"}


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("index.html", True),
        (".well-known/security.txt", True),
        ("_headers", False),
        ("_redirects", False),
        (".htaccess", False),
        (".nojekyll", False),
        ("CNAME", False),
    ],
)
def test_what_the_host_itself_reads_has_no_address(path: str, public: bool) -> None:
    assert is_public(path) is public


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", ""),
        ("a/index.html", "a/"),
        ("a/myindex.html", "a/myindex.html"),
        ("feed.xml", "feed.xml"),
    ],
)
def test_a_page_is_asked_for_by_its_folder(path: str, address: str) -> None:
    assert address_of(path) == address
