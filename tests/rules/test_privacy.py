from __future__ import annotations

import pytest

from tests.conftest import ROOT
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


def told(make_site: MakeSite, body: str) -> list[str]:
    site = make_site({"articles/a.md": ARTICLE + body})
    return [line.removeprefix("articles/a.md:") for line in lines(site, "privacy.patient")]


TAKE_OUT = (
    "Take it out. What you tell of a patient needs their written leave, and no story needs a name or a day."
)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("J.S. came in on 3/14/2025.", '6:1: privacy.patient: "J.S." with the day "3/14/2025" may tell who this patient is.'),
        ("On May 4, 2024, R. K. had a scan.", '6:4: privacy.patient: "R. K." with the day "May 4, 2024" may tell who this patient is.'),
        ("Mrs. Alvarez came on March 3.", '6:1: privacy.patient: "Alvarez" with the day "March 3" may tell who this patient is.'),
        ("See the scan (MRN 00482137).", '6:15: privacy.patient: "MRN 00482137" looks like it is from the record of a patient.'),
        ("Patient 30518 was first.", '6:1: privacy.patient: "Patient 30518" looks like it is from the record of a patient.'),
        ("Date of birth: 04/12/1961", '6:1: privacy.patient: "Date of birth: 04/12/1961" looks like it is from the record of a patient.'),
        ("The number 219-09-9999 is theirs.", '6:12: privacy.patient: "219-09-9999" looks like it is from the record of a patient.'),
        ("Write to jo.roe61@gmail.com.", '6:10: privacy.patient: "jo.roe61@gmail.com" looks like the address of a patient.'),
        ("The patient is at tom@roe.example.", '6:19: privacy.patient: "tom@roe.example" looks like the address of a patient.'),
        ("| who | when |\n|---|---|\n| patient J.S. on 3/14/25 | x |", '8:11: privacy.patient: "J.S." with the day "3/14/25" may tell who this patient is.'),
    ],
)  # fmt: skip
def test_what_may_tell_of_a_patient_is_named(make_site: MakeSite, body: str, says: str) -> None:
    assert told(make_site, body) == [f"{says} {TAKE_OUT}"]


@pytest.mark.parametrize(
    "body",
    [
        "The U.S. rule changed on May 6, 2024.",
        "Dr. Ann Lee, D.C., came to us on March 4, 2024.",
        "We are closed on 12/24/2026.",
        "D. D. Palmer gave the first adjustment on September 18, 1895.",
        "Come at 9 a.m. on March 3, and ask for the P.T. room.",
        "Bring your insurance card and your member number.",
        "Date of birth: ______________________",
        "Write to {{ clinic.email }}.",
        "Ask the agency at info@hhs.gov.",
        "The federal help line is 1-800-985-3059.",
        "Initials are enough: J.S. will do.",
        "Patients came to us in May.",
        "Washington, D.C., on July 4, 2026.",
    ],
)
def test_dates_names_of_ours_and_forms_pass(make_site: MakeSite, body: str) -> None:
    assert told(make_site, body) == []


def test_somebody_of_the_clinic_may_be_named_with_a_day(make_site: MakeSite) -> None:
    clinic = (ROOT / "content/clinic.toml").read_text(encoding="utf-8")
    person = '[[people]]\nid = "ann"\nname = "Ann Alvarez"\nrole = "Office"\n\n[[services]]'
    files = {
        "articles/a.md": ARTICLE + "Ms. Alvarez came to us on March 3.\n",
        "clinic.toml": clinic.replace("[[services]]", person, 1),
    }
    assert lines(make_site(files), "privacy.patient") == []


def test_what_tells_of_a_patient_cannot_be_allowed(make_site: MakeSite) -> None:
    site = make_site(
        {"articles/a.md": f"Allow: privacy.patient -- she said yes\n{ARTICLE}J.S. came on 3/14/2025."}
    )
    assert len(lines(site, "privacy.patient")) == 1
    assert "`privacy.patient` cannot be allowed." in lines(site, "meta.allow")[0]
