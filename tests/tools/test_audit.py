from __future__ import annotations

from pathlib import Path

import pytest

from plugins import policy
from tools.audit import audit
from tools.audit_page import FIRST_TRIP, weight

PAGE = f"""<!doctype html><html lang="en"><head>{policy.SLOT}<title>t</title></head><body><main id="main"><h1>Back pain</h1>
<p>Rest for a day helps.</p>{{}}</main></body></html>"""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    (folder / "health").mkdir(parents=True)
    (folder / "a.png").write_bytes(b"png")
    (folder / "index.html").write_text(policy.fill(PAGE.format("")), encoding="utf-8")
    return folder


def said(output: Path, part: str) -> list[str]:
    (output / "health/index.html").write_text(policy.fill(PAGE.format(part)), encoding="utf-8")
    return [f"{problem.rule} {problem.severity} {problem.message}" for problem in audit(output)]


def noise(length: int) -> str:
    return "".join(f"{number * 7919 % 10007:x}" for number in range(length))


def test_a_sound_page_has_no_problem(output: Path) -> None:
    assert said(output, '<a href="/#main">Home</a> <a href="tel:+15125557000">Call</a> <a href="https://www.cdc.gov/">CDC</a>'
                        '<img src="/a.png" width="1" height="1" alt=""><script type="application/ld+json">{"@graph":[]}</script>') == []  # fmt: skip


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ('<a href="/nowhere/">x</a>', "page.link E This page leads to `/nowhere/`, which is not there."),
        ('<a href="/#nothing">x</a>', "page.link E This page leads to `/#nothing`, but that page has no part of this name."),
        ('<a href="../#nothing">x</a>', "page.link E This page leads to `../#nothing`, but that page has no part of this name."),
        ('<img src="/b.png" width="1" height="1" alt="">', "page.link E This page shows `/b.png`, which is not there."),
        (
            '<picture><source srcset="/a.png 1w, /c.avif 2w"><img src="/a.png" width="1" height="1" alt=""></picture>',
            "page.link E This page shows `/c.avif`, which is not there.",
        ),
        ('<img src="/a.png" alt="">', 'page.size E <img src="/a.png"> has no width and height, so the page jumps while it loads.'),
        ('<p style="color:red">x</p>', "page.csp E <p style=...> is refused by the page's own policy."),
        ('<p onclick="x()">x</p>', "page.csp E <p onclick=...> is refused by the page's own policy."),
        ('<a href="javascript:x()">x</a>', "page.csp E <a href=...> is refused by the page's own policy."),
        (
            '<img src="https://example.org/x.png" width="1" height="1" alt="">',
            "page.other-host E This page asks another host for https://example.org/x.png.",
        ),
        ('<link rel="stylesheet" href="/a.png">', "page.requests E The first paint waits for /a.png."),
        (f"<script>{'x;' * 600}</script>", "page.script E This page has 1,200 bytes of script."),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named(output: Path, planted: str, expected: str) -> None:
    assert said(output, planted) == [expected]


def test_a_page_whose_policy_does_not_allow_its_own_parts_is_named(output: Path) -> None:
    page = policy.fill(PAGE.format("<style>a{}</style>")).replace("<style>a{}", "<style>b{}")
    (output / "health/index.html").write_text(page, encoding="utf-8")
    found = audit(output)
    assert {(problem.path, problem.rule, problem.severity) for problem in found} == {
        ("output/health/index.html", "page.csp", "E")
    }
    assert [problem.message for problem in found] == policy.faults(page)
    assert {problem.hint for problem in found} == {
        "Build again; if it stays, name the page to whoever looks after the code."
    }


def test_an_old_address_needs_a_policy_too(output: Path) -> None:
    page = '<meta http-equiv="refresh" content="0; url=/">'
    (output / "health/index.html").write_text(page, encoding="utf-8")
    assert [problem.message for problem in audit(output)] == ["This page carries no policy of its own."]


def test_a_page_that_asks_for_too_many_files_is_named(output: Path) -> None:
    for number in range(17):
        (output / f"{number}.png").write_bytes(b"png")
    pictures = [f'<img src="/{number}.png" width="1" height="1" alt="">' for number in range(17)]
    assert said(output, "".join(pictures[:16])) == []
    assert said(output, "".join(pictures)) == ["page.requests E This page asks for 17 files."]


def test_a_script_is_for_the_search_page_alone(output: Path) -> None:
    (output / "a.js").write_text("1", encoding="utf-8")
    assert said(output, '<script src="/a.js" defer></script>') == ["page.script E This page loads /a.js."]
    assert said(output, '<script src="/a.js" defer data-csp="wasm"></script>') == []


def test_a_page_that_needs_a_second_round_trip_is_named(output: Path) -> None:
    (line,) = said(output, f"<p>{noise(12_000)}</p>")
    assert line.startswith("page.weight E This page weighs ")


def test_the_smallest_copy_of_a_page_is_what_counts(output: Path) -> None:
    words = [f"{'lower' if number % 3 else 'upper'} back {number * 7919 % 10007}" for number in range(9_000)]
    page = f"<p>{' '.join(words)}</p>"
    assert weight(PAGE.format(page), quality=5)[0] > FIRST_TRIP > weight(PAGE.format(page))[0]
    assert said(output, page) == []


def test_a_page_that_is_more_theme_than_text_is_named(output: Path) -> None:
    (line,) = said(output, f"<!-- {noise(6_000)} -->")
    assert line.startswith("page.weight W This page weighs ") and line.endswith(" bytes more than its text.")


def test_the_text_of_main_is_what_a_page_may_weigh() -> None:
    bare = PAGE.format("")
    whole, beyond = weight(bare)
    more, still = weight(PAGE.format(f"<p>{noise(900)}</p>"))
    assert more - whole > 500 and abs(still - beyond) < 60


def test_a_site_in_a_folder_of_its_host_is_read_by_its_base(output: Path) -> None:
    (output / "health/index.html").write_text(
        policy.fill(PAGE.format('<a href="/clinic/">x</a><a href="/">y</a>')), "utf-8"
    )
    assert [p.message for p in audit(output, base="/clinic/")] == [
        "This page leads to `/`, which is not there."
    ]


def test_a_page_that_asks_another_host_may_not_say_that_it_has_no_tracker(output: Path) -> None:
    clean = '<p><span id="no-tracker">No tracker is on it.</span> <a href="https://www.cdc.gov/">CDC</a></p>'
    assert said(output, clean) == []
    assert said(output, clean + '<link rel="preconnect" href="https://example.org/">') == [
        "page.other-host E This page asks another host for https://example.org/.",
        "page.receipt E This page says that no tracker is on it, and asks another host for https://example.org/.",
    ]
