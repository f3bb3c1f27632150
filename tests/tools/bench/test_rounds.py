"""In: three small programs that only count. Out: which acts are measured, in which order, and which files were edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.bench import corpus, rounds
from tools.bench.sites import HUGO, OURS, PELICAN, Site

BUILD = (
    'test -d out && state=warm || state=cold; echo "$0 $state" >> ../order; mkdir -p out'  # $0 is the program
)


@pytest.fixture(scope="module")
def written() -> list[corpus.Article]:
    return corpus.articles(50)


@pytest.fixture
def sites(written: list[corpus.Article], tmp_path: Path) -> list[Site]:
    made = []
    for name in (OURS, HUGO, PELICAN):
        folder = tmp_path / name
        corpus.write_pelican(written, folder / "content")
        build = ["sh", "-c", BUILD, name]
        made.append(Site(name, folder / "content", build, [], [folder / "out"], "", folder))
    return made


def test_the_programs_take_turns_and_only_the_first_acts_are_cold(
    sites: list[Site], written: list[corpus.Article], tmp_path: Path
) -> None:
    figures: rounds.Figures = {}
    said: list[str] = []
    for number in range(2):
        rounds._build_in_turn(sites, written, number, figures, said.append)
    turn = [OURS, HUGO, PELICAN]
    once = [*(f"{name} cold" for name in turn), *(f"{name} warm" for name in turn * 4)]
    order = (tmp_path / "order").read_text(encoding="utf-8").splitlines()
    assert order == [f"{name} cold" for name in turn] + once + once
    for act in (rounds.COLD, rounds.NOTHING, rounds.BODY, rounds.TITLE, rounds.BODY_WITHOUT_SEARCH):
        for row in (act, rounds.wall(act), rounds.memory(act)):
            assert {name: len(found) for name, found in figures[row].items()} == dict.fromkeys(turn, 2)
    assert {name: len(found) for name, found in figures[rounds.WITHOUT_SEARCH].items()} == dict.fromkeys(
        turn, 1
    )
    assert [line.split(":")[0].strip() for line in said] == [
        *("without search", "cold", "nothing", "body", "title", "body without search"),
        *("cold", "nothing", "body", "title", "body without search"),
    ]  # fmt: skip


def test_each_round_edits_another_article_of_every_program(
    sites: list[Site], written: list[corpus.Article]
) -> None:
    before = {file: file.read_text("utf-8") for site in sites for file in site.articles.iterdir()}
    for number in range(2):
        rounds._build_in_turn(sites, written, number, {}, lambda text: None)
    changed = {file.name for file, text in before.items() if file.read_text("utf-8") != text}
    assert len(changed) == 6
    for site in sites:
        edited = [(site.articles / name).read_text("utf-8") for name in changed]
        words = [
            word for number in range(6) for word in [corpus.word(number)] if any(word in t for t in edited)
        ]
        assert len(words) == 6
        assert sum("Title: " in text.partition("\n")[0] and " zo" in text.partition("\n")[0] for text in edited) == 2  # fmt: skip


def test_no_act_meets_an_article_of_an_earlier_one(written: list[corpus.Article]) -> None:
    edited = [
        rounds._nth(written, number).slug for number in range(5 * 5)
    ]  # five rounds of builds and of saves
    assert len(set(edited)) == len(edited)
