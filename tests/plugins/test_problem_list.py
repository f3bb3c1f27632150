"""In: texts with something to mend. Out: the one page of a preview that lists them all, worst first."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.problem_list import entries
from tests.sites import ARTICLE, MakeSite
from tools import build, run

CURE = ARTICLE.replace("Back pain", "Cures") + "Massage cures back pain. It cures the neck.\n"
OTHER = ARTICLE.replace("Back pain", "Keys").replace("Category: back-pain", "Catagory: back-pain") + "Rest.\n"


def test_pages_and_files_stand_with_their_counts_the_worst_first(make_site: MakeSite) -> None:
    site = make_site(
        {"articles/a.md": OTHER, "articles/b.md": CURE, "redirects.toml": '"/health/b/" = "/nowhere/"\n'}
    )
    found = entries(site)
    assert next(each.title for each in found if each.url.startswith("/health/")) == "Cures"
    assert [(each.counts["E"], each.counts["W"]) for each in found] == sorted(
        ((each.counts["E"], each.counts["W"]) for each in found), reverse=True
    )
    for entry in found:
        path = (
            f"{site.shown}/articles/{'b' if entry.title == 'Cures' else 'a'}.md" if entry.url else entry.title
        )
        for severity in ("E", "W"):
            own = [p for p in site.problems if p.path == path and p.severity == severity]
            assert entry.counts[severity] == len(own), entry
    assert f"{site.shown}/redirects.toml" in [each.title for each in found if not each.url]


def test_what_has_nothing_to_mend_is_not_named(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "Rest.\n", "articles/b.md": CURE})
    site.problems = [each for each in site.problems if each.path.endswith("b.md")]
    assert [(each.title, each.url) for each in entries(site)] == [("Cures", "/health/b/")]


def test_a_preview_has_the_page_and_no_list_of_addresses_names_it(tmp_path: Path) -> None:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/b.md").write_text(CURE, encoding="utf-8")
    run.run(build.ROOT, tmp_path / "content", tmp_path / "output", publish=False)
    page = (tmp_path / "output/problems/index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(r'<li><a class="row" href="/health/b/">Cures, \d+ to mend', page)
    assert "problems/" not in (tmp_path / "output/sitemap.xml").read_text(encoding="utf-8")
