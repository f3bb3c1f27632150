"""In: texts with something to mend. Out: what previews show of it, and nothing of it in production."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from plugins.coach import coached, panel
from rules.site import Site
from tests.conftest import ROOT
from tests.sites import ARTICLE, MakeSite, write_publishable

CURE = "Rest for a day.\n\nMassage cures back pain.\n\n## Risks\n\n- Massage is safe.\n- You may be sore.\n"


def page(make_site: MakeSite, text: str = CURE) -> tuple[str, Site]:
    site = make_site({"articles/a.md": ARTICLE + text})
    return coached(site.documents[0], site).html, site


def test_a_note_stands_right_after_the_paragraph_with_rule_message_and_remedy(make_site: MakeSite) -> None:
    html, site = page(make_site)
    problem = next(each for each in site.problems if each.rule == "claim.cure")
    note = html.partition("back&nbsp;pain.</p>")[2].partition("</div>")[0]
    assert note.startswith('<div class="coach-note" role="note" aria-label="Writing coach">')
    words = " ".join(re.sub(r"<[^>]+>", " ", note).replace("&#34;", '"').split())
    assert words == f"Mend {problem.message} {problem.hint} claim.cure"


def test_the_paragraph_is_marked_and_in_it_the_words_that_are_meant(make_site: MakeSite) -> None:
    html, _ = page(make_site)
    assert (
        '<p data-line="8" id="line-8" tabindex="-1" class="coach-at coach-at--E">Massage <mark class="coach-words">cures</mark>'
        in html
    )


def test_the_note_of_an_item_stands_inside_it(make_site: MakeSite) -> None:
    html, _ = page(make_site)
    assert re.search(
        r'<li [^>]*class="coach-at coach-at--E">Massage .*?<div class="coach-note".*?</div></li>',
        html,
        re.DOTALL,
    )


def test_a_good_paragraph_has_its_line_and_no_mark(make_site: MakeSite) -> None:
    html, _ = page(make_site)
    assert '<p data-line="6" id="line-6">Rest for a&nbsp;day.</p>\n<p' in html


def test_a_heading_has_the_grade_of_its_section(make_site: MakeSite) -> None:
    html, _ = page(make_site)
    assert re.search(
        r'<h2 id="risks" data-line="10" class="coach-graded">Risks <span class="coach-grade">.*?</span>[\d.]+</span></h2>',
        html,
    )


def test_the_panel_lists_what_is_to_mend_first_and_leads_to_the_element(make_site: MakeSite) -> None:
    _, site = page(make_site)
    shown = panel(coached(site.documents[0], site), site)
    places = re.findall(r'<a class="coach__item" href="#([\w-]+)">', shown)
    assert places[:2] == ["line-8", "line-12"]
    assert f'data-path="{site.shown}/articles/a.md"' in shown
    assert shown.index("claim.cure") < shown.index("claim.safe") < shown.index("who.reviewer")


def test_a_problem_of_the_head_stands_in_the_panel_without_a_link(make_site: MakeSite) -> None:
    site = make_site(
        {"articles/a.md": ARTICLE.replace("Category: back-pain", "Catagory: back-pain") + "Rest.\n"}
    )
    assert re.search(
        r'<li><div class="coach__item">\s*<span class="coach__where"><b [^>]*>Mend</b> Line 4 <code [^>]*>meta.key',
        panel(coached(site.documents[0], site), site),
    )


def test_the_hardest_sentences_are_named_with_the_reason(make_site: MakeSite) -> None:
    hard = "Interdisciplinary rehabilitation facilitates considerable functional improvement."
    _, site = page(make_site, f"{hard}\n\nRest.\n")
    found = coached(site.documents[0], site).hardest[0]
    assert (found.message, found.line, found.at) == (hard, 6, "line-6")
    assert found.hint.startswith("6 words; long ones: ")


def test_the_panel_leads_to_the_list_of_other_pages_and_says_nothing_of_them(make_site: MakeSite) -> None:
    rest = {"articles/b.md": ARTICLE.replace("Back pain", "Neck") + "Rest.\n"}
    site = make_site({"articles/a.md": ARTICLE + CURE, **rest})
    other = next(d for d in site.documents if d.title == "Neck")
    shown = panel(coached(other, site), site)
    assert '<a class="coach__item" href="/problems/">Other pages</a>' in shown
    assert "Back pain" not in shown
    (site.content / "articles/a.md").unlink()
    alone = make_site(rest)
    assert panel(coached(alone.documents[0], alone), alone) == shown


def test_what_writers_type_cannot_break_out_of_the_panel(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "[<script>alert(1)</script>](nowhere.md)\n"})
    assert (
        "<script" not in panel(coached(site.documents[0], site), site) + coached(site.documents[0], site).html
    )


def test_not_a_byte_of_it_is_published(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write_publishable(ROOT / "content", content)
    command = [sys.executable, "-m", "tools.build", "--publish", "--search-later"]
    subprocess.run([*command, "--content", content, "--output", tmp_path / "out"], cwd=ROOT, check=True)
    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert len(files) > 50
    for file in files:
        data = file.read_bytes()
        for trace in (
            b"coach-",
            b"coach__",
            b'"coach"',
            b".coach",
            b"/problems/",
            b"data-line",
            b"data-path",
            b"EventSource",
            b".live.js",
        ):
            assert trace not in data, (file, trace)
