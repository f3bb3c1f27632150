"""In: moments all over the year, and visitors from other places. Out: what the contact page then says of each place."""

from __future__ import annotations

import datetime
import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Built
from tests.conftest import ROOT
from tools.build import build
from tools.server import SiteServer

MORE_PLACES = """
[[places]]
id = "east"
name = "East clinic"
phone = "(555) 555-0101"
street = "200 Sample Street"
city = "Sampletown"
state = "ST"
postal_code = "00000"
timezone = "America/New_York"
closed = ["2026-12-20..2027-01-03 Building work"]
sample = true
[places.hours]
monday = "9:00-17:00"
tuesday = "9:00-17:00"
wednesday = "9:00-17:00"
thursday = "9:00-17:00"
friday = "9:00-17:00"
saturday = "closed"
sunday = "closed"

[[places]]
id = "west"
name = "West clinic"
phone = "(555) 555-0102"
street = "300 Sample Street"
city = "Sampletown"
state = "ST"
postal_code = "00000"
timezone = "America/Los_Angeles"
sample = true
[places.hours]
monday = "closed"
tuesday = "10:00-14:30"
wednesday = "closed"
thursday = "closed"
friday = "closed"
saturday = "closed"
sunday = "closed"
"""
MAIN, EAST, WEST = 0, 1, 2
HERE = "America/Chicago"
MOMENTS = [
    ("2026-11-24T13:59:00Z", HERE, MAIN, "Closed now. Opens today at 8 am."),
    ("2026-11-24T14:00:00Z", HERE, MAIN, "Open now until 6 pm."),
    ("2026-11-24T23:59:59Z", HERE, MAIN, "Open now until 6 pm."),
    ("2026-11-25T00:00:00Z", HERE, MAIN, "Closed now. Opens tomorrow at 8 am."),
    # the lunch break on Mondays
    ("2026-11-23T17:59:00Z", HERE, MAIN, "Open now until 12 noon."),
    ("2026-11-23T18:00:00Z", HERE, MAIN, "Closed now. Opens today at 1 pm."),
    ("2026-11-23T19:00:00Z", HERE, MAIN, "Open now until 6 pm."),
    # the end of the week
    ("2026-11-27T22:00:00Z", HERE, MAIN, "Closed now. Opens tomorrow at 9 am."),
    ("2026-11-28T18:30:00Z", HERE, MAIN, "Closed now. Opens Monday at 8 am."),
    ("2026-11-29T18:00:00Z", HERE, MAIN, "Closed now. Opens tomorrow at 8 am."),
    # holidays: December 24 to 26, January 1
    ("2026-12-23T23:59:00Z", HERE, MAIN, "Open now until 6 pm."),
    ("2026-12-24T00:30:00Z", HERE, MAIN, "Closed now. Opens Monday at 8 am."),
    ("2026-12-24T16:00:00Z", HERE, MAIN, "Closed now. Opens Monday at 8 am."),
    ("2026-12-26T16:00:00Z", HERE, MAIN, "Closed now. Opens Monday at 8 am."),
    ("2027-01-01T16:00:00Z", HERE, MAIN, "Closed now. Opens tomorrow at 9 am."),
    ("2026-12-21T16:00:00Z", HERE, EAST, "Closed now. Opens Monday, January 4 at 9 am."),
    # the clocks go back on November 1, 2026, and forward on March 14, 2027
    ("2026-10-30T13:00:00Z", HERE, MAIN, "Open now until 4 pm."),
    ("2026-11-01T06:30:00Z", HERE, MAIN, "Closed now. Opens tomorrow at 8 am."),
    ("2026-11-02T13:59:00Z", HERE, MAIN, "Closed now. Opens today at 8 am."),
    ("2026-11-02T14:00:00Z", HERE, MAIN, "Open now until 12 noon."),
    ("2027-03-15T12:59:00Z", HERE, MAIN, "Closed now. Opens today at 8 am."),
    ("2027-03-15T13:00:00Z", HERE, MAIN, "Open now until 12 noon."),
    # visitors who are elsewhere
    ("2026-11-24T14:00:00Z", "Asia/Tokyo", MAIN, "Open now until 6 pm."),
    ("2026-11-30T05:00:00Z", "Pacific/Honolulu", MAIN, "Closed now. Opens tomorrow at 8 am."),
    ("2026-11-24T14:00:00Z", "Asia/Kolkata", EAST, "Open now until 5 pm."),
    ("2026-11-24T14:00:00Z", HERE, WEST, "Closed now. Opens today at 10 am."),
    ("2026-11-24T22:29:00Z", HERE, WEST, "Open now until 2:30 pm."),
    ("2026-11-24T22:30:00Z", HERE, WEST, "Closed now. Opens Tuesday, December 1 at 10 am."),
]


