"""In: an edit. Out: each page that it reaches is made anew, and no other. One test for each way in which builds have gone wrong."""

from __future__ import annotations

import os

import pytest

from plugins import stamps
from tests.plugins.incremental.project import Project, article, picture

HOME, SEARCH, FEED, SITEMAP, ATOZ = (
    "index.html",
    "search/index.html",
    "feed.xml",
    "sitemap.xml",
    "health/index.html",
)


def page(project: Project, path: str) -> str:
    return (project.output / path).read_text(encoding="utf-8")


def test_a_body_touches_its_own_page_alone(edited: Project) -> None:
    edited.change("articles/text-1.md", "Take a walk", "Take a bath")
    assert edited.rendered() == {"articles/text-1.md"}
    assert "Take a bath" in page(edited, "health/text-1/index.html")


def test_nothing_edited_makes_nothing(edited: Project) -> None:
    found = edited.build()
    assert (found.unchanged, found.written) == (True, 0)


def test_a_slug_reaches_every_page_that_links_to_its_text(edited: Project) -> None:
    edited.write("articles/text-2.md", edited.read("articles/text-2.md") + "\n[Next](text-1.md)\n")
    edited.build()
    edited.write("articles/text-1.md", "Slug: other\n" + edited.read("articles/text-1.md"))
    assert "articles/text-2.md" in edited.rendered()
    assert 'href="/health/other/"' in page(edited, "health/text-2/index.html")
    assert not (edited.output / "health/text-1").is_file()
    for path in (SITEMAP, FEED, ATOZ, SEARCH):
        assert "health/other/" in page(edited, path), path


def test_a_draft_takes_the_links_to_it_away(edited: Project) -> None:
    edited.publish = False
    edited.build()
    edited.publish = True
    edited.write("articles/text-2.md", "Related: text-1\n" + edited.read("articles/text-2.md"))
    edited.build()
    assert "/health/text-1/" in page(edited, "health/text-2/index.html")
    edited.write("articles/text-2.md", edited.read("articles/text-2.md").replace("Related: text-1\n", ""))
    edited.write("articles/text-1.md", "Status: draft\n" + edited.read("articles/text-1.md"))
    edited.build()
    for path in ("health/text-3/index.html", SITEMAP, FEED, ATOZ, SEARCH):
        assert "/health/text-1/" not in page(edited, path), path
    assert not (edited.output / "health/text-1/index.html").exists()


def test_a_link_to_a_page_that_is_gone_is_refused(edited: Project) -> None:
    edited.write("articles/text-2.md", edited.read("articles/text-2.md") + "\n[Next](text-1.md)\n")
    edited.build()
    (edited.content / "articles/text-1.md").unlink()
    found = edited.built()
    assert found.refused
    assert any(
        "text-2.md" in line and "There is no file `articles/text-1.md`." in line for line in found.problems
    )


def test_a_heading_reaches_the_pages_that_link_to_it(edited: Project) -> None:
    edited.write("articles/text-2.md", edited.read("articles/text-2.md") + "\n[Next](text-1.md#a-walk-1)\n")
    edited.build()
    edited.change("articles/text-1.md", "## A walk 1", "## A stroll")
    found = edited.built()
    assert any("text-1.md has no part `#a-walk-1`" in line for line in found.problems)


def test_a_title_reaches_what_shows_it(edited: Project) -> None:
    edited.change("articles/text-1.md", "Title: Good walking 1", "Title: Best walking")
    made = edited.rendered()
    assert {"articles/text-3.md", HOME, SEARCH, FEED, ATOZ} <= {*made, HOME}
    assert "pages/contact.md" not in made
    for path in ("health/text-3/index.html", HOME, SEARCH, FEED, ATOZ):
        assert "Best walking" in page(edited, path).replace("&nbsp;", " "), path


def test_two_pages_of_one_title_are_both_told(edited: Project) -> None:
    edited.change("articles/text-1.md", "Title: Good walking 1", "Title: Good sleep 0")
    lines = [line for line in edited.built().problems if "has the same title" in line]
    assert len(lines) == 2


def test_two_pages_of_one_address_are_both_told(edited: Project) -> None:
    edited.write("articles/text-1.md", "Slug: text-0\n" + edited.read("articles/text-1.md"))
    lines = [line for line in edited.built().problems if "has the same address" in line]
    assert len(lines) == 2


def test_a_summary_reaches_the_lists_that_show_it(edited: Project) -> None:
    edited.change("articles/text-1.md", "on your own", "by yourself today")
    edited.build()
    for path in (FEED, "health/topics/sleep/index.html"):
        assert "by yourself today" in page(edited, path), path


def test_a_date_moves_a_text_in_every_list(edited: Project) -> None:
    edited.change("articles/text-0.md", "Date: 2026-01-05", "Date: 2026-05-20")
    edited.build()
    for path in (HOME, FEED, SEARCH):
        shown = page(edited, path)
        assert shown.index("/health/text-0/") < shown.index("/health/text-3/"), path


