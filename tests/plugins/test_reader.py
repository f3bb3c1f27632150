from __future__ import annotations

from tests.sites import ARTICLE, MakeSite, lines


def test_quotes_and_dashes_are_set(make_site: MakeSite) -> None:
    document = make_site({"articles/a.md": ARTICLE + 'He said "no" -- it\'s sore.\n'}).documents[0]
    assert document.html == "<p>He said “no” – it’s&nbsp;sore.</p>"


def test_headings_have_ids_and_lines(make_site: MakeSite) -> None:
    document = make_site({"articles/a.md": ARTICLE + "## First part\n\nText.\n\n## First part\n"}).documents[
        0
    ]
    assert [(h.text, h.id, h.line) for h in document.headings] == [
        ("First part", "first-part", 6),
        ("First part", "first-part_1", 10),
    ]


def test_what_is_removed_is_said_with_its_line(make_site: MakeSite) -> None:
    site = make_site(
        {"articles/a.md": ARTICLE + "Text.\n\n<script>alert(1)</script>\n\n<p onclick='x()'>a</p>\n"}
    )
    assert "alert" not in site.documents[0].html
    assert lines(site, "html.removed") == [
        "articles/a.md:8: html.removed: `<script` is not allowed in a text, and it was removed. Write it in Markdown, or take it out.",
        "articles/a.md:10: html.removed: `onclick` is not allowed in a text, and it was removed. Write it in Markdown, or take it out.",
    ]


def test_html_in_title_and_summary_is_removed_and_said(make_site: MakeSite) -> None:
    head = "Title: Back<script>alert(1)</script> pain\nDate: 2026-01-05\nSummary: <b>What</b> helps.\n\n"
    site = make_site({"articles/a.md": head})
    assert (site.documents[0].title, site.documents[0].summary) == ("Back pain", "What helps.")
    assert lines(site, "html.removed") == [
        "articles/a.md:1: html.removed: There is HTML in `Title:`, and it was removed. Write plain words here.",
        "articles/a.md:3: html.removed: There is HTML in `Summary:`, and it was removed. Write plain words here.",
    ]


def test_a_file_without_title_is_shown_by_its_name_in_a_preview(make_site: MakeSite) -> None:
    assert (
        make_site({"articles/sore-neck.md": "Date: 2026-01-05\n\nText.\n"}).documents[0].title == "Sore neck"
    )


def test_reading_time_leaves_the_sources_out(make_site: MakeSite) -> None:
    document = make_site(
        {"articles/a.md": ARTICLE + "word " * 400 + "[^a]\n\n[^a]: " + "source " * 900}
    ).documents[0]
    assert document.minutes == 2
