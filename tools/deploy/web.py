"""In: the address of a site and paths on it. Out: the answers that a visitor gets, every one within a time limit."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote, urlsplit

PATIENCE = 15.0  # seconds for one answer
PAUSE = 0.5  # seconds before a second try
TRIES = 3
READERS = 8  # connections at a time
PIECE = 1 << 16


@dataclass(frozen=True)
class Answer:
    """status: 0 when none came, error then says why. headers: their names in small letters."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""


@dataclass(frozen=True)
class Ask:
    """path: as in a manifest, or the address of a page; without the slash at its begin. encoding: what may be answered."""

    path: str
    encoding: str = "identity"


class Web:
    """One site. ends: the time (time.monotonic) after which nothing is waited for any more."""

    def __init__(self, address: str, ends: float):
        parts = urlsplit(address)
        self.address = address
        self.ends = ends
        self._base = parts.path
        self._place = parts.hostname or "", parts.port
        self._secure = ssl.create_default_context() if parts.scheme == "https" else None
        self._mine = threading.local()  # http.client serves one thread at a time
        self._lines: list[http.client.HTTPConnection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for line in self._lines:
            line.close()

    def url(self, path: str) -> str:
        """The address for people: the home page is https://example.com/."""
        return f"{self.address}/{quote(path)}"

    def get(self, ask: Ask) -> Answer:
        """The answer; broken lines and 5xx are tried again, redirects are not followed."""
        answer = Answer(0, error="time was up")
        for number in range(TRIES):
            if number:
                time.sleep(PAUSE)
            if time.monotonic() > self.ends:
                break
            answer = self._once(ask)
            if 0 < answer.status < 500:
                break
        return answer

    def get_all(self, asks: Iterable[Ask]) -> Iterator[tuple[Ask, Answer]]:
        asks = list(asks)
        with ThreadPoolExecutor(READERS) as readers:
            yield from zip(asks, readers.map(self.get, asks), strict=True)

    def _once(self, ask: Ask) -> Answer:
        line = getattr(self._mine, "line", None) or self._connection()
        self._mine.line = line
        headers = {"Accept-Encoding": ask.encoding, "Cache-Control": "no-cache", "User-Agent": "deploy"}
        used = line.sock is not None
        try:
            line.request("GET", quote(f"{self._base}/{ask.path}"), headers=headers)
            response = line.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, self._body(response))
        except (OSError, http.client.HTTPException) as error:
            line.close()
            self._mine.line = None
            if used and isinstance(error, (ConnectionError, http.client.RemoteDisconnected)):
                return self._once(ask)  # an idle line that the host had closed: no fault
            return Answer(0, error=_reason(error))

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._place
        line = (
            http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=self._secure)
            if self._secure
            else http.client.HTTPConnection(host, port, timeout=PATIENCE)
        )
        self._lines.append(line)
        return line

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """All of it, as long as it comes fast enough: PATIENCE counts for the whole of an answer, not for its pieces."""
        ends = min(self.ends, time.monotonic() + PATIENCE) + 1
        pieces = []
        while piece := response.read1(PIECE):
            pieces.append(piece)
            if time.monotonic() > ends:
                raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(b"".join(pieces), response.length)
        response.close()  # all was read: the line is free for the next question
        return b"".join(pieces)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no whole answer within {PATIENCE:.0f} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good ({error.verify_message})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "the answer broke off" if isinstance(error, http.client.HTTPException) else str(error)