def test_a_new_text_reaches_lists_and_neighbours(edited: Project) -> None:
    edited.write("articles/text-5.md", article(9))
    made = edited.rendered()
    assert {"articles/text-1.md", "articles/text-3.md", SITEMAP, FEED, ATOZ} <= made
    assert "articles/text-0.md" not in made
    assert "/health/text-5/" in page(edited, "health/text-1/index.html")


def test_a_text_that_is_gone_leaves_lists_neighbours_and_the_output(edited: Project) -> None:
    (edited.content / "articles/text-3.md").unlink()
    edited.build()
    assert not (edited.output / "health/text-3").exists()
    for path in ("health/text-1/index.html", SITEMAP, FEED, ATOZ, SEARCH):
        assert "text-3" not in page(edited, path), path


def test_a_renamed_text_has_its_new_address_although_its_time_is_old(edited: Project) -> None:
    file = edited.content / "articles/text-3.md"
    os.utime(file, ns=(10**18, 10**18))
    edited.build()
    file.rename(file.with_name("text-8.md"))
    edited.build()
    assert not (edited.output / "health/text-3/index.html").exists()
    assert "Good sitting 3" in page(edited, "health/text-8/index.html").replace("&nbsp;", " ")
    assert "/health/text-8/" in page(edited, SITEMAP)


def test_a_relation_is_seen_from_both_sides(edited: Project) -> None:
    edited.write("articles/text-1.md", "Conditions: sore-neck\n" + edited.read("articles/text-1.md"))
    assert {"articles/text-1.md", "pages/conditions/sore-neck.md"} <= edited.rendered()
    assert "/health/text-1/" in page(edited, "conditions/sore-neck/index.html")
    edited.change("articles/text-1.md", "Conditions: sore-neck\n", "")
    edited.build()
    assert "/health/text-1/" not in page(edited, "conditions/sore-neck/index.html")


def test_a_topic_moves_a_text_and_its_neighbours(edited: Project) -> None:
    edited.change("articles/text-1.md", "Category: sleep", "Category: back-pain")
    made = edited.rendered()
    assert {"articles/text-0.md", "articles/text-2.md", "articles/text-3.md"} <= made
    assert "/health/text-1/" in page(edited, "health/text-0/index.html")
    assert "/health/text-1/" not in page(edited, "health/text-3/index.html")


def test_a_topic_that_loses_its_last_text_leaves_the_pages_of_other_topics(edited: Project) -> None:
    shown, other = 'href="/health/topics/sleep/"', "health/topics/back-pain/index.html"
    for number in (1, 3):
        assert shown in page(edited, other)
        (edited.content / f"articles/text-{number}.md").unlink()
        edited.build()
    assert shown not in page(edited, other)


def test_a_slug_that_a_head_names_may_come_later(edited: Project) -> None:
    edited.publish = False
    edited.write("articles/text-1.md", "Conditions: sore-arm\n" + edited.read("articles/text-1.md"))
    assert any("`Conditions: sore-arm` is not known" in line for line in edited.built().problems)
    edited.write(
        "pages/conditions/sore-arm.md", edited.read("pages/conditions/sore-neck.md").replace("neck", "arm")
    )
    assert not any("sore-arm` is not known" in line for line in edited.built().problems)
    edited.publish = True


def test_a_slug_that_a_head_names_may_go(edited: Project) -> None:
    """Written with capitals it leads nowhere, but it is known as long as the page is there."""
    edited.publish = False
    edited.write("articles/text-1.md", "Conditions: Sore-Neck\n" + edited.read("articles/text-1.md"))
    assert not any("text-1" in line and "is not known" in line for line in edited.built().problems)
    (edited.content / "pages/conditions/sore-neck.md").unlink()
    assert any("`Conditions: Sore-Neck` is not known" in line for line in edited.built().problems)
    edited.publish = True


def test_a_page_of_the_frame_reaches_every_page(edited: Project) -> None:
    edited.write(
        "pages/costs.md",
        "Title: Costs\nSummary: What a visit costs, and how you can pay for it with us.\n\nAsk us.\n",
    )
    assert {"pages/home.md", "articles/text-0.md", "404.html"} <= edited.rendered()
    assert 'href="/costs/"' in page(edited, "health/text-0/index.html")


def test_what_a_page_says_with_a_source_reaches_the_list_of_sources(edited: Project) -> None:
    said = "\nMany have it.[^who]\n\n[^who]: WHO. Report. 2024. <https://www.who.int/>\n"
    edited.write("articles/text-1.md", edited.read("articles/text-1.md") + said)
    assert edited.rendered() == {"articles/text-1.md", "evidence/index.html"}
    assert "/evidence/health/text-1/" in page(edited, "evidence/index.html")
    assert "Many have it." in page(edited, "evidence/health/text-1/index.html")
    edited.change("articles/text-1.md", "Title: Good walking 1", "Title: Best walking")
    assert "evidence/index.html" in edited.rendered()
    assert "Best walking" in page(edited, "evidence/index.html").replace("&nbsp;", " ")
    edited.write("articles/text-1.md", article(1))
    edited.build()
    assert not (edited.output / "evidence/health/text-1").is_file()
    assert "/evidence/health/text-1/" not in page(edited, "evidence/index.html")


