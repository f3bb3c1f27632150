"""In: every link, picture, feed and sitemap entry of the built site. Out: none that leads nowhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.browser.site import Built, Page, inside

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def public(site: Built) -> str:
    """The site's own public address, from the canonical link of the home page."""
    parts = urlsplit(site.read("/").canonical)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else site.address.rstrip("/")


def missing(site: Built, target: str, page: str, public: str) -> str:
    """Why a target on a page cannot be reached, or an empty string."""
    found = inside(target, page, public)
    if found is None:
        return ""
    path, fragment = found
    file = site.file(path)
    if not file.is_file():
        return f"{page} points to {target}: there is no {path}"
    if fragment and fragment != "top" and file.suffix == ".html" and fragment not in _page(site, path).ids:
        return f"{page} points to {target}: {path} has no part #{fragment}"
    return ""


@cache
def _page(site: Built, path: str) -> Page:
    return site.read(path)


def test_every_link_and_picture_of_every_page_is_there(site: Built, public: str) -> None:
    faults = [
        fault
        for page in site.pages
        for target in _page(site, page).links
        if (fault := missing(site, target, page, public))
    ]
    assert not faults, "\n".join(faults)


def test_every_page_names_an_icon_so_that_no_browser_guesses(site: Built) -> None:
    assert [page for page in site.pages if not _page(site, page).icons] == []


def test_every_entry_of_the_feed_is_there(site: Built, public: str) -> None:
    feed = ET.parse(site.folder / "feed.xml").getroot()  # noqa: S314 - our own file
    entries = feed.findall(f"{ATOM}entry")
    assert entries, "the feed is empty"
    links = [link.attrib["href"] for link in feed.iter(f"{ATOM}link")]
    assert [fault for link in links if (fault := missing(site, link, "/feed.xml", public))] == []
    assert all(inside(link, "/", public) for link in links), "an entry leads to another host"


def test_every_entry_of_the_sitemap_is_there_and_stands_once(site: Built, public: str) -> None:
    locations = [each.text or "" for each in ET.parse(site.folder / "sitemap.xml").iter(f"{SITEMAP}loc")]  # noqa: S314
    assert locations, "the sitemap is empty"
    assert len(set(locations)) == len(locations)
    assert [fault for each in locations if (fault := missing(site, each, "/sitemap.xml", public))] == []
    assert all(inside(each, "/", public) for each in locations), "an entry leads to another host"


def test_robots_names_the_sitemap(site: Built) -> None:
    text = (site.folder / "robots.txt").read_text(encoding="utf-8")
    assert "User-agent: *" in text
