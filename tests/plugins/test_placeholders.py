from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Call {{ clinic.phone }}.", '<p>Call <a href="tel:+15555550100">(555) 555-0100</a>.</p>'),
        ("{{clinic.name}} it is.", "<p>Wasserman Chiropractic it&nbsp;is.</p>"),
        ("Write to {{ clinic.email }}.", '<p>Write to <a href="mailto:hello@example.com">hello@example.com</a>.</p>'),
        ("We are open {{ clinic.hours }}.", "<p>We are open Monday to Thursday 8 am to 6 pm, Friday 8 am to 4 pm, Saturday 9 am to 12&nbsp;noon.</p>"),
        ("Type `{{ clinic.phone }}` for it.", "<p>Type <code>{{ clinic.phone }}</code> for&nbsp;it.</p>"),
    ],
)  # fmt: skip
def test_a_placeholder_becomes_the_fact(make_site: MakeSite, body: str, html: str) -> None:
    assert make_site({"articles/a.md": ARTICLE + body}).documents[0].html == html


def test_hours_alone_become_their_table(make_site: MakeSite) -> None:
    html = make_site({"articles/a.md": ARTICLE + "{{ clinic.hours }}\n"}).documents[0].html
    assert html.startswith(
        '<table class="hours"><caption>Opening hours</caption><tbody><tr><th scope="row">Monday</th><td>8 am to 6 pm</td></tr>'
    )
    assert '<tr><th scope="row">Sunday</th><td>Closed</td></tr>' in html


def test_titles_take_plain_words(make_site: MakeSite) -> None:
    document = make_site(
        {"articles/a.md": ARTICLE.replace("Back pain", "Call {{ clinic.phone }}")}
    ).documents[0]
    assert document.title == "Call (555) 555-0100"


def test_a_fact_is_never_run_as_a_template(make_site: MakeSite) -> None:
    html = make_site({"articles/a.md": ARTICLE + "{{ 7 * 7 }} {% raw %}\n"}).documents[0].html
    assert "{{ 7 * 7 }}" in html
    assert "49" not in html
