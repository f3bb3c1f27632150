from __future__ import annotations

from tests.sites import ARTICLE, MakeSite, lines


def test_a_waiver_takes_a_problem_out_and_is_listed(make_site: MakeSite) -> None:
    site = make_site(
        {
            "articles/a.md": "Allow: link.text -- the same words on the paper form\n"
            + ARTICLE
            + "[here](a.md)\n"
        }
    )
    assert lines(site, "link.text") == []
    (waiver,) = site.waivers
    assert (waiver.problem.rule, waiver.reason) == ("link.text", "the same words on the paper form")


def test_several_waivers_may_stand(make_site: MakeSite) -> None:
    head = "Allow: link.text -- one\nAllow: facts.drift -- two\n"
    site = make_site({"articles/a.md": head + ARTICLE + "[here](a.md) Call 555-0100.\n"})
    assert [waiver.reason for waiver in site.waivers] == ["one", "two"]


def test_a_waiver_without_a_reason_is_refused(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": "Allow: link.text\n" + ARTICLE + "[here](a.md)\n"})
    assert lines(site, "meta.allow") == [
        "articles/a.md:1: meta.allow: `Allow: link.text` gives no reason. "
        "Write the rule, two hyphens, and why: `Allow: link.text -- the same form on both pages`."
    ]
    assert len(lines(site, "link.text")) == 1


def test_a_waiver_with_nothing_to_allow_is_named_with_the_nearest_rule(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": "Allow: link.txt -- why\n" + ARTICLE + "[here](a.md)\n"})
    assert lines(site, "meta.allow") == [
        "articles/a.md:1: meta.allow: `Allow: link.txt` has nothing to allow on this page. Did you mean `link.text`?"
    ]


def test_some_rules_cannot_be_allowed(make_site: MakeSite) -> None:
    site = make_site(
        {
            "articles/a.md": "Allow: privacy.remote -- we like it\n"
            + ARTICLE
            + "![x](https://t.example/a.jpg)\n"
        }
    )
    assert lines(site, "meta.allow") == [
        "articles/a.md:1: meta.allow: `privacy.remote` cannot be allowed. Mend what it names, and take this line out."
    ]
    assert len(lines(site, "privacy.remote")) == 1


def test_problems_come_sorted_by_file_and_line_each_once(make_site: MakeSite) -> None:
    site = make_site({"articles/b.md": "Text.\n", "articles/a.md": "Text.\n\n[x](gone.md)\n"})
    assert site.problems == sorted(set(site.problems))
    assert {problem.path.rpartition("/")[2] for problem in site.problems} == {"a.md", "b.md", "clinic.toml"}
