"""In: words as patients type them. Out: the page that answers them first, at the cost that was promised."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Built
from tests.browser.test_pages import PHONE, opened

LIMIT = 140_000
PHRASES = [
    ("back hurts at night", "/health/back-pain-and-sleep/"),
    ("how much does it cost", "/costs/"),
    ("opening hours", "/contact/"),
    ("pain down my leg", "/conditions/sciatica/"),
    ("numb between my legs", "/urgent-help/"),
    ("does massage help back pain", "/health/massage-and-long-lasting-back-pain/"),
    ("is neck cracking dangerous", "/health/what-chiropractic-care-can-do/"),
    ("what to bring", "/first-visit/"),
    ("headache", "/conditions/headaches/"),
    ("how to lift", "/health/sitting-lifting-and-your-back/"),
    ("pinched nerve", "/conditions/sciatica/"),
    ("where can I park", "/contact/"),
    ("physio", "/services/physical-therapy/"),
]


@pytest.fixture
def page(browser: Browser, site: Built) -> Iterator[Page]:
    said: list[str] = []
    with opened(browser, viewport=PHONE) as page:
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{site.address}search/")
        yield page
    assert not said, said


def ask(page: Page, query: str) -> list[str]:
    page.fill("#q", query)
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text(f"“{query}”")
    return [link.get_attribute("href") or "" for link in page.locator("#hits a").all()]


@pytest.mark.parametrize(("query", "first"), PHRASES)
def test_everyday_words_find_the_right_page_first(page: Page, query: str, first: str) -> None:
    assert ask(page, query)[0] == first


@pytest.mark.parametrize("query", ["does massage help back pain", "back hurts at night"])
def test_a_first_search_costs_at_most_140_kb(browser: Browser, site: Built, query: str) -> None:
    asked: set[str] = set()
    with opened(browser) as page:
        page.on("request", lambda request: asked.add(urlsplit(request.url).path))
        page.goto(f"{site.address}search/")
        ask(page, query)
        page.wait_for_load_state("networkidle")
    sizes = {path: len(gzip.compress(site.file(path).read_bytes())) for path in asked}
    assert any("wasm" in path for path in sizes)
    assert sum(sizes.values()) <= LIMIT, sizes


def test_pages_that_do_not_search_load_nothing_of_it(browser: Browser, site: Built) -> None:
    asked: list[str] = []
    with opened(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        for path in ("/", "/health/", "/404.html"):
            page.goto(site.address + path[1:])
    assert not [url for url in asked if "pagefind" in url or "search" in url]


def test_the_number_is_announced_and_words_are_marked(page: Page) -> None:
    ask(page, "sciatica")
    expect(page.get_by_role("status")).to_have_text("3 pages for “sciatica”.")
    assert page.locator("#hits mark").first.inner_text() == "Sciatica"


def test_more_pages_come_by_a_button_that_hands_on_the_focus(page: Page) -> None:
    assert len(ask(page, "back pain")) == 5
    page.get_by_role("button", name="Show more pages").click()
    expect(page.locator("#hits a")).to_have_count(10)
    expect(page.locator("#hits a").nth(5)).to_be_focused()
    while page.get_by_role("button", name="Show more pages").is_visible():
        page.get_by_role("button", name="Show more pages").click()
        page.wait_for_timeout(100)
    expect(page.get_by_role("status")).to_have_text(
        f"{page.locator('#hits a').count()} pages for “back pain”."
    )


def test_results_can_be_narrowed_to_a_topic(page: Page) -> None:
    ask(page, "back pain")
    page.locator("#topic").select_option(label="Services (3)")
    expect(page.get_by_role("status")).to_have_text("3 pages for “back pain”.")
    found = [link.get_attribute("href") or "" for link in page.locator("#hits a").all()]
    assert [url.startswith("/services/") for url in found] == [True] * 3


def test_nothing_found_says_so_and_offers_a_way_on(page: Page) -> None:
    assert ask(page, "xyzzy") == []
    expect(page.get_by_role("status")).to_have_text("No page for “xyzzy”.")
    assert page.locator("#none").get_by_role("link", name="Health A to Z").is_visible()
    assert page.locator("#none a[href^='tel:']").is_visible()


def test_arrows_lead_through_the_results_and_escape_back(page: Page) -> None:
    ask(page, "headache")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hits a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#hits a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()


def test_the_address_can_be_shared_and_a_form_elsewhere_leads_here(browser: Browser, site: Built) -> None:
    with opened(browser) as page:
        page.goto(f"{site.address}health/")
        page.fill("#q", "headache")
        page.keyboard.press("Enter")
        expect(page.locator("#hits a").first).to_have_attribute("href", "/conditions/headaches/")
        assert page.url.endswith("/search/?q=headache")


def test_markup_in_the_words_is_only_text(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)> back")
    assert page.locator("#count img, #hits img").count() == 0


def test_taking_the_words_away_brings_the_list_back(page: Page) -> None:
    ask(page, "headache")
    expect(page.locator("#all")).to_be_hidden()
    page.fill("#q", "")
    expect(page.locator("#all")).to_be_visible()
    expect(page.locator("#hits a")).to_have_count(0)


def test_an_index_that_is_missing_is_said_and_the_list_stays(browser: Browser, site: Built) -> None:
    with opened(browser) as page:
        page.route("**/pagefind/**", lambda route: route.abort())
        page.goto(f"{site.address}search/?q=back")
        expect(page.get_by_role("status")).to_contain_text("The search could not start.")
        expect(page.locator("#all")).to_be_visible()


def test_axe_finds_nothing_in_the_results(page: Page) -> None:
    from tests.browser.test_pages import AXE, RUN_AXE, TAGS

    ask(page, "sciatica")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN_AXE, TAGS) == []
