"""In: texts and HTML nobody would think of. Out: whether a word of them is lost or invented."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from plugins.facts import load
from tests.tools.importing.conftest import ROOT
from tests.tools.importing.words import WORDS, invented, lost, words
from tools.importing import command, ledger, pasted
from tools.importing.draft import written
from tools.importing.html_pieces import Pieces
from tools.importing.html_tree import parse
from tools.importing.old_text import OldText
from tools.importing.pictures import Album
from tools.importing.web_page import words_of

CLINIC, _ = load(ROOT / "content/clinic.toml", "clinic.toml")
ODD = r"""massage Pain eases 30% of people [1] *star* _under_ 5*3 a|b {x} {{y}} <b> &amp; # 1. 2) - • o > !!! call us today! Home
Related posts Posted on by Figure 1: https://a.example/b_c Dr. D.C. it's “so” 911 `code` \\ ~~~ [a](b) ![c](d) ** : Menu | Contact"""
TAGS = """<p> </p> <b> </b> <em> </em> <ul> <li> </li> </ul> <ol> </ol> <h2> </h2> <table> <tr> <td> </td> </tr> </table> <br> <div>
</div> <blockquote> </blockquote> <a·href='/x'> </a> <figure> <figcaption> </figure> <span> </span> <sup> </sup> <dl> <dt> <dd> </dl>
<pre> </pre>"""
IN_TAGS = "massage pain eases 30% of *people* [1] a|b # 1."
LINE = st.builds(
    lambda indent, words, end: " " * indent + " ".join(words) + end,
    st.sampled_from([0, 0, 0, 2, 4]),
    st.lists(st.sampled_from(ODD.split()), max_size=14),
    st.sampled_from(["", "", ".", "?", ":", "  "]),
)
TEXT = st.lists(LINE, min_size=1, max_size=14).map("\n".join)
HTML = st.lists(st.sampled_from([*TAGS.replace("·", "\0").split(), *IN_TAGS.split()]), max_size=30)


def draft_of(old: OldText) -> str:
    for step in command.STEPS:
        step(old)
    return written(old, "articles/a.md", "a.txt", CLINIC, Album(ROOT / "nowhere")).text


def page_of(draft: str) -> str:
    return draft if draft.startswith("Title: ") else f"Title: \n{draft}"


@given(TEXT)
def test_no_word_of_any_pasted_text_is_lost_or_invented(text: str) -> None:
    draft = page_of(draft_of(pasted.read(text, "a")))
    signs = re.compile(r"\d+|o|https?|a|b|c|d|example")  # numbers of lists, round bullets, parts of addresses
    assert [word for word in lost(text, draft) if not signs.fullmatch(word)] == []
    assert [word for word in invented(text, draft) if not signs.fullmatch(word)] == []


@given(HTML)
def test_no_word_of_any_html_is_lost_or_invented(parts: list[str]) -> None:
    html = " ".join(parts).replace("\0", " ")
    old = OldText("a")
    root = parse(html)
    old.pieces = list(Pieces(old).of(root))
    source = words_of(root)
    draft = page_of(draft_of(old))
    assert [word for word in lost(source, draft) if not word.isdecimal()] == []
    assert [word for word in invented(source, draft) if not word.isdecimal()] == []


@given(TEXT)
def test_the_last_net_catches_what_is_taken_away(text: str) -> None:
    draft = page_of(draft_of(pasted.read(text, "a")))
    cut = draft.replace("massage", "")
    missing = sum(word == "massage" for word in words(text))
    assert ledger.lost(text, cut).count("massage") == missing
    assert WORDS["card"]
