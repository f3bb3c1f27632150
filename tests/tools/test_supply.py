"""In: small locks, and a list of known holes on loopback. Out: the real programs' lists and findings, as people are told them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rules.problem import SiteError
from tests.conftest import ROOT
from tools import supply

HASH = f"--hash=sha256:{'0' * 64}"
LOCK = f"""\
alpha==1.0 \\
    {HASH}
    # via wasserman
only-windows==2.0 ; sys_platform == 'win32' \\
    {HASH}
"""
HOLE = {
    "id": "GHSA-0000",
    "summary": "A hole",
    "details": "A hole",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "alpha", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}
Holes = Callable[[str], object]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "requirements.txt").write_text(LOCK, encoding="utf-8")
    (tmp_path / "tests/requirements.txt").write_text(f"Beta_Two==3.0 \\\n    {HASH}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "site"\nversion = "1"\n', encoding="utf-8")
    return tmp_path


class _Listed(BaseHTTPRequestHandler):
    holes: Holes

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = type(self).holes(asked["package"]["name"])
        body = json.dumps(answer).encode()
        self.send_response(500 if answer is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def osv() -> Iterator[Callable[[Holes], str]]:
    """The address of a list of known holes that answers as told."""
    handler = type("Listed", (_Listed,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def answering(holes: Holes) -> str:
            handler.holes = staticmethod(holes)  # type: ignore[attr-defined]
            return f"http://127.0.0.1:{server.server_address[1]}/"

        yield answering
        server.shutdown()


def refused(project: Path, address: str) -> str:
    with pytest.raises(SiteError) as raised:
        supply.audit(project, address)
    assert raised.value.exit_code == 1
    return str(raised.value)


def test_packages_without_a_known_hole_are_counted(project: Path, osv: Callable[[Holes], str]) -> None:
    said = supply.audit(project, osv(lambda name: {}))
    assert said == "None of the 2 packages in the locks has a known hole."


def test_a_known_hole_is_named_with_what_mends_it(project: Path, osv: Callable[[Holes], str]) -> None:
    address = osv(lambda name: {"vulns": [HOLE]} if name == "alpha" else {})
    assert refused(project, address) == (
        "Known holes: alpha 1.0 (GHSA-0000, mended in 1.1). "
        "Raise them in pyproject.toml, make the locks again (the command stands there), and run the tests."
    )


NOTHING = (
    "Nothing was audited: the list of known holes could not be asked. "
    "Check that the internet is there, then run the same command again."
)


def test_an_audit_that_asked_nobody_fails(project: Path) -> None:
    assert refused(project, "http://127.0.0.1:9/") == NOTHING


def test_an_audit_that_got_no_answer_fails(project: Path, osv: Callable[[Holes], str]) -> None:
    assert refused(project, osv(lambda name: None)) == NOTHING


def test_an_audit_of_empty_locks_fails(project: Path, osv: Callable[[Holes], str]) -> None:
    for lock in supply.LOCKS:
        (project / lock).write_text("", encoding="utf-8")
    assert refused(project, osv(lambda name: {})) == NOTHING


def test_an_audit_of_some_packages_only_fails(
    project: Path, osv: Callable[[Holes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = osv(lambda name: {})
    whole = supply._answer
    monkeypatch.setattr(supply, "_answer", lambda printed: whole(printed)[:1])
    assert refused(project, address) == (
        "Only 1 of 2 packages could be audited; not beta-two. "
        "Run the same command again; if it says the same, tell whoever looks after the code."
    )


def test_an_audit_that_never_ends_is_ended(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "LIMIT", 0.01)
    assert refused(project, "http://127.0.0.1:9/") == (
        "No answer within 0.01 seconds. Run the same command again later."
    )


def test_the_lists_name_every_package_of_the_locks_with_its_digests(tmp_path: Path) -> None:
    files = supply.sbom(ROOT, tmp_path)
    assert [file.name for file in files] == ["sbom.json", "sbom-tests.json"]
    for lock, file in zip(supply.LOCKS, files, strict=True):
        lines = [line.split()[0] for line in (ROOT / lock).read_text("utf-8").splitlines() if "==" in line]
        parts = json.loads(file.read_text(encoding="utf-8"))["components"]
        assert sorted(f"{part['name']}=={part['version']}" for part in parts) == sorted(lines)
        assert all(part["externalReferences"][0]["hashes"] for part in parts)


def test_the_same_locks_give_the_same_lists(project: Path) -> None:
    first, second = supply.sbom(project, project / "a"), supply.sbom(project, project / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_a_list_that_misses_a_package_is_no_list(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "_packages", lambda lock: {"alpha", "gamma"})
    with pytest.raises(SiteError) as raised:
        supply.sbom(project, project / "out")
    assert str(raised.value) == "The list of what requirements.txt holds would miss gamma."
    assert list((project / "out").iterdir()) == []


def test_a_list_that_cannot_be_made_says_why(project: Path) -> None:
    (project / "requirements.txt").unlink()
    with pytest.raises(SiteError) as raised:
        supply.sbom(project, project / "out")
    assert str(raised.value).startswith("The list of what requirements.txt holds could not be made: ")