@pytest.fixture(scope="module")
def three_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The project's content with a lunch break on Mondays and two more places, built on October 1, 2026."""
    folder = tmp_path_factory.mktemp("places")
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    facts = content / "clinic.toml"
    text = facts.read_text(encoding="utf-8")
    text = text.replace('monday = "8:00-18:00"', 'monday = "8:00-12:00, 13:00-18:00"', 1)
    before, mark, after = text.partition("# The people patients meet")
    facts.write_text(f"{before}{MORE_PLACES}\n{mark}{after}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        start = datetime.datetime(2026, 10, 1, 18, tzinfo=datetime.UTC)
        patch.setenv("SOURCE_DATE_EPOCH", str(int(start.timestamp())))
        build(ROOT, content, folder / "site")
    with SiteServer(folder / "site") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Built(folder / "site", server.address)
        server.shutdown()


@pytest.mark.parametrize(("moment", "visitor", "place", "said"), MOMENTS)
def test_it_says_whether_a_place_is_open(
    browser: Browser, three_places: Built, moment: str, visitor: str, place: int, said: str
) -> None:
    # the visitor's language changes nothing
    context = browser.new_context(timezone_id=visitor, locale="de-DE")
    page = context.new_page()
    page.clock.set_fixed_time(moment)
    page.goto(f"{three_places.address}contact/")
    assert page.locator(f".place .now[data-now='{place}']").inner_text() == said
    if place == MAIN:
        assert page.locator(".top .now").inner_text().strip() == said
    context.close()


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        ("2026-12-09T18:00:00Z", False),
        ("2026-12-10T18:00:00Z", True),
        ("2026-12-26T18:00:00Z", True),
        ("2026-12-27T05:30:00Z", True),  # half past eleven at night at the clinic
        ("2026-12-27T18:00:00Z", False),
    ],
)
def test_a_closure_is_told_from_two_weeks_before_until_its_end(
    browser: Browser, three_places: Built, moment: str, seen: bool
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(moment)
    page.goto(three_places.address)
    assert page.get_by_text("Main clinic, December 24 to 26, 2026: Holidays").is_visible() is seen
    context.close()


def test_without_javascript_the_hours_and_closures_stand_there(browser: Browser, three_places: Built) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{three_places.address}contact/")
    assert page.locator(".now:visible").count() == 0
    assert page.locator(".place table.hours").count() == 3
    assert page.locator("li", has_text="December 24 to 26, 2026: Holidays").is_visible()
    context.close()


MOVED = (
    "window.moved = 0; new PerformanceObserver(l => l.getEntries().forEach(e => window.moved += e.value))"
    ".observe({type: 'layout-shift', buffered: true})"
)


def test_the_line_moves_nothing(browser: Browser, three_places: Built) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.add_init_script(MOVED)
    for path in ("", "contact/"):
        page.goto(three_places.address + path)
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") == 0, path
    context.close()


@pytest.mark.parametrize("now", ["2026-11-25T18:00:00Z", "2026-11-29T18:00:00Z"])
@pytest.mark.parametrize("width", [320, 360, 390, 412, 430, 768, 1280])
def test_the_line_moves_nothing_on_a_slow_phone(
    browser: Browser, three_places: Built, width: int, now: str
) -> None:
    """A table may settle by a pixel while its rows arrive; Lighthouse counts from 0.01."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.clock.set_fixed_time(now)
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    slow = {"offline": False, "latency": 100, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    devtools.send("Network.emulateNetworkConditions", slow)
    page.add_init_script(MOVED)
    for path in ("", "contact/"):
        page.goto(three_places.address + path)
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") < 0.01, path
    context.close()
