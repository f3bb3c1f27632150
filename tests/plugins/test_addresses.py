from __future__ import annotations

import pytest

from rules.problem import ContentError
from tests.sites import ARTICLE, MakeSite, lines

PAGE = ARTICLE.replace("Date: 2026-01-05\n", "").replace("Category: back-pain\n", "")


@pytest.mark.parametrize(
    ("name", "text", "url"),
    [
        ("articles/sore-back.md", ARTICLE, "health/sore-back/"),
        ("articles/a.md", "Slug: other\n" + ARTICLE, "health/other/"),
        ("pages/costs.md", PAGE, "costs/"),
        ("pages/home.md", "Template: home\n" + PAGE, ""),
        ("pages/services/massage.md", PAGE, "services/massage/"),
        ("pages/conditions/neck.md", PAGE, "conditions/neck/"),
    ],
)
def test_the_address_follows_folder_and_slug(make_site: MakeSite, name: str, text: str, url: str) -> None:
    assert make_site({name: text}).documents[0].url == url


def test_two_files_with_one_address_are_both_named(make_site: MakeSite) -> None:
    site = make_site(
        {"articles/a.md": ARTICLE, "articles/b.md": ("Slug: a\n" + ARTICLE).replace("Back pain", "Other")}
    )
    found = lines(site, "meta.slug")
    assert any("articles/a.md" in line for line in found)
    assert any("articles/b.md" in line for line in found)


@pytest.mark.parametrize("head", ["Status: draft\n", "Date: 2099-01-01\n"])
def test_drafts_and_future_pages_are_not_in_production(make_site: MakeSite, head: str) -> None:
    text = head + (ARTICLE.replace("Date: 2026-01-05\n", "") if "Date" in head else ARTICLE)
    files = {"articles/a.md": text, "articles/b.md": ARTICLE.replace("Back pain", "Other")}
    assert [d.name for d in make_site(files).documents] == ["articles/a.md", "articles/b.md"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('"/old/" = "/nowhere/"', "1: redirect.target: There is no page at `/nowhere/`. Write the address of a page of this site."),
        ('"/old/" = "/healht/"', "1: redirect.target: There is no page at `/healht/`. Did you mean `/health/`?"),
        ('"/health/" = "/search/"', "1: redirect.target: There is a page at `/health/` now, so it cannot be sent elsewhere. "
                                    "Take this line out, or give the page another slug."),
        ('"old" = "/health/"', '1: redirect.target: `old` is not the address of a page. Write each as: "/old-address/" = "/new-address/"'),
        ('"/a/" = "/b/"\n"/b/" = "/health/"', "1: redirect.target: `/b/` is itself an old address. Send it straight to where that one goes."),
        ('"/old/" /health/', '1: redirect.file: This line is not written as it should be. Write each as: "/old-address/" = "/new-address/"'),
    ],
)  # fmt: skip
def test_a_redirect_to_nowhere_is_named(make_site: MakeSite, row: str, says: str) -> None:
    assert lines(make_site({"redirects.toml": row}), "redirect.target", "redirect.file") == [
        f"redirects.toml:{says}"
    ]


def test_a_good_redirect_is_kept(make_site: MakeSite) -> None:
    assert [(r.old, r.new) for r in make_site({"redirects.toml": '"/blog/" = "/health/"'}).redirects] == [
        ("/blog/", "/health/")
    ]


def test_a_redirect_to_a_draft_waits_with_it(make_site: MakeSite) -> None:
    files = {"articles/a.md": "Status: draft\n" + ARTICLE, "redirects.toml": '"/old/" = "/health/a/"'}
    assert [(r.old, r.new) for r in make_site(files).redirects] == [("/old/", "/health/a/")]
    with pytest.raises(ContentError) as raised:  # the facts are samples
        make_site(files, publish=True)
    assert [str(p) for p in raised.value.problems if p.rule == "redirect.target"] == []
