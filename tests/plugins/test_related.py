from __future__ import annotations

from tests.sites import ARTICLE, MakeSite


def test_a_service_knows_the_article_that_names_it(make_site: MakeSite) -> None:
    site = make_site(
        {
            "articles/a.md": "Services: massage-therapy\n" + ARTICLE,
            "pages/services/massage-therapy.md": "Title: Massage\n\n",
        }
    )
    article, service = site.articles[0], site.services[0]
    assert article.services == [service]
    assert service.related == [article]


def test_articles_name_each_other_both_ways(make_site: MakeSite) -> None:
    site = make_site(
        {
            "articles/a.md": "Related: b\n" + ARTICLE,
            "articles/b.md": ARTICLE.replace("Category: back-pain", "Category: sleep"),
        }
    )
    a, b = sorted(site.articles, key=lambda d: d.name)
    assert (a.related, b.related) == ([b], [a])


def test_articles_of_one_topic_follow_the_named_ones(make_site: MakeSite) -> None:
    other = ARTICLE.replace("2026-01-05", "2026-02-05")
    site = make_site(
        {"articles/a.md": "Related: c\n" + ARTICLE, "articles/b.md": other, "articles/c.md": ARTICLE}
    )
    a = next(d for d in site.articles if d.slug == "a")
    assert [d.slug for d in a.related] == ["c", "b"]
