from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from typogrify.filters import widont as reference

from plugins.widont import widont

PIECES = [
    "word", "a", " ", " ", "\n", "\u00a0", "&nbsp;", "<p>", "</p>", "<b>", "</b>", "</a>", '<a href="b">', '<a title="<p>">', "<br>", "<p ",
    "</li>", "<li>", "<h2>", "</h2>", "</h7>", "</em>", "</strong>", "</span>", "</blockquote>", "<", ">", "</dd>", "</td>", "<i", "</dt",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_the_last_space_is_the_one_that_typogrify_finds(markup: str) -> None:
    assert widont(markup) == reference(markup)


def test_the_last_word_of_a_block_is_held() -> None:
    assert (
        widont("<p>It may <b>ease pain</b></p><p>Word</p>")
        == "<p>It may <b>ease&nbsp;pain</b></p><p>Word</p>"
    )
