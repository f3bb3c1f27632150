"""In: every page as Chromium prints it on Letter paper. Out: a handout that a patient can take home and come back from."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser

from tests.browser.site import Built
from tests.browser.test_pages import opened

SHEETS = 3
PREVIEW_ONLY = ("/gallery/", "/problems/")


@pytest.fixture(scope="module")
def printed(browser: Browser, site: Built) -> dict[str, pypdfium2.PdfDocument]:
    found = {}
    with opened(browser) as page:
        for path in site.pages:
            if path not in PREVIEW_ONLY:
                page.goto(site.address + path[1:])
                found[path] = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    return found


def words(pdf: pypdfium2.PdfDocument) -> str:
    return " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in pdf).split())


def test_every_page_fits_three_sheets(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    assert [f"{path}: {len(pdf)}" for path, pdf in printed.items() if len(pdf) > SHEETS] == []


def test_every_page_says_whose_it_is_and_how_to_reach_us(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    wanted = ("Wasserman Chiropractic", "100 Sample Street", "(555) 555-0100")
    faults = [
        f"{path}: no {each}" for path, pdf in printed.items() for each in wanted if each not in words(pdf)
    ]
    assert faults == []


def test_no_page_prints_what_only_a_screen_can_use(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    assert [path for path, pdf in printed.items() if "Menu" in words(pdf) or "Skip to" in words(pdf)] == []


def test_the_code_of_every_page_leads_back_to_it(
    site: Built, printed: dict[str, pypdfium2.PdfDocument]
) -> None:
    faults = []
    for path, pdf in printed.items():
        address = site.read(path).canonical
        read = [
            code.text
            for code in zxingcpp.read_barcodes(pdf[0].render(scale=200 / 72, grayscale=True).to_pil())
        ]
        if read != ([address] if address else []):
            faults.append(f"{path}: {read}")
    assert faults == []


def test_a_health_page_has_the_urgent_care_card_and_room_for_a_plan(
    printed: dict[str, pypdfium2.PdfDocument],
) -> None:
    health = [
        path
        for path in printed
        if path.startswith("/health/") and path.count("/") == 3 and "topics" not in path
    ]
    assert health
    for path in [*health, "/first-visit/"]:
        assert "My plan" in words(printed[path]), path
        assert "911" in words(printed[path]), path
