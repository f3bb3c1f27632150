"""In: made-up figures. Out: a drawing that is whole XML, says what it shows, and puts every point where it belongs."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.tools.bench.figures import LARGE, SMALL
from tools.bench import plot

SVG = "{http://www.w3.org/2000/svg}"


def drawing(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 -- our own drawing


def texts(node: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in node.iter(f"{SVG}text")]


def test_it_tells_in_words_what_it_shows() -> None:
    root = drawing(plot.drawn({1_000: LARGE, 100: SMALL}))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title description")
    assert root.findtext(f"{SVG}title") == "What a build costs: ours, Hugo and stock Pelican"
    assert root.findtext(f"{SVG}desc") == (
        "Cold build, s of CPU, 100 articles: ours 2, Hugo 1, Pelican 10. "
        "Cold build, s of CPU, 1,000 articles: ours 24, Hugo 8, Pelican 60. "
        "Nothing changed, s of CPU, 100 articles: ours 0.02, Hugo 0.2, Pelican 0.8. "
        "Nothing changed, s of CPU, 1,000 articles: ours 0.03, Hugo 1, Pelican 6. "
        "One body edited, s of CPU, 100 articles: ours 0.2, Hugo 0.1, Pelican 0.8. "
        "One body edited, s of CPU, 1,000 articles: ours 0.3, Hugo 1.2, Pelican 6. "
        "Save to visible, s, 100 articles: ours 0.1, Hugo 0.4, Pelican 1. "
        "Save to visible, s, 1,000 articles: ours 0.2, Hugo 0.2, Pelican 14."
    )


def test_a_panel_is_drawn_to_the_letter() -> None:
    panel = drawing(plot.drawn({1_000: LARGE, 100: SMALL})).findall(f"{SVG}g")[1]
    assert texts(panel) == [
        *("Nothing changed, s of CPU", "100", "1,000", "0.01", "0.1", "1", "10"),
        *("Pelican", "Hugo", "ours"),
    ]
    lines = {
        each.get("class"): each.get("d") for each in panel.iter(f"{SVG}path") if each.get("class") != "grid"
    }
    assert lines == {  # 0.01 lies at 260 and 10 at 44: a power of ten is 72 high
        "line ours": "M56.0 238.3L282.0 225.6",
        "line Hugo": "M56.0 166.3L282.0 116.0",
        "line Pelican": "M56.0 123.0L282.0 60.0",
    }  # fmt: skip


def test_names_at_one_place_are_moved_apart() -> None:
    panel = drawing(plot.drawn({1_000: LARGE, 100: SMALL})).findall(f"{SVG}g")[3]
    heights = {each.text: float(each.get("y", "")) for each in panel.iter(f"{SVG}text")}
    assert heights["Hugo"] - heights["ours"] == 15


def test_one_size_is_drawn_as_points() -> None:
    root = drawing(plot.drawn({100: SMALL}))
    assert len(list(root.iter(f"{SVG}circle"))) == 12


def test_what_was_not_measured_is_left_out() -> None:
    root = drawing(plot.drawn({100: {"cold": {"ours": [1.0]}}}))
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert len(root.findall(f"{SVG}g")) == 4


def test_the_three_lines_differ_in_more_than_their_colour() -> None:
    dashes = {line.split("{")[0].strip(): "stroke-dasharray" in line for line in plot.STYLE.splitlines()[:9]}
    assert (dashes[".ours"], dashes[".Hugo"], dashes[".Pelican"]) == (False, True, True)


def test_it_fits_a_dark_page_too() -> None:
    dark = plot.STYLE.partition("@media (prefers-color-scheme: dark)")[2]
    for name in ("text", ".grid", ".ours", ".Hugo", ".Pelican", ".paper"):
        assert f"\n{name} {{" in dark
