"""In: a number of articles. Out: the same ones every time, alike for all three programs, and fit for our own rules."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import check
from tools.bench import corpus

TOLD = "from tools.bench import corpus; print(*corpus.articles(20), sep='\\n')"


@pytest.fixture(scope="module")
def written() -> list[corpus.Article]:
    return corpus.articles(20)


def test_every_process_writes_the_same(written: list[corpus.Article]) -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", TOLD],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {"".join(f"{each}\n" for each in written)}


def test_no_two_of_the_most_articles_share_an_address() -> None:
    slugs = {corpus._slug(corpus._title(number)) for number in range(corpus.MOST)}
    assert len(slugs) == corpus.MOST


def test_an_article_has_some_five_hundred_words_and_every_kind_of_part(written: list[corpus.Article]) -> None:
    for article in written:
        assert 400 < len(re.findall(r"[\w'’]+", article.body)) < 600
        for part in ("\n## ", "\n### ", "\n- ", "\n1. ", "**", "[^", "](article:"):
            assert part in article.body
    assert [number for number, each in enumerate(written) if "| --- |" in each.body] == [0, 4, 8, 12, 16]


def test_our_own_rules_find_nothing_to_mend(tmp_path: Path) -> None:
    content, written = tmp_path / "content", corpus.articles(12)
    corpus.write_ours(written, content, ROOT / "content")
    files = [str(content / "articles" / f"{article.slug}.md") for article in written]
    found = check.check(ROOT, content, files)
    assert found.pages == len(written)
    assert [str(problem) for problem in found.problems if problem.severity != "I"] == []


def test_the_three_programs_get_the_same_texts_but_for_heads_and_links(
    written: list[corpus.Article], tmp_path: Path
) -> None:
    corpus.write_ours(written, tmp_path / "ours", ROOT / "content")
    corpus.write_hugo(written, tmp_path / "hugo")
    corpus.write_pelican(written, tmp_path / "pelican")
    for article in written:
        name = f"{article.slug}.md"
        ours, hugo, pelican = (
            (tmp_path / folder / name).read_text(encoding="utf-8")
            for folder in ("ours/articles", "hugo/health", "pelican")
        )
        near = re.search(r"\(([a-z-]+)\.md\)", ours)
        assert near
        assert f"]({near[1]}.md)" in ours
        assert f"](/health/{near[1]}/)" in hugo
        assert f"]({{filename}}{near[1]}.md)" in pelican
        bodies = {
            re.sub(r"\]\([^)]*\)", "]()", text).partition(end)[2].strip()
            for text, end in ((ours, "\n\n"), (hugo, "\n---\n"), (pelican, "\n\n"))
        }
        assert len(bodies) == 1


def test_links_lead_to_articles_that_are_there(written: list[corpus.Article]) -> None:
    slugs = {article.slug for article in written}
    for article in written:
        found = re.findall(r"\(article:([^)]+)\)", article.body)
        assert len(found) == 3
        assert set(found) <= slugs - {article.slug}


@pytest.mark.parametrize("number", range(20))
def test_an_edit_adds_one_word_to_a_sentence_near_the_middle(
    written: list[corpus.Article], number: int
) -> None:
    before = f"Title: x\n\n{written[number].body}\n"
    after = corpus.with_word(before, "zobabeba")
    assert after.replace(" zobabeba.", ".", 1) == before
    assert 0.3 < after.index(" zobabeba.") / len(after) < 0.7
    line = next(line for line in after.splitlines() if "zobabeba" in line)
    assert re.match(r"[A-Z*]", line)


def test_an_edit_of_a_title_leaves_the_summary_alone(written: list[corpus.Article]) -> None:
    title = written[0].title
    before = f'---\ntitle: "{title}"\nsummary: "{title}. Some words."\n---\n'
    after = f'---\ntitle: "{title} zobabeba"\nsummary: "{title}. Some words."\n---\n'
    assert corpus.with_title(before, title, "zobabeba") == after


def test_words_of_edits_differ_and_stand_in_no_article(written: list[corpus.Article]) -> None:
    words = [corpus.word(number) for number in range(2000)]
    assert len(set(words)) == len(words)
    text = " ".join(f"{article.title} {article.body}" for article in written)
    assert not [word for word in words if word in text]
