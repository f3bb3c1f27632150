"""In: pages in any form. Out: the same tags as a whole parser finds, from a page in plain form sooner."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tags import PLAIN, feed, wanted

NAMES = ("link", "form")
SOME = wanted(*NAMES)
PARTS = (
    "<p>", "</p>", "<link ", "<form ", "<form>", '<p class="a">', "<style>", "</style>", "<script>", '<script type="x">', "</script>",
    "href=", "href='", 'href="', "<!--", "-->", "<", ">", "/>", '"', "'", "&amp;", "a", " ", "\n", "=", "</", "<!doctype html>", "</LINK>",
)  # fmt: skip
Told = list[tuple[str, object]]


class Teller(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.told: Told = []
        self._into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._into = tag if tag in ("script", "style") else ""
        if self._into or tag in NAMES:
            self.told.append((tag, [(name, value or "") for name, value in attrs]))

    def handle_data(self, data: str) -> None:
        if self._into:
            self.told.append(("text", data))

    def handle_endtag(self, tag: str) -> None:
        self._into = ""


def joined(told: Told) -> Told:
    """A parser may tell a text in several parts, or not at all where there is none."""
    found: Told = []
    for name, value in told:
        if name == "text" and found and found[-1][0] == "text":
            value = f"{found.pop()[1]}{value}"
        if name != "text" or value:
            found.append((name, value))
    return found


def fed(page: str) -> Told:
    teller = Teller()
    feed(teller, page, SOME)
    return joined(teller.told)


def parsed(page: str) -> Told:
    teller = Teller()
    teller.feed(page)
    teller.close()
    return joined(teller.told)


@pytest.mark.parametrize(
    "page",
    [
        '<!doctype html><link href="/a&amp;b" hidden><p>x<style>a>b{}</style><form action="/">',
        "<script>if(1<2)a()</script><form>",
        '<svg viewBox="0 0 1 1"><rect/></svg><!--receipt--><link>',
        "",
    ],
)
def test_of_a_page_in_plain_form_the_wanted_tags_are_told(page: str) -> None:
    assert PLAIN.fullmatch(page)
    assert fed(page) == parsed(page)


@pytest.mark.parametrize(
    "page",
    [
        "<link href='/a'>",
        "<LINK>",
        '<p title="<form>">',
        "<script></SCRIPT><form>",
        "<link\nhref>",
        "<form",
        "<!-- <form> --><link>",
    ],
)
def test_a_page_in_another_form_is_left_to_the_parser(page: str) -> None:
    assert not PLAIN.fullmatch(page)
    assert fed(page) == parsed(page)


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_both_ways_find_the_same(page: str) -> None:
    assert fed(page) == parsed(page)
