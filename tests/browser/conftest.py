"""In: the project's content. Out: the site, built once, served with the headers of production, and a Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Built
from tests.conftest import ROOT
from tools import machine
from tools.server import SiteServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    from tools.build import build  # here: the rest does not need the whole pipeline

    folder = tmp_path_factory.mktemp("built") / "site"
    build(ROOT, ROOT / "content", folder)
    with SiteServer(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Built(folder, server.address)
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # playwright adds --headless and a new, empty profile
        browser = playwright.chromium.launch(executable_path=machine.require(machine.CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
