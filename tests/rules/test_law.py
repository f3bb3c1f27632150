"""In: profiles and pages. Out: which duties apply, where they stand and what is missing."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from rules.clinic import Law
from rules.law import Duty, duties
from rules.problem import Problem
from rules.site import Site
from tests.sites import MakeSite

SUMMARY = (
    "Summary: Where our notice stands, how you can get it on paper, and whom you can ask.\nKind: about\n\n"
)
NOTICE = (
    f"Title: Notice of privacy practices\n{SUMMARY}Effective March 1, 2026. We keep your records private.\n"
)
WAITING = f"Title: Notice of privacy practices\n{SUMMARY}The notice is still to come.\n"


def duty(site: Site, wanted: str, law: Law) -> Duty:
    site.clinic = dataclasses.replace(site.clinic, law=law)
    return next(each for each in duties(site) if each.id == wanted)


def test_what_stands_on_its_page_is_there(make_site: MakeSite) -> None:
    found = duty(make_site({"pages/privacy-practices.md": NOTICE}), "privacy-practices", Law(hipaa=True))
    assert (found.status, found.page, found.lacks) == ("there", "/privacy-practices/", ())


def test_a_page_that_waits_for_its_text_is_quoted(make_site: MakeSite) -> None:
    site = make_site({"pages/privacy-practices.md": WAITING})
    found = duty(site, "privacy-practices", Law(hipaa=True))
    assert (found.status, found.lacks) == (
        "missing",
        (
            f'the text itself: {site.shown}/pages/privacy-practices.md says "still to come"',
            "the date from which it applies",
        ),
    )


@pytest.mark.parametrize("status", ["", "Status: draft\n"])
def test_a_page_that_is_not_there_or_not_public_is_missing(make_site: MakeSite, status: str) -> None:
    files = {"pages/privacy-practices.md": status + NOTICE} if status else {"pages/faq.md": NOTICE}
    found = duty(make_site(files), "privacy-practices", Law(hipaa=True))
    assert (found.status, found.lacks) == ("missing", ("the page /privacy-practices/",))


def test_a_duty_of_others_is_spared_and_one_nobody_spoke_of_is_asked_for(make_site: MakeSite) -> None:
    site = make_site({"pages/privacy-practices.md": WAITING})
    spared, unsaid = (duty(site, "privacy-practices", Law(hipaa=said)) for said in (False, None))
    assert (spared.status, spared.lacks, spared.asks) == ("spared", (), ())
    assert (unsaid.status, unsaid.asks) == ("not said", ("hipaa",))


@pytest.mark.parametrize(
    ("many", "days"),
    [(True, ["2027-05-11"]), (False, ["2028-05-10"]), (None, ["2027-05-11", "2028-05-10"])],
)
def test_the_day_depends_on_the_size_of_the_staff(
    make_site: MakeSite, many: bool | None, days: list[str]
) -> None:
    found = duty(make_site({}), "web-access", Law(federal_money=True, staff_15_or_more=many))
    assert [str(day) for day in found.by] == days


def test_language_help_needs_lines_in_other_languages(make_site: MakeSite) -> None:
    page = f"Title: Nondiscrimination\n{SUMMARY}We do not discriminate on the basis of race.\n"
    site = make_site({"pages/nondiscrimination.md": page})
    law = Law(federal_money=True)
    assert duty(site, "language-help", law).lacks == ("lines in other languages, each with its `lang`",)
    site.documents[0].html += '<p lang="es">Ayuda gratis.</p>'
    assert duty(site, "language-help", law).status == "there"


def test_a_site_that_asks_another_host_has_trackers_whatever_it_says(make_site: MakeSite) -> None:
    site = make_site({"pages/privacy.md": f"Title: Privacy\n{SUMMARY}It has no trackers.\n"})
    assert duty(site, "trackers", Law()).status == "there"
    site.problems.append(Problem("content/a.md", 1, 0, "privacy.remote", "E", "A font of another host."))
    assert duty(site, "trackers", Law()).lacks == (
        "a site that asks no other host for anything: see privacy.remote in the report",
    )


def test_a_duty_is_verified_again_after_a_year(make_site: MakeSite) -> None:
    site = make_site({})
    site.today = datetime.date(2027, 11, 24)
    assert not duty(site, "trackers", Law()).stale
    site.today += datetime.timedelta(days=1)
    assert duty(site, "trackers", Law()).stale


def test_every_duty_names_a_source_how_far_it_was_read_and_when(make_site: MakeSite) -> None:
    found = duties(make_site({}))
    assert len(found) == 6
    assert all(each.source and each.report and each.verified <= datetime.date(2026, 11, 24) for each in found)


def test_what_is_missing_comes_first(make_site: MakeSite) -> None:
    site = make_site({"pages/privacy.md": f"Title: Privacy\n{SUMMARY}It has no trackers.\n"})
    site.clinic = dataclasses.replace(site.clinic, law=Law(hipaa=True, self_pay=False))
    order = ["missing", "not said", "there", "spared"]
    found = [each.status for each in duties(site)]
    assert found == sorted(found, key=order.index)
    assert set(found) == set(order)
