from __future__ import annotations

import pytest

from tests.sites import ARTICLE, MakeSite, lines


def said(make_site: MakeSite, body: str, rule: str) -> list[str]:
    return [
        line.removeprefix("articles/a.md:")
        for line in lines(make_site({"articles/a.md": ARTICLE + body}), rule)
    ]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Call (555) 555-0100 now.", "6:6: facts.drift: The clinic's phone number is typed by hand here, and will be wrong when it changes. "
                                     "Write `{{ clinic.phone }}`."),
        ("Call 555-0100.", "6:6: facts.drift: The clinic's phone number is typed by hand here, and will be wrong when it changes. "
                           "Write `{{ clinic.phone }}`."),
        ("Come to 100 Sample Street.", "6:9: facts.drift: The clinic's street is typed by hand here, and will be wrong when it changes. "
                                       "Write `{{ clinic.address }}`."),
        ("Write to hello@example.com.", "6:10: facts.drift: The clinic's e-mail address is typed by hand here, and will be wrong when it changes. "
                                        "Write `{{ clinic.email }}`."),
        ("We open at 8 am.", "6:1: facts.drift: An opening time is typed by hand here, and will be wrong when it changes. "
                             "Write `{{ clinic.hours }}`."),
        ("Our clinic is closed after 6 pm.", "6:1: facts.drift: An opening time is typed by hand here, and will be wrong when it changes. "
                                             "Write `{{ clinic.hours }}`."),
    ],
)  # fmt: skip
def test_a_fact_typed_by_hand_is_named_with_its_placeholder(
    make_site: MakeSite, body: str, says: str
) -> None:
    assert said(make_site, body, "facts.drift") == [says]


@pytest.mark.parametrize(
    "body",
    [
        "Call 911, or 988 for a crisis.",
        "Call the No Surprises Help Desk at 1-800-985-3059.",
        "Take a walk at 8 am.",
        "The pharmacy opens at 9 am.",
        "We like a short walk after lunch, at 1 pm or so.",
        "J Pain. 2022;23(12):2144-2154.",
        "`(555) 555-0100`",
        "Call {{ clinic.phone }}. We are open {{ clinic.hours }}.",
    ],
)
def test_other_numbers_and_times_pass(make_site: MakeSite, body: str) -> None:
    assert said(make_site, body, "facts.drift") == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "Call {{ clinic.fone }}.",
            "6:6: facts.placeholder: `{{ clinic.fone }}` is no placeholder. Did you mean `{{ clinic.phone }}`?",
        ),
        (
            "Call {{ phone }}.",
            "6:6: facts.placeholder: `{{ phone }}` is no placeholder. Did you mean `{{ clinic.phone }}`?",
        ),
    ],
)
def test_an_unknown_placeholder_is_named(make_site: MakeSite, body: str, says: str) -> None:
    assert said(make_site, body, "facts.placeholder") == [says]


def test_a_preview_says_once_that_facts_are_samples(make_site: MakeSite) -> None:
    site = make_site({})
    assert [str(p) for p in site.problems] == [
        "content/clinic.toml:13: facts.sample: 14 facts are samples, so every page shows SAMPLE. "
        "Before you publish, put in the real ones: `python3 tasks.py setup` asks for each."
    ]


def test_publishing_names_each_sample(make_site: MakeSite) -> None:
    from rules.problem import ContentError

    with pytest.raises(ContentError) as raised:
        make_site({}, publish=True)
    assert (
        'content/clinic.toml:25: facts.sample: `places.main.phone` is a sample: "(555) 555-0100". '
        "Put in the real fact, and take out `sample = true`."
    ) in [str(p) for p in raised.value.problems]


def test_a_note_that_reaches_no_page_is_not_read(make_site: MakeSite) -> None:
    body = "<!--\nCall (555) 555-0100, {{ clinic.fax }}\n-->\n\nCall (555) 555-0100."
    assert len(said(make_site, body, "facts.drift")) == 1
    assert said(make_site, body, "facts.placeholder") == []
    assert said(make_site, body, "facts.drift")[0].startswith("10:6: facts.drift")
