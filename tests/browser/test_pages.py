"""In: every page of the built site. Out: none that Chromium, axe or a small phone has anything to say against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.site import TEMPLATES, Built

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(r => r.violations)"
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}


@contextmanager
def opened(browser: Browser, **setting: Any) -> Iterator[Page]:
    """A page in a context of its own: no cookie and no cache of another test."""
    context = browser.new_context(**setting)
    try:
        yield context.new_page()
    finally:
        context.close()


def visit(page: Page, site: Built, path: str) -> None:
    page.goto(site.address + path.lstrip("/"), wait_until="load")


def scroll_to_the_end(page: Page) -> None:
    """So that lazy pictures are asked for as well."""
    page.evaluate("for (const i of document.images) i.loading = 'eager'")
    page.wait_for_load_state("networkidle")


def test_no_page_complains_misses_a_file_or_asks_another_host(browser: Browser, site: Built) -> None:
    faults: list[str] = []
    with opened(browser, viewport=PHONE) as page:
        path = ""

        def look_at(request: Request) -> None:
            if not request.url.startswith((site.address, "data:")):
                faults.append(f"{path} asks another host: {request.url}")

        page.on("request", look_at)
        page.on(
            "console", lambda said: faults.append(f"{path} says on the console: {said.type}: {said.text}")
        )
        page.on("pageerror", lambda error: faults.append(f"{path} has an error: {error}"))
        page.on("requestfailed", lambda request: faults.append(f"{path} could not load {request.url}"))
        page.on(
            "response",
            lambda got: (
                faults.append(f"{path} misses {got.url}: {got.status}") if got.status >= 400 else None
            ),
        )
        for path in site.pages:
            visit(page, site, path)
            scroll_to_the_end(page)
        assert not page.context.cookies(), "the site sets cookies"
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "setting",
    [
        pytest.param({"viewport": PHONE}, id="phone"),
        pytest.param({"viewport": DESK}, id="desk"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="dark"),
    ],
)
def test_axe_finds_nothing(browser: Browser, site: Built, setting: dict[str, Any]) -> None:
    faults: list[str] = []
    source = AXE.read_text(encoding="utf-8")
    with opened(browser, reduced_motion="reduce", **setting) as page:
        # all pages on the phone; otherwise one of each template: test_limits.py measures the contrast and the targets of all
        for path in site.pages if setting == {"viewport": PHONE} else TEMPLATES:
            visit(page, site, path)
            page.evaluate(source)
            for violation in page.evaluate(RUN_AXE, TAGS):
                faults += [
                    f"{path} {violation['id']}: {violation['help']}: {n['html']}" for n in violation["nodes"]
                ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256)])
def test_no_page_scrolls_sideways_on_the_smallest_phone(
    browser: Browser, site: Built, width: int, height: int
) -> None:
    faults: list[str] = []
    with opened(browser, viewport={"width": width, "height": height}) as page:
        for path in site.pages:
            visit(page, site, path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{path} is {wide} px wide")
    assert not faults, "\n".join(faults)


def test_every_page_is_the_same_without_javascript(browser: Browser, site: Built) -> None:
    faults: list[str] = []
    with (
        opened(browser, viewport=PHONE) as page,
        opened(browser, viewport=PHONE, java_script_enabled=False) as bare,
    ):
        for path in site.pages:
            visit(page, site, path)
            page.evaluate(
                "for (const line of document.getElementById('now') ? document.querySelectorAll('.now') : []) line.hidden = true"
            )
            visit(bare, site, path)
            text = bare.locator("main").inner_text()
            if not text.strip():
                faults.append(f"{path} is empty")
            elif text != page.locator("main").inner_text():
                faults.append(f"{path} says something else")
    assert not faults, "\n".join(faults)


def test_what_is_not_there_shows_the_404_page(browser: Browser, site: Built) -> None:
    with opened(browser) as page:
        response = page.goto(f"{site.address}no/such/page/")
        assert response
        assert response.status == 404
        assert page.locator("h1").count() == 1
        assert page.locator("a[href^='tel:']").count()
