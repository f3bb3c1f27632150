from __future__ import annotations

import pelicanconf
from tests.sites import MakeSite


def test_stages_run_in_the_order_of_plugins(make_site: MakeSite) -> None:
    """The gate ran after every stage before it: the site has documents, and stages after it have not run."""
    site = make_site({"pages/home.md": "Title: Home\n\n"})
    names = [plugin.removeprefix("plugins.") for plugin in pelicanconf.PLUGINS]
    assert (
        names.index("sources")
        < names.index("reader")
        < names.index("links")
        < names.index("gate")
        < names.index("structured_data")
    )
    assert site.documents[0].html == ""
    assert site.documents[0].json_ld == ""
