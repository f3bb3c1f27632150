"""In: a content folder. Out: the report on its duties, as people read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import law

PAGE = """\
Title: Costs
Template: costs
Summary: How to learn the price before you come, and what your right to an estimate is.
Kind: visit

You have a right to a Good Faith Estimate. Is the bill $400 more? You can dispute it. Call 1-800-985-3059.
"""


@pytest.fixture
def content(tmp_path: Path, root: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages/costs.md").write_text(PAGE, encoding="utf-8")
    facts = (root / "content/clinic.toml").read_text(encoding="utf-8")
    for key in ("federal_money", "hipaa"):
        facts = facts.replace(f"# {key} = ", f"{key} = false #")
    (folder / "clinic.toml").write_text(
        facts.replace("# self_pay = true", "self_pay = true"), encoding="utf-8"
    )
    return folder


def test_the_report_says_what_by_when_where_and_by_which_source(
    content: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert law.show(root, content) == 2  # the page that says there are no trackers is missing
    said = capsys.readouterr().out
    assert said.startswith(
        f"The clinic, as {content}/clinic.toml says under [law]: state not said, so the strictest advertising rules hold; "
        "staff_15_or_more not said; federal_money no; hipaa no; self_pay yes.\n\nMissing: 1\n\n  No trackers (trackers)\n"
    )
    assert (
        "There: 1\n\n  Good faith estimate (good-faith-estimate)\n"
        "    Must:     Say where it is easy to see that people without insurance, or who do not use it, have\n"
        "              a right to a written estimate. In the office too, which no program can see.\n"
        "    By:       2022-01-01\n"
        "    Stands:   /costs/\n"
        "    Source:   Public Health Service Act, section 2799B-6; HHS standard notice; as reported in\n"
        "              reprints of the notice. Last verified 2026-11-24.\n"
    ) in said
    assert said.endswith(
        "6 duties: 1 missing, 1 there, 4 that do not apply. "
        "This is information, not legal advice: have counsel check it before you rely on it.\n"
    )


def test_it_is_fine_when_nothing_is_missing(
    content: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.replace("Title: Costs\nTemplate: costs", "Title: Privacy").replace(
        "You have", "It has no trackers. You have"
    )
    (content / "pages/privacy.md").write_text(page, encoding="utf-8")
    assert law.show(root, content) == 0
    assert "6 duties: 2 there, 4 that do not apply." in capsys.readouterr().out


def test_who_has_not_said_is_told_what_to_write(
    content: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = (content / "clinic.toml").read_text(encoding="utf-8")
    (content / "clinic.toml").write_text(facts.replace("hipaa = false", "# hipaa = false"), encoding="utf-8")
    assert law.show(root, content) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert (
        f"Say: does it apply? Write `hipaa = true` or `hipaa = false` under [law] in {content}/clinic.toml."
        in said
    )
    assert "Missing: if it applies: the page /privacy-practices/" in said


def test_every_page_of_a_duty_is_linked_by_name_at_the_foot_of_every_page(root: Path) -> None:
    footer = (root / "theme/templates/layout/footer.html").read_text(encoding="utf-8")
    for page in ("privacy-practices/", "costs/", "nondiscrimination/", "accessibility/", "privacy/"):
        assert f'item("{page}", w.foot.' in footer
