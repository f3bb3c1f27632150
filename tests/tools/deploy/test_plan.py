"""In: two manifests. Out: what goes up, why and in which order, and what goes away."""

from __future__ import annotations

from tools.deploy.manifest import KEPT, Manifest, of_files
from tools.deploy.plan import Upload, plan

A, B = "a" * 64, "b" * 64
ASSET = "theme/site.0123abcd.css"


def site(**pages: str) -> Manifest:
    return of_files({f"{name}/index.html": digest for name, digest in pages.items()})


def test_the_first_time_everything_is_new() -> None:
    first = plan(site(a=A), None)
    assert (first.uploads, first.deletes) == ((Upload("a/index.html", "new"),), ())


def test_only_what_differs_goes_up_and_only_what_went_goes_away() -> None:
    found = plan(site(a=A, b=B, d=A), site(a=A, b=A, c=A))
    assert found.uploads == (Upload("d/index.html", "new"), Upload("b/index.html", "changed"))
    assert found.deletes == ("c/index.html",)


def test_the_same_build_is_nothing_to_do() -> None:
    assert plan(site(a=A), site(a=A)).nothing


def test_the_first_time_is_never_nothing() -> None:
    assert not plan(of_files({}), None).nothing


def test_going_back_to_a_build_without_a_file_is_something_to_do() -> None:
    assert not plan(site(a=A), site(a=A, b=B)).nothing


def test_what_is_in_doubt_goes_up_again_or_away() -> None:
    found = plan(site(a=A), site(a=A), {"a/index.html", "half/index.html"})
    assert found.uploads == (Upload("a/index.html", "forced"),)
    assert found.deletes == ("half/index.html",)
    assert not found.nothing


def test_deploy_json_is_never_deleted() -> None:
    assert plan(site(a=A), site(a=A), {"deploy.json"}).deletes == ()


def test_assets_go_first_then_new_pages_then_other_files_then_changed_pages() -> None:
    live = of_files({"index.html": A, "feed.xml": A})
    new = of_files({"index.html": B, "feed.xml": B, "new/index.html": A, ASSET: A})
    assert plan(new, live).phases() == (
        (ASSET,),
        ("new/index.html",),
        ("feed.xml",),
        ("index.html",),
    )


def test_an_asset_stays_while_builds_that_need_it_are_kept_and_goes_then() -> None:
    live = of_files({"index.html": A, ASSET: A})
    for number in range(KEPT):
        live = plan(of_files({"index.html": f"{number}" * 64}), live).manifest
        assert ASSET in live.all_files
    assert plan(of_files({"index.html": B}), live).deletes == (ASSET,)


def test_the_share_of_what_goes_away_counts_pages_and_not_assets() -> None:
    live = of_files({"a.html": A, "b.html": A, "c.html": A, "d.html": A, ASSET: A})
    assert plan(of_files({"a.html": A, "b.html": A, "c.html": A}), live).deleted_share == 0.25


def test_nothing_live_means_nothing_goes_away() -> None:
    assert plan(site(a=A), None).deleted_share == 0.0
