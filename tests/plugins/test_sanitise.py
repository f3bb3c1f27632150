from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.sanitise import parsed, refused, sanitise

PIECES = [
    "<p>", "</p>", "<a", "<abbr", "<img", "<td", "<script>", "</script>", "<!--", "-->", "<h1>", "</h2>", "<br />", ">", " />", "<", " ",
    ' href="', ' src="', ' title="', ' class="card"', ' style="a"', ' rel="b"', ' onclick="c"', '"', "'", " title='", " open", " href=a",
    "https://a.example/", "javascript:", "java", "script:", "data:", "&#58;", "&colon;", "&amp;", "\n", "\t", "tel:911", "#", "a", ":",
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "clean", "removed"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>", ["<script"]),
        ('<p onclick="x()">a</p>', "<p>a</p>", ["onclick"]),
        ('<a href="javascript:x()">a</a>', "<a>a</a>", ["javascript:"]),
        ('<a href=" java\nscript:x()">a</a>', "<a>a</a>", ["javascript:"]),
        ('<img src="data:image/png;base64,AA" alt="a">', '<img alt="a">', ["data:"]),
        ('<iframe src="https://x.example">a</iframe>', "", ["<iframe"]),
        ('<p style="color:red">a</p>', "<p>a</p>", ["style"]),
        ('<p class="hero card">a</p>', '<p class="card">a</p>', []),
        ('<abbr title="a">b</abbr>', '<abbr title="a">b</abbr>', []),
        (
            "<details open><summary>a</summary>b</details>",
            '<details open=""><summary>a</summary>b</details>',
            [],
        ),
    ],
)
def test_only_what_is_allowed_comes_through_and_the_rest_is_named(
    raw: str, clean: str, removed: list[str]
) -> None:
    assert sanitise(raw) == clean
    assert refused(raw) == removed


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_glance_sees_what_a_parser_sees(raw: str) -> None:
    assert refused(raw) == parsed(raw)


def test_a_link_that_does_not_belong_to_a_tag_is_named() -> None:
    assert refused('<p href="a">b</p>') == ["href"]
