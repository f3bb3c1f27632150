"""In: every page of the built site. Out: none that breaks a limit; and a planted fault that breaks each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import FLAGS
from tests.browser.site import TEMPLATES, Built
from tests.browser.test_pages import AXE, PHONE, opened, visit
from tools import machine
from tools.audit import audit

Measure = Callable[[Page], list[str]]
Setting = dict[str, Any]
STOPS = 70
ENHANCED = "() => axe.run(document, {runOnly: ['color-contrast', 'color-contrast-enhanced'], resultTypes: ['violations']}).then(r => r.violations.flatMap(v => v.nodes.map(n => n.html)))"
TARGETS = """() => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && !e.matches('.skip'))
  .filter(e => !(getComputedStyle(e).display === 'inline' && e.parentElement.innerText.trim().length > e.innerText.trim().length + 3))
  .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width > 1 && (r.width < 43.9 || r.height < 43.9))
  .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 120)}`)"""
SPACING = """() => { const s = new CSSStyleSheet(); s.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;'
  + 'word-spacing:.16em!important}p{margin-bottom:2em!important}'); document.adoptedStyleSheets = [s]; }"""
WIDE = """() => document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return [e === document.body, (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none', e.outerHTML.slice(0, 120)]; }"""
FIRST_SCREEN = """() => { const seen = e => { const r = e?.getBoundingClientRect(); return r && r.top >= 0 && r.bottom <= 640 && r.height > 0; };
  const any = q => [...document.querySelectorAll(q)].some(seen);
  return [['h1', 'h1'], ['phone', 'a[href^="tel:"]']].filter(([, q]) => !any(q)).map(([name]) => `${name} is not on the first screen`); }"""


def contrast(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"below 7:1: {html[:160]}" for html in page.evaluate(ENHANCED)]


def targets(page: Page) -> list[str]:
    return [f"under 44 px: {each}" for each in page.evaluate(TARGETS)]


def spacing(page: Page) -> list[str]:
    page.evaluate(SPACING)
    return [f"with wider spacing {each}" for each in page.evaluate(WIDE)]


def doubled(page: Page) -> list[str]:
    """In a Chromium whose reader asked for letters of double size."""
    if page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") < 31:
        return ["the letters did not grow"]
    return [f"with letters of double size {each}" for each in page.evaluate(WIDE)]


def focus(page: Page) -> list[str]:
    faults = []
    for stop in range(STOPS):
        page.keyboard.press("Tab")
        ended, visible, html = page.evaluate(FOCUSED)
        if ended:
            break
        if stop == 0 and 'class="skip"' not in html:
            faults.append(f"first stop: {html}")
        if not visible:
            faults.append(f"focus does not show: {html}")
    return faults


def motion(page: Page) -> list[str]:
    return ["something moves"] if page.evaluate("document.getAnimations().length") else []


def first_screen(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FIRST_SCREEN)
    return found


SMALL = {"viewport": {"width": 320, "height": 568}}
EVERYWHERE: dict[str, tuple[Measure, Setting]] = {
    "contrast": (contrast, {"viewport": PHONE}),
    "contrast-dark": (contrast, {"viewport": PHONE, "color_scheme": "dark"}),
    "targets": (targets, {"viewport": PHONE}),
    "targets-desk": (targets, {"viewport": {"width": 1280, "height": 800}}),
    "spacing": (spacing, SMALL),
    "doubled": (doubled, {"viewport": PHONE}),
    "motion": (motion, {"viewport": PHONE, "reduced_motion": "reduce"}),
}
ON_TEMPLATES: dict[str, tuple[Measure, Setting]] = {
    "focus": (focus, {"viewport": PHONE}),
    "focus-forced-colours": (focus, {"viewport": PHONE, "forced_colors": "active"}),
    "first-screen": (first_screen, {"viewport": PHONE}),
}
PLANTED = {
    "contrast": "document.querySelector('main .lead').style.color = '#7b8a8a'",
    "contrast-dark": "document.querySelector('main .lead').style.color = '#7b8a8a'",
    "targets": "document.querySelector('main .actions a, main a.btn').style.cssText = 'display:block;width:40px;height:20px;min-height:0;min-width:0;padding:0;overflow:hidden'",
    "targets-desk": "document.querySelector('header a[href^=tel]').style.cssText = 'display:block;height:20px;min-height:0;padding:0;overflow:hidden'",
    "spacing": "Object.assign(document.querySelector('main h1').style, {whiteSpace: 'nowrap', width: '23rem', display: 'block'})",
    "doubled": "document.querySelector('main h1').style.minWidth = '22rem'",
    "motion": "document.querySelector('main h1').animate([{opacity: 0}, {opacity: 1}], {duration: 9e5})",
    "focus": "for (const a of document.querySelectorAll('header a')) a.style.outline = 'none'",
    "focus-forced-colours": "for (const a of document.querySelectorAll('header a')) a.style.outline = 'none'",
    "first-screen": "document.querySelector('h1').style.marginTop = '700px'",
}


@pytest.fixture(scope="module")
def readers(browser: Browser) -> Iterator[dict[str, Browser]]:
    """The Chromium of most people, and that of somebody who reads large letters."""
    large = browser.browser_type.launch(
        executable_path=machine.require(machine.CHROMIUM),
        args=[*FLAGS, "--blink-settings=defaultFontSize=32"],
    )
    yield {"": browser, "doubled": large}
    large.close()


@pytest.mark.parametrize("limit", EVERYWHERE)
def test_no_page_breaks_a_limit(readers: dict[str, Browser], site: Built, limit: str) -> None:
    measure, setting = EVERYWHERE[limit]
    faults: list[str] = []
    with opened(readers.get(limit, readers[""]), **setting) as page:
        for path in site.pages:
            visit(page, site, path)
            faults += [f"{path} {fault}" for fault in measure(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("limit", ON_TEMPLATES)
def test_no_template_breaks_a_limit(browser: Browser, site: Built, limit: str) -> None:
    measure, setting = ON_TEMPLATES[limit]
    faults: list[str] = []
    assert not set(TEMPLATES) - set(site.pages)
    with opened(browser, **setting) as page:
        for path in TEMPLATES:
            visit(page, site, path)
            faults += [f"{path} {fault}" for fault in measure(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("limit", PLANTED)
def test_a_planted_fault_is_found(readers: dict[str, Browser], site: Built, limit: str) -> None:
    measure, setting = {**EVERYWHERE, **ON_TEMPLATES}[limit]
    with opened(readers.get(limit, readers[""]), **setting) as page:
        visit(page, site, "/health/massage-and-long-lasting-back-pain/")
        page.evaluate(f"() => {{ {PLANTED[limit]} }}")
        assert measure(page)


def test_no_page_is_too_heavy_misses_a_file_or_breaks_its_policy(site: Built) -> None:
    """This is a preview, whose policy stands in the header that the server sends; test_policy.py looks at a production build."""
    weighed = [
        str(problem)
        for problem in audit(site.folder, public="https://example.com")
        if problem.severity == "E" and "gallery" not in problem.path
    ]
    assert [line for line in weighed if "page.csp: This page carries no policy" not in line] == []
