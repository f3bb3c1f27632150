"""In: a folder, a number of pages and a version. Out: a made-up site in it, with its deploy.json, as a build would leave one.

Between a version and the next 2 % of the pages go and 2 % come, every asset has another name, and every page has other
bytes of the same number, which is what fools a comparison by size and time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from tools.deploy.manifest import Manifest, of_files
from tools.swap import MARK

PICTURES = 100  # each of them is on one page in a hundred
WORDS = "The back is strong and most pain in it goes away within some weeks, with movement and time. " * 60


def make_tree(folder: Path, pages: int = 1000, version: int = 0, pictures: int = PICTURES) -> Manifest:
    """Write the site and say what is in it. folder must be new or empty."""
    digests = {}
    for path, body in _files(pages, version, pictures):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        digests[path] = hashlib.sha256(body).hexdigest()
    return _mark(folder, digests)


def change_page(folder: Path, text: str) -> str:
    """Add text to the home page and mend deploy.json. The path of the page comes back."""
    path = "index.html"
    file = folder / path
    body = file.read_bytes() + f"<p>{text}</p>\n".encode()
    file.unlink()  # the tree may share its files with another by hard links
    file.write_bytes(body)
    files = json.loads((folder / MARK).read_text(encoding="utf-8"))["files"]
    _mark(folder, {**files, path: hashlib.sha256(body).hexdigest()})
    return path


def of_folder(folder: Path) -> Manifest:
    """The manifest of what lies in a folder at this moment."""
    files = [file for file in folder.rglob("*") if file.is_file() and file != folder / MARK]
    return of_files(
        {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    )


def mark(folder: Path) -> Manifest:
    """Write the deploy.json of what lies in a folder, as the build that made it would."""
    return _mark(folder, of_folder(folder).files)


def page_path(number: int) -> str:
    """Where the page of this number stands, in every version that has it."""
    return f"health/page-{number:06}/index.html"


def _mark(folder: Path, digests: dict[str, str]) -> Manifest:
    manifest = of_files(digests)
    (folder / MARK).unlink(missing_ok=True)
    (folder / MARK).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def _files(pages: int, version: int, pictures: int) -> Iterator[tuple[str, bytes]]:
    first = version * max(1, pages // 50)
    style, script = (_asset(f"assets/{name}", version) for name in ("style.css", "script.js"))
    drawn = [_asset(f"images/picture-{number:02}.svg", version) for number in range(pictures)]
    yield from (style, script, *drawn)
    for number in range(first, first + pages):
        named = style[0], script[0], drawn[number % pictures][0]
        following = first + (number + 1 - first) % pages
        yield page_path(number), _page(f"Page {number:06}", version, named, following)
    home = style[0], script[0], drawn[0][0]
    yield "index.html", _page("Home", version, home, first)
    yield "404.html", _page("Not found", version, home, first)
    yield "feed.xml", f'<?xml version="1.0"?><feed>{version:06}</feed>\n'.encode()
    yield "robots.txt", b"User-agent: *\n"


def _asset(name: str, version: int) -> tuple[str, bytes]:
    body = f"/* {name} {version:06} */\n".encode() * 40
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}", body


def _page(title: str, version: int, assets: tuple[str, str, str], following: int) -> bytes:
    style, script, picture = assets
    link = page_path(following).removesuffix("index.html")
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/{style}"><script src="/{script}" defer></script></head>
<body><h1>{title}, version {version:06}</h1><img src="/{picture}" alt=""><p>{WORDS}</p>
<a href="/{link}">The next page</a></body></html>
""".encode()
