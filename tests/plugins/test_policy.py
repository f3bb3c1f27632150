"""In: pages with inline parts. Out: exactly the policy that each needs, carried by the page itself."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from plugins import policy
from tests.sites import ARTICLE
from tools import build

PAGE = '<!doctype html><meta charset="utf-8">{}<style>a{{color:red}}</style><form></form><p>Text'
STYLE = base64.b64encode(hashlib.sha256(b"a{color:red}").digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE}'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"


def carrying(policy_text: str) -> str:
    return PAGE.format(policy.META.format(policy_text))


def test_a_page_with_a_slot_carries_the_policy_that_it_needs() -> None:
    assert policy.fill(PAGE.format(policy.SLOT)) == carrying(POLICY)


def test_a_page_without_a_slot_stays_as_it_is() -> None:
    assert policy.fill(PAGE.format("")) == PAGE.format("")


def test_what_a_meta_cannot_say_does_not_stand_in_it() -> None:
    assert "frame-ancestors" not in policy.of_page(PAGE)


def test_the_policy_of_a_page_is_read_from_it() -> None:
    assert policy.carried(carrying(POLICY)) == POLICY
    assert policy.carried(PAGE.format("")) is None


def test_a_sound_policy_has_no_fault() -> None:
    assert policy.faults(carrying(POLICY)) == []


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (PAGE.format(""), ["This page carries no policy of its own."]),
        (
            carrying(POLICY).replace("color:red", "color:blue"),
            [
                f"This page's own policy allows what the page does not have: style-src 'sha256-{STYLE}'.",
                "This page's own policy does not allow what the page has: "
                f"style-src 'sha256-{base64.b64encode(hashlib.sha256(b'a{color:blue}').digest()).decode()}'.",
            ],
        ),
        (
            carrying(POLICY.replace("form-action 'self'", "form-action 'none'")),
            [
                "This page's own policy allows what the page does not have: form-action 'none'.",
                "This page's own policy does not allow what the page has: form-action 'self'.",
            ],
        ),
        (
            carrying(f"{POLICY}; script-src 'unsafe-inline'"),
            ["This page's own policy allows what the page does not have: script-src 'unsafe-inline'."],
        ),
        (
            carrying(POLICY).replace("<meta charset", '<link rel="icon" href="/a.svg"><meta charset'),
            ["This page's own policy stands after what it is about."],
        ),
    ],
)
def test_a_policy_that_is_not_the_pages_is_named(page: str, says: list[str]) -> None:
    assert policy.faults(page) == says


def test_a_preview_carries_none_because_serve_adds_a_script_to_its_pages(tmp_path: Path) -> None:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/a.md").write_text(f"{ARTICLE}Text.\n", encoding="utf-8")
    build.run(build.ROOT, tmp_path / "content", tmp_path / "output", publish=False)
    page = (tmp_path / "output/health/a/index.html").read_text(encoding="utf-8")
    assert policy.carried(page) is None
