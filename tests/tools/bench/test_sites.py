"""In: a few articles. Out: what each program finds on disk, and what a cold run deletes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.bench import corpus, sites
from tools.bench.peers import Peers


@pytest.fixture
def laid_out(tmp_path: Path) -> list[sites.Site]:
    peers = Peers(Path("/there/hugo"), Path(sys.executable), "")
    return sites.lay_out(corpus.articles(10), tmp_path / "10", ROOT, tmp_path / "code", peers)


def test_each_program_has_every_article_where_it_is_edited(laid_out: list[sites.Site]) -> None:
    assert [site.program for site in laid_out] == ["ours", "Hugo", "Pelican"]
    for site in laid_out:
        assert all(site.source(article).is_file() for article in corpus.articles(10))


def test_ours_is_called_as_staff_call_it(laid_out: list[sites.Site]) -> None:
    ours = laid_out[0]
    content = str(ours.articles.parent)
    output = str(ours.made[0])
    assert ours.build[1:] == ["tasks.py", "build", "--content", content, "--output", output]
    assert ours.serve[1:] == ["tasks.py", "serve", "--content", content, "--port"]


def test_a_cold_run_deletes_pages_and_caches_and_keeps_the_sources(laid_out: list[sites.Site]) -> None:
    for site in laid_out:
        for folder in site.made:
            (folder / "page").mkdir(parents=True)
        site.forget()
        assert not [folder for folder in site.made if folder.exists()]
        assert site.source(corpus.articles(10)[0]).is_file()
    assert laid_out[0].folder / ".cache" in laid_out[0].made


def test_the_pages_that_list_every_title_are_those_that_are_asked_for(laid_out: list[sites.Site]) -> None:
    assert [site.archive for site in laid_out] == ["health/", "archive/", "archives.html"]
