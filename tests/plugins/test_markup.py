from __future__ import annotations

import pytest

from plugins.markup import refused, sanitise


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
