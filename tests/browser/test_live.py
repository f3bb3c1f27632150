"""In: a save while a browser looks. Out: the page in the browser, new, by itself, and nothing on its console."""

from __future__ import annotations

import threading
from pathlib import Path

from playwright.sync_api import Browser, expect

from tools.live import Live, page
from tools.server import SiteServer

PAGE = "<!doctype html><html lang=en><title>t</title><link rel=icon href='data:,'><style>p{{color:red}}</style><p>{}</p>"


def test_the_browser_reloads_after_every_build(browser: Browser, tmp_path: Path) -> None:
    live = Live()
    said: list[str] = []
    with SiteServer(tmp_path, live=live) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tab = browser.new_page()
        tab.on("console", lambda message: said.append(message.text) if "503" not in message.text else None)
        tab.goto(server.address)
        expect(tab.locator("h1")).to_have_text("The first build is running")

        (tmp_path / "index.html").write_text(PAGE.format("first"), encoding="utf-8")
        live.built()
        expect(tab.locator("p")).to_have_text("first")
        expect(tab.locator("p")).to_have_css("color", "rgb(255, 0, 0)")

        live.built(page("The site could not be built", ["The date is no date."]))
        expect(tab.locator("p")).to_have_text("The date is no date.")

        (tmp_path / "index.html").write_text(PAGE.format("second"), encoding="utf-8")
        live.built()
        expect(tab.locator("p")).to_have_text("second")
        tab.close()
        live.end()
        server.shutdown()
    assert not said, said
