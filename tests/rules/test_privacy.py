from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite, lines


def said(make_site: MakeSite, body: str) -> list[str]:
    return [
        line.removeprefix("articles/a.md:")
        for line in lines(make_site({"articles/a.md": ARTICLE + body}), "privacy.remote")
    ]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<script src="https://t.example/a.js"></script>', "A script"),
        ('<iframe src="//t.example/map"></iframe>', "A frame"),
        ('<form action="https://t.example/send"></form>', "A form"),
        ('<link rel="stylesheet" href="https://t.example/a.css">', "A style or font"),
        ('<img src="https://t.example/a.gif" alt="x">', "A picture"),
        ("![x](https://t.example/a.jpg)", "A picture"),
        ('<p style="background: url(https://t.example/a.png)">x</p>', "A style or font"),
    ],
)
def test_what_another_host_would_serve_is_named(make_site: MakeSite, body: str, what: str) -> None:
    assert said(make_site, body) == [
        f"6: privacy.remote: {what} would be fetched from t.example, which then knows who reads this page. "
        "Put a copy into content/images, or write a plain link."
    ]


@pytest.mark.parametrize(
    "body",
    ["[a link](https://t.example/)", "Write `<script src='https://t.example'>`.", "<https://doi.org/10.1/x>"],
)
def test_links_and_code_pass(make_site: MakeSite, body: str) -> None:
    assert said(make_site, body) == []
