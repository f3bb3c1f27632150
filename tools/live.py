"""In: how builds ended. Out: what `serve` adds to a page, or shows instead of it, and what browsers are told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from tools.report import HEADINGS

EVENTS = "/.events"
HEARTBEAT = 10.0  # seconds; a write is how a server learns that a browser has gone
SCRIPT = "/.live.js"
SOURCE = Path(__file__).with_name("live.js")
STYLE = (
    "<style>:root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;max-width:50rem;"
    "margin:0 auto;padding:2rem 1rem}h1,h2{line-height:1.2}li{margin:0 0 .75rem;overflow-wrap:anywhere}"
    "code{font-size:.9em}</style>"
)


class Live:
    """The state that the building thread writes and the serving threads read."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._started = f"{time.time():.3f}"
        self._builds: list[
            dict[str, Any]
        ] = []  # what each build changed; instead of the list of all pages None
        self._over = False
        self.instead = page(
            "The first build is running", ["This page shows the site as soon as it is there."]
        )

    @property
    def version(self) -> str:
        """Another after every build, and after a new start of the server."""
        return f"{self._started}-{len(self._builds)}"

    def built(self, instead: str = "", pages: list[str] | None = None, styles: bool = False) -> None:
        """Tell every browser that there is something new. instead: the page to show in place of every page.

        pages: the addresses that have changed, None for all. styles: only how they look has.
        """
        with self._changed:
            whole = bool(instead or self.instead)
            self.instead = instead
            self._builds.append({"pages": None if whole else pages, "styles": styles and not whole})
            self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def events(self) -> Iterator[bytes]:
        """A stream of server-sent events: the version at once, and after every build what it changed."""
        told = len(self._builds)
        yield b"retry: 500\n\n"
        yield self._event({"version": self.version})
        while not self._over:
            with self._changed:
                if told == len(self._builds):
                    self._changed.wait(HEARTBEAT)
                news = self._builds[told:]
                told += len(news)
                version = self.version
            if not news:
                yield b": still here\n\n"
            for change in news:
                yield self._event({"version": version, **change})

    @staticmethod
    def _event(told: dict[str, Any]) -> bytes:
        return f"data: {json.dumps(told)}\n\n".encode()

    def with_script(self, html: str) -> str:
        """The page with the script that keeps it in step."""
        head, end, tail = html.rpartition("</body>")
        script = f'<script src="{SCRIPT}" data-version="{self.version}"></script>'
        return f"{head}{script}{end}{tail}" if end else html + script


def page(title: str, sentences: list[str], problems: list[dict[str, str | int]] | None = None) -> str:
    """A plain page that says what happened, with a list of problems by severity."""
    parts = [f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence]
    for severity, heading in HEADINGS.items():
        found = [problem for problem in problems or [] if problem["severity"] == severity]
        if found:
            items = "".join(f"<li>{_item(problem)}</li>" for problem in found)
            parts.append(f"<h2>{heading}: {len(found)}</h2><ul>{items}</ul>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>{STYLE}</head>'
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def _item(problem: dict[str, str | int]) -> str:
    place = ":".join(str(problem[key]) for key in ("path", "line", "column") if problem[key])
    words = f"{problem['message']} {problem['hint']}".strip()
    return f"<code>{escape(place)}</code> {escape(words)} <small>({escape(str(problem['rule']))})</small>"
