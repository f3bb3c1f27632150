from __future__ import annotations

import json

from plugins import assets, open_now
from tests.sites import MakeSite


def test_the_data_holds_each_day_from_sunday_with_its_words(make_site: MakeSite) -> None:
    told = json.loads(open_now.data(make_site({})))
    place = told["places"][0]
    assert place["zone"] == "America/Chicago"
    assert place["week"][0] == []
    assert place["week"][1] == [["08:00", "18:00", "8 am", "6 pm"]]
    assert place["week"][6] == [["09:00", "12:00", "9 am", "12 noon"]]


def test_the_script_is_at_most_a_kilobyte(make_site: MakeSite) -> None:
    assert len(assets.small_script(make_site({}), "open-now.js").encode()) <= 1024
