from __future__ import annotations

from rules.document import Document, Shown
from rules.site import Site
from tests.sites import ARTICLE, MakeSite


def by_slug(site: Site) -> tuple[dict[str, Document], dict[str, Shown]]:
    """The documents, and what is known of them."""
    return {d.slug: d for d in site.documents}, {page.slug: page for page in site.pages}


def test_a_service_knows_the_article_that_names_it(make_site: MakeSite) -> None:
    site = make_site(
        {
            "articles/a.md": "Services: massage-therapy\n" + ARTICLE,
            "pages/services/massage-therapy.md": "Title: Massage\n\n",
        }
    )
    whole, shown = by_slug(site)
    assert whole["a"].services == [shown["massage-therapy"]]
    assert whole["massage-therapy"].related == [shown["a"]]


def test_articles_name_each_other_both_ways(make_site: MakeSite) -> None:
    site = make_site(
        {
            "articles/a.md": "Related: b\n" + ARTICLE,
            "articles/b.md": ARTICLE.replace("Category: back-pain", "Category: sleep"),
        }
    )
    whole, shown = by_slug(site)
    assert (whole["a"].related, whole["b"].related) == ([shown["b"]], [shown["a"]])


def test_articles_of_one_topic_follow_the_named_ones(make_site: MakeSite) -> None:
    other = ARTICLE.replace("2026-01-05", "2026-02-05")
    site = make_site(
        {"articles/a.md": "Related: c\n" + ARTICLE, "articles/b.md": other, "articles/c.md": ARTICLE}
    )
    assert [page.slug for page in by_slug(site)[0]["a"].related] == ["c", "b"]
