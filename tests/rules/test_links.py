from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite, lines

OTHER = ARTICLE.replace("Back pain", "Sleep well") + "## Good nights\n\nText.\n"
CONTACT = "Title: Contact\nTemplate: contact\n\nText.\n"


def said(make_site: MakeSite, body: str, *rules: str) -> list[str]:
    files = {"articles/a.md": ARTICLE + body, "articles/sleep.md": OTHER, "pages/contact.md": CONTACT}
    return [line.removeprefix("articles/a.md:") for line in lines(make_site(files), *rules)]


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("sleep.md", "/health/sleep/"),
        ("./sleep.md#good-nights", "/health/sleep/#good-nights"),
        ("../pages/contact.md", "/contact/"),
        ("/pages/contact.md", "/contact/"),
        ("{filename}sleep.md", "/health/sleep/"),
        ("{filename}/articles/sleep.md", "/health/sleep/"),
        ("/contact/", "/contact/"),
        ("/contact", "/contact/"),
        ("/health/topics/sleep/", "/health/topics/sleep/"),
        ("https://medlineplus.gov/", "https://medlineplus.gov/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_a_link_leads_to_its_address(make_site: MakeSite, target: str, url: str) -> None:
    site = make_site(
        {
            "articles/a.md": ARTICLE + f"[words]({target})\n",
            "articles/sleep.md": OTHER,
            "pages/contact.md": CONTACT,
        }
    )
    a = next(d for d in site.documents if d.slug == "a")
    assert f'<a href="{url}">words</a>' in a.html
    assert lines(site, "link.internal") == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("[x](slep.md)", "6: link.internal: There is no file `articles/slep.md`. Did you mean `sleep.md`?"),
        ("[x](../pages/contct.md)", "6: link.internal: There is no file `pages/contct.md`. Did you mean `../pages/contact.md`?"),
        ("[x](zzzz.md)", "6: link.internal: There is no file `articles/zzzz.md`. Check the name and the folder; a draft is not part of the public site."),
        ("[x](/contct/)", "6: link.internal: There is no page at `/contct/`. Did you mean `/contact/`?"),
        ("[x](sleep.md#god-nights)", "6: link.internal: {shown}/articles/sleep.md has no part `#god-nights`. Did you mean `good-nights`?"),
        ("[x](#nowhere)", "6: link.internal: {shown}/articles/a.md has no part `#nowhere`. Leave the `#` part out."),
        ("[x](../../secret.md)", "6: link.internal: `../../secret.md` lies outside the content folder. Copy the file into it, and link to the copy."),
        ("[x]({attach}/../../etc/passwd)", "6: link.internal: `/../../etc/passwd` lies outside the content folder. Copy the file into it, and link to the copy."),
        ("[x]({attach}../../../etc/passwd)", "6: link.internal: `../../../etc/passwd` lies outside the content folder. Copy the file into it, and link to the copy."),
        ("![x](../images/gone.jpg)", "6: link.internal: There is no file `images/gone.jpg`. Check the name and the folder; a draft is not part of the public site."),
        ("![x](sleep.md)", "6: link.internal: `sleep.md` is no picture. Name a file of content/images."),
        ("Text.\n\n[x](slep.md)", "8: link.internal: There is no file `articles/slep.md`. Did you mean `sleep.md`?"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_named_with_the_nearest(
    make_site: MakeSite, body: str, says: str
) -> None:
    site = make_site(
        {"articles/a.md": ARTICLE + body, "articles/sleep.md": OTHER, "pages/contact.md": CONTACT}
    )
    assert [line.removeprefix("articles/a.md:") for line in lines(site, "link.internal")] == [
        says.format(shown=site.shown)
    ]


def test_a_broken_link_is_plain_text_in_the_preview(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE + "See [our page](gone.md).\n"})
    assert site.documents[0].html == "<p>See our page.</p>"


def test_a_link_to_a_draft_is_broken_on_the_public_site(make_site: MakeSite) -> None:
    from rules.problem import ContentError

    files: dict[str, str | bytes] = {
        "articles/a.md": ARTICLE + "[words](b.md)\n",
        "articles/b.md": "Status: draft\n" + OTHER,
    }
    assert lines(make_site(files), "link.internal") == []
    with pytest.raises(ContentError) as raised:
        make_site(files, publish=True)
    assert any(problem.rule == "link.internal" for problem in raised.value.problems)


@pytest.mark.parametrize("words", ["click here", "Here", "read more", "this page"])
def test_words_that_say_nothing_are_named(make_site: MakeSite, words: str) -> None:
    assert said(make_site, f"[{words}](sleep.md)", "link.text") == [
        f'6: link.text: The words "{words}" do not say where this link leads. Name the page or the thing that people find there.'
    ]


def test_a_bare_address_is_named_but_not_in_a_source(make_site: MakeSite) -> None:
    body = "One.[^a] <https://a.example>\n\n[^a]: Who. 2020. <https://b.example>\n"
    assert said(make_site, body, "link.text") == [
        "6: link.text: A bare address is hard to read and to hear. Write words for it: `[what is there](address)`."
    ]


def test_one_text_for_two_places_is_named(make_site: MakeSite) -> None:
    assert said(make_site, "[our page](sleep.md) and [our page](../pages/contact.md)", "link.text") == [
        '6: link.text: "our page" leads to two places on this page. Give each its own words.'
    ]