def test_a_picture_reaches_the_pages_that_show_it(edited: Project) -> None:
    edited.write("articles/text-1.md", edited.read("articles/text-1.md") + "\n![A line](../images/red.png)\n")
    edited.build()
    before = {file.name for file in (edited.output / "images").glob("red-*")}
    (edited.content / "images/red.png").write_bytes(picture("blue"))
    assert edited.rendered() == {"articles/text-1.md"}
    after = {file.name for file in (edited.output / "images").glob("red-*")}
    assert before
    assert after
    assert not before & after
    assert all(name in page(edited, "health/text-1/index.html") for name in after)


def test_a_file_that_moves_takes_its_links_with_it(edited: Project) -> None:
    (edited.content / "files").mkdir()
    (edited.content / "files/plan.pdf").write_bytes(b"%PDF-1.4 one")
    text = edited.read("articles/text-1.md")
    edited.write("articles/text-1.md", text + "\n[The plan]({static}/files/plan.pdf)\n")
    edited.build()
    (edited.content / "files/plan.pdf").write_bytes(b"%PDF-1.4 two")
    assert edited.rendered() == {"articles/text-1.md"}
    (written,) = (edited.output / "files").glob("plan.*.pdf")
    assert written.read_bytes() == b"%PDF-1.4 two"
    assert written.name in page(edited, "health/text-1/index.html")
    (edited.content / "files/plan.pdf").rename(edited.content / "plan.pdf")
    assert any("There is no file `files/plan.pdf`" in line for line in edited.built().problems)


def test_an_old_address_leads_where_the_list_says(edited: Project) -> None:
    edited.write("redirects.toml", '"/old/" = "/health/text-1/"\n"/older/" = "/contact/"\n')
    assert edited.rendered() == {"old/index.html", "older/index.html"}
    assert "/health/text-1/" in page(edited, "old/index.html")
    edited.write("redirects.toml", "")
    edited.build()
    assert not (edited.output / "old").exists() or not list((edited.output / "old").iterdir())


def test_a_file_that_is_left_out_is_told_and_forgotten_when_it_is_gone(edited: Project) -> None:
    (edited.content / "plan.docx").write_text("x")
    found = edited.built()
    assert found.refused
    assert any("`plan.docx` is no Markdown" in line for line in found.problems)
    (edited.content / "plan.docx").unlink()
    assert edited.difference() == []


def test_a_build_that_is_refused_tells_what_is_to_mend_on_every_page(edited: Project) -> None:
    lines = edited.read("articles/text-2.md").split("\n")
    edited.write("articles/text-2.md", "\n".join(line for line in lines if not line.startswith("Summary:")))
    assert not edited.built().refused
    edited.write("articles/text-1.md", edited.read("articles/text-1.md") + "\n[Next](nowhere.md)\n")
    found = edited.built()
    assert found.refused
    assert any("text-2.md" in line and "has no summary" in line for line in found.problems)
    assert edited.difference() == []


def test_an_edit_within_the_same_moment_and_of_the_same_size_counts(edited: Project) -> None:
    file = edited.content / "articles/text-1.md"
    edited.change("articles/text-1.md", "Take a walk", "Take a swim")
    edited.build()
    stat = file.stat()
    edited.change("articles/text-1.md", "Take a swim", "Take a rest")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    edited.build()
    assert "Take a rest" in page(edited, "health/text-1/index.html")


def test_a_clock_that_ticks_slowly_hides_no_edit(edited: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some disks know times by two seconds; here they know them by a hundred."""

    def coarse(stat: os.stat_result) -> stamps.Stamp:
        changed, touched = (ns - ns % 10**11 for ns in (stat.st_mtime_ns, stat.st_ctime_ns))
        return stat.st_size, changed, touched, stat.st_ino

    monkeypatch.setattr("plugins.stamps.of", coarse)
    monkeypatch.setattr("plugins.stamps.UNSURE", 2 * 10**11)
    text = edited.read("articles/text-1.md")
    for word in ("swim", "rest", "wait"):
        edited.write("articles/text-1.md", text.replace("Take a walk", f"Take a {word}"))
        edited.build()
        assert f"Take a {word}" in page(edited, "health/text-1/index.html")


def test_other_times_with_the_same_bytes_are_no_edit(edited: Project) -> None:
    for file in edited.content.rglob("*.md"):
        os.utime(file, ns=(10**18, 10**18))
    assert edited.build().unchanged


def test_many_files_at_once_are_one_build(edited: Project) -> None:
    for number in range(4):
        edited.write(f"articles/text-{number}.md", article(number + 4))
    edited.build()
    assert edited.difference() == []
