"""In: saves of single texts. Out: what the coach shows of each, the same as after a whole build, and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugins import coach
from rules.site import Site
from tests.conftest import Figures
from tests.sites import ARTICLE
from tools import quick, run

CURE = ARTICLE + "Massage cures back pain.\n\nSee [the other](b.md) and [nobody](c.md).\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles/a.md").write_text(ARTICLE + "Rest for a day.\n", encoding="utf-8")
    (folder / "articles/b.md").write_text(ARTICLE.replace("Back pain", "Neck") + "Rest.\n", encoding="utf-8")
    return folder


def whole(root: Path, content: Path) -> Site:
    site, problems = run.run(root, content, root / "output", publish=False, check_only=True)
    site.problems = problems
    return site


def test_a_save_says_the_same_as_the_whole_check(root: Path, content: Path) -> None:
    site = whole(root, content)
    (content / "articles/a.md").write_text(CURE, encoding="utf-8")
    document = quick.again(site, "articles/a.md")
    after = whole(root, content)
    assert document
    assert site.problems == after.problems
    assert {"claim.cure", "link.internal"} <= {problem.rule for problem in site.problems}
    same = next(each for each in after.documents if each.name == "articles/a.md")
    assert coach.coached(document, site) == coach.coached(same, after)


def test_taking_it_out_again_clears_it(root: Path, content: Path) -> None:
    site = whole(root, content)
    before = site.problems
    (content / "articles/a.md").write_text(CURE, encoding="utf-8")
    quick.again(site, "articles/a.md")
    (content / "articles/a.md").write_text(ARTICLE + "Rest for a day.\n", encoding="utf-8")
    quick.again(site, "articles/a.md")
    assert site.problems == before


def test_answers_come_for_texts_of_the_site_alone(content: Path, tmp_path: Path) -> None:
    (content / "articles/new.md").write_text(CURE.replace("Back pain", "New"), encoding="utf-8")
    paths = [f"{tmp_path}/elsewhere.md\n", f"{content}/articles/gone.md\n", f"{content}/articles/new.md\n"]
    (answer,) = quick.answers(content, paths)
    assert answer["path"] == f"{content}/articles/new.md"
    assert "claim.cure" in answer["panel"]
    assert '<a class="coach__item" href="/problems/">Other pages</a>' in answer["panel"]
    assert 'class="coach-note"' in answer["html"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"", b"Title: x\n\n" + b"> " * 500 + b"x\n"])
def test_a_text_that_cannot_be_read_has_no_answer(root: Path, content: Path, data: bytes) -> None:
    site = whole(root, content)
    (content / "articles/a.md").write_bytes(data)
    assert quick.again(site, "articles/a.md") is None


def test_the_longest_article_takes_a_fraction_of_a_second(figures: Figures, root: Path) -> None:
    site = whole(root, root / "content")
    start = time.process_time()
    document = quick.again(site, "articles/massage-and-long-lasting-back-pain.md")
    assert document
    coach.panel(coach.coached(document, site), site)
    taken = time.process_time() - start
    figures(f"one long article, read, judged and drawn again: {taken * 1000:.0f} ms")
