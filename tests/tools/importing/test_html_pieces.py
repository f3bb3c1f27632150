from __future__ import annotations

import re

import pytest

from tests.tools.importing.conftest import Desk
from tests.tools.importing.exports import export


def draft_of(desk: Desk, body: str) -> str:
    file = desk.root / "one.xml"
    file.write_text(export(body), encoding="utf-8")
    return desk.draft(file)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Stop [hl]now[/hl] please, said the note.", "Stop now please, said the note."),
        ('[vc_custom_heading text="Our aim"]Words of it.', "## Our aim\n\nWords of it."),
        ('[quote author="Jo"]Be kind.[/quote]', "Jo\n\nBe kind."),
        ("[see note] and [1] stay", "\\[see note\\] and \\[1\\] stay"),
        ("<p>One<br>two<br/>three</p>", "One  \ntwo  \nthree"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n    - c"),
        ("<ol start='3'><li>c</li><li>d</li></ol>", "3. c\n4. d"),
        ("<p><b>Bold </b>and <i> slanted</i><b></b>.</p>", "**Bold** and *slanted*."),
        ("<h1>Top</h1><p>a</p><h4>Deep</h4><p>b</p><h2>Mid</h2><p>c</p>", "## Top\n\na\n\n### Deep\n\nb\n\n### Mid\n\nc"),
        ("<table><tr><td><h3>Side</h3>by side</td></tr></table>", "## Side\n\nby side"),
        ("<dl><dt>Ice</dt><dd>cold</dd><dt>Heat</dt><dd>warm</dd></dl>", "Ice\n:   cold\n\nHeat\n:   warm"),
        ("<details><summary>Does it hurt?</summary><p>Some.</p></details>", "## Does it hurt?\n\nSome."),
        ("<div><div><p>In <span>boxes</span></p></div>loose</div>", "In boxes\n\nloose"),
        ("H<sub>2</sub>O and 5 &lt; 6 &amp; more", "H<sub>2</sub>O and 5 < 6 & more"),
        ('<a href="javascript:x()">Press</a> it', "Press it"),
        ('<a href="mailto:a@spine.example">Write</a>', "[Write](mailto:a@spine.example)"),
        ("<pre>a  b\n  c</pre>", "```\na  b\n  c\n```"),
        ("<blockquote><p>One</p><p>two</p></blockquote>", "> One\n>\n> two"),
        ("<strong>Where it hurts</strong>\n\nIn the back.", "## Where it hurts\n\nIn the back."),
        ("Unclosed <b>bold <p>and more", "Unclosed\n\nbold\n\nand more"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(desk: Desk, body: str, expected: str) -> None:
    draft = draft_of(desk, body)
    text = re.sub(r"<!--.*?-->\n\n?", "", draft, flags=re.DOTALL)
    assert text.partition("Status: draft\n")[2].strip("\n") == expected
