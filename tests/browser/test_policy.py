"""In: the site as it is published, behind a real nginx with the settings we make. Out: every page works under its policy,
and nobody who grades policies and headers has anything to say against them."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from plugins import policy
from plugins.facts import load
from tests.browser.conftest import HERE
from tests.browser.site import Built
from tests.conftest import ROOT, Figures
from tests.sites import write_publishable
from tests.tools.deploy.web_servers import Served, nginx
from tools import machine
from tools.deploy.dress import dress
from tools.headers import SITE_CSP

ADDRESS = "https://clinic.test"
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


@dataclass(frozen=True)
class Published:
    site: Built
    served: Served
    certificate: Path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    from tools.build import build

    folder = tmp_path_factory.mktemp("published")
    for each in (folder, folder.parent):
        each.chmod(0o755)  # nginx does not read as the owner
    content = folder / "content"
    write_publishable(ROOT / "content", content)
    build(ROOT, content, folder / "output", publish=True)
    clinic, _ = load(content / "clinic.toml", "clinic.toml")
    tree = dress(folder / "output", folder / "store", "nginx", ADDRESS, clinic, datetime.date(2026, 11, 25))
    with nginx(tree, ADDRESS, folder) as served:
        yield Published(Built(tree, f"http://localhost:{served.port}/"), served, folder / "cert.pem")


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(LISTEN)
    try:
        yield context.new_page()
    finally:
        context.close()


def asked(script: str, *words: object, **more: Any) -> Any:
    """What a script of this folder prints, as data."""
    command = [machine.require(machine.NODE), str(HERE / script), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_page_works_under_its_policy_without_a_violation(tab: Page, published: Published) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    for path in published.site.pages:
        tab.goto(published.site.address + path.lstrip("/"), wait_until="load")
        said += [f"{path}: {each}" for each in tab.evaluate("window.refused")]
        assert tab.evaluate("document.querySelector('style').sheet?.cssRules.length") > 0, path
    assert said == []


def test_the_search_works_under_its_policy(tab: Page, published: Published) -> None:
    tab.goto(f"{published.site.address}search/?q=back")
    tab.wait_for_selector("main li a[href*='back']")
    assert tab.evaluate("window.refused") == []


def test_a_page_with_a_part_that_its_policy_does_not_name_is_seen(tab: Page, published: Published) -> None:
    page = published.site.file("/").read_text(encoding="utf-8")
    other = page.replace("</main>", "<style>main{color:red}</style></main>")
    tab.route("**/planted/", lambda route: route.fulfill(body=other, content_type="text/html; charset=utf-8"))
    tab.goto(f"{published.site.address}planted/")
    assert tab.evaluate("window.refused") == ["style-src-elem inline"]


@pytest.mark.parametrize("page", ["/", "/search/", "/health/massage-and-long-lasting-back-pain/"])
def test_the_observatory_gives_it_130_or_more(figures: Figures, published: Published, page: str) -> None:
    trusted = {**os.environ, "NODE_EXTRA_CA_CERTS": str(published.certificate)}
    ports = published.served.leading, published.served.secure
    found = asked("observatory.mjs", "localhost", *ports, page, env=trusted)
    figures(f"{page}: {found['score']} points of Mozilla's Observatory")
    assert [name for name, each in found["tests"].items() if not each["pass"]] == []
    assert (found["grade"], found["score"] >= 130) == ("A+", True)


def test_csp_evaluator_finds_nothing_high_in_any_page(published: Published) -> None:
    policies = {}
    for path in published.site.pages:
        own = policy.carried(published.site.file(path).read_text(encoding="utf-8"))
        policies[path] = f"{own}; {SITE_CSP.rpartition('; ')[2]}"  # what a page and its header say together
    found = asked("evaluate.mjs", input=json.dumps(list(policies.values())))
    by_page = dict(zip(policies, found, strict=True))
    assert {each["severity"] for findings in found for each in findings} <= {"MEDIUM_MAYBE"}
    assert {path for path, findings in by_page.items() if findings} == {"/search/"}
    assert [each["what"] for each in by_page["/search/"]] == ["script-src 'self'"]
