"""In: how builds and quick looks ended. Out: what `serve` adds to a page, or shows instead of it, and what browsers are told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

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
        self._builds = 0
        self._over = False
        self._found: tuple[int, str] = (
            0,
            "",
        )  # a count, and the newest answer of tools.quick that no build holds yet
        self._since = 0
        self.instead = page(
            "The first build is running", ["This page shows the site as soon as it is there."]
        )

    @property
    def version(self) -> str:
        """Another after every build, and after a new start of the server."""
        return f"{self._started}-{self._builds}"

    def begin(self) -> None:
        """A build begins: what is found from now on may be newer than what it reads."""
        self._since = self._found[0]

    def built(self, instead: str = "") -> None:
        """Tell every browser that there is something new. instead: the page to show in place of every page."""
        with self._changed:
            self.instead = instead
            self._builds += 1
            if self._found[0] == self._since:
                self._found = (self._since, "")
            self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def found(self, answer: str) -> None:
        """Tell every browser what tools.quick found in a text, long before the build ends. answer: JSON on one line."""
        with self._changed:
            self._found = (self._found[0] + 1, answer)
            self._changed.notify_all()

    def events(self) -> Iterator[bytes]:
        """A stream of server-sent events: the version at once and after every build, and what was found since."""
        told, heard = "", 0
        yield b"retry: 500\n\n"
        while not self._over:
            with self._changed:
                if told == self.version and heard == self._found[0]:
                    self._changed.wait(HEARTBEAT)
                version, (number, answer) = self.version, self._found
            if version != told:
                told = version
                yield f"data: {version}\n\n".encode()
            elif number == heard:
                yield b": still here\n\n"
            if number != heard:
                heard = number
                if answer:
                    yield f"event: coach\ndata: {answer}\n\n".encode()

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
