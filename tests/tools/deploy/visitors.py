"""In: the address of a site, its folder before a deploy and after it. Out: what visitors met who read it in the meantime."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import random
import re
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

from tools.deploy.manifest import is_asset, parse
from tools.swap import MARK

NAMED = re.compile(rb'(?:href|src)="/([^"]*)"')
PATIENCE = 15  # seconds; no answer in this time is a fault
PAUSES = (0.0, 0.0, 0.0, 0.2, 2.0)  # seconds between a page and its assets, one a visitor in turn


class Visitors:
    """Many people who read the site as long as the block lasts.

    Each fetches a random page of the old site (of a new one nobody knows before a page links to it), then, after a
    pause that differs from one to the next, the assets that it names and the page that it links to. A fault is an
    answer other than 200 for a page that both versions have, for an asset that a fetched page named or for a page that
    a new page links to, and a body that is neither the old nor the new file.
    When the block ends everybody still fetches what belongs to the page in hand.
    """

    def __init__(
        self, address: str, old: Path, new: Path, people: int = 20, pauses: tuple[float, ...] = PAUSES
    ):
        before, after = (parse((folder / MARK).read_bytes(), str(folder)).files for folder in (old, new))
        self._address = urlsplit(address)
        self._pauses = pauses
        self._before, self._after = before, after
        self._always = before.keys() & after.keys()
        self._pages = sorted(path for path in before if path.endswith("index.html"))
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._people = [threading.Thread(target=self._read, args=(number,)) for number in range(people)]
        self.requests = 0
        self.faults: list[str] = []

    def __enter__(self) -> Self:
        for person in self._people:
            person.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for person in self._people:
            person.join()

    def wait_for(self, requests: int, seconds: float = 60) -> None:
        """Return when so many answers have come. Raises TimeoutError after so many seconds."""
        end = time.monotonic() + seconds
        while self.requests < requests:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.requests} of {requests} requests in {seconds} s")
            time.sleep(0.02)

    def __str__(self) -> str:
        return f"{len(self.faults)} faults in {self.requests} requests"

    def _read(self, number: int) -> None:
        chance, pause = random.Random(number), self._pauses[number % len(self._pauses)]
        with contextlib.closing(_Line(self._address.netloc)) as line:
            while not self._stop.is_set():
                page = chance.choice(self._pages)
                body = self._visit(line, page, must=page in self._always)
                if body is None:
                    continue
                self._stop.wait(pause)
                new = _digest(body) == self._after.get(page)
                for name in map(bytes.decode, NAMED.findall(body)):
                    path = f"{name}index.html" if name.endswith("/") else name
                    self._visit(line, path, must=new or is_asset(path) or path in self._always)

    def _visit(self, line: _Line, path: str, must: bool) -> bytes | None:
        """The body, where it came whole. must: whether its absence is a fault."""
        address = f"{self._address.path.rstrip('/')}/{quote(path.removesuffix('index.html'))}"
        fault = ""
        try:
            status, body = line.get(address)
        except (OSError, http.client.HTTPException) as error:
            status, body, fault = 0, b"", f"{type(error).__name__}: {error}"
        if status and status != 200 and must:
            fault = str(status)
        elif status == 200 and _digest(body) not in (self._before.get(path), self._after.get(path)):
            fault = "neither the old nor the new file"
        with self._lock:
            self.requests += 1
            if fault:
                self.faults.append(f"{address}: {fault}")
        return body if status == 200 and not fault else None


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


class _Line:
    """One connection that stays open between requests, as a browser's does."""

    def __init__(self, place: str):
        self._line = http.client.HTTPConnection(place, timeout=PATIENCE)

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body. An open connection that the server has closed meanwhile is opened anew, as browsers do."""
        fresh = self._line.sock is None
        try:
            return self._ask(address)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._line.close()
            if fresh:
                raise
            return self._ask(address)

    def _ask(self, address: str) -> tuple[int, bytes]:
        self._line.request("GET", address)
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        self._line.close()
