"""In: the content folder.

Out: the text of each Markdown file that can be read, the other files, and problems for what is refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins import stages, stamps
from plugins.stamps import Stamp
from rules.fields import split
from rules.links import PICTURES
from rules.problem import Problem
from rules.site import Document, Site

MAX_BYTES = 1_000_000
MAX_NESTING = 20
MAX_BRACKETS = 2_000
MAX_TAGS = 5_000
OTHER_FILES = {*PICTURES, ".pdf", ".toml"}
MARKS = frozenset(">-*+")
DEEP = re.compile(
    rf"(?:[ \t]*(?:>|[-*+]|\d+[.)])){{{MAX_NESTING},}}|[ \t]{{{4 * MAX_NESTING},}}(?:[-*+>]|\d+[.)])"
)
LINE_END = re.compile(r"\r\n|\r|\n")
KINDS = {"pages/services": "service", "pages/conditions": "condition", "pages": "page"}


@dataclass(frozen=True)
class Listing:
    """What lies in a content folder, by its path inside it, and problems for what is refused."""

    texts: dict[str, Stamp]
    files: dict[str, Stamp]
    refused: list[Problem]


def collect(site: Site) -> None:
    """Fill site.documents with what the reader is to read, and site.files with the rest.

    An engine that knows what lies there, and which texts are to be read, says so in CLINIC_LISTING and CLINIC_TEXTS.
    """
    listing: Listing = site.settings.get("CLINIC_LISTING") or look(site.content, site.shown)
    site.files = {name: site.content / name for name in listing.files}
    site.problems += listing.refused
    for name in site.settings.get("CLINIC_TEXTS", listing.texts):
        shown = f"{site.shown}/{name}"
        found = read_text(site.content / name, shown)
        if isinstance(found, Problem):
            site.problems.append(found)
            continue
        head, body, body_line = split(found)
        site.documents.append(Document(shown, name, found, head, body, body_line, kind_of(name)))


def look(content: Path, shown: str) -> Listing:
    """List a content folder; shown: how it is named to people."""
    listing = Listing({}, {}, [])
    for name, entry in _walk(content, shown, listing.refused):
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in (".md", ".markdown"):
            listing.texts[name] = stamps.of(entry.stat())
        elif suffix in OTHER_FILES:
            listing.files[name] = stamps.of(entry.stat())
        else:
            listing.refused.append(
                _refused(
                    f"{shown}/{name}",
                    f"`{entry.name}` is no Markdown, picture or PDF, so it is left out.",
                    "Save texts as .md, pictures as .jpg or .png, and move other files out of this folder.",
                )
            )
    return listing


def kind_of(name: str) -> str:
    """article, page, service or condition: by the folder a file lies in."""
    return next((kind for folder, kind in KINDS.items() if name.startswith(f"{folder}/")), "article")


def read_text(file: Path, shown: str) -> str | Problem:
    """The text of a Markdown file, or the one problem that makes it unreadable."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Problem(
                shown,
                1,
                0,
                "meta.encoding",
                "E",
                f"This file is {size / 1e6:.1f} MB large.",
                "A text stays under 1 MB: cut it in parts, and put pictures into content/images.",
            )
        data = file.read_bytes()
    except OSError as error:
        return Problem(
            shown,
            1,
            0,
            "meta.encoding",
            "E",
            f"This file cannot be read: {error.strerror}.",
            "Check who may read it, then save it again.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(
            shown,
            line,
            0,
            "meta.encoding",
            "E",
            "This file is not saved as UTF-8, so it cannot be read.",
            "In your editor choose Save as, encoding UTF-8.",
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Problem(
            shown,
            line,
            0,
            "meta.encoding",
            "E",
            "There is a NUL character in this line: the file is damaged or no text.",
            "Copy the words into a new file and save that as UTF-8.",
        )
    return _limits(text, shown)


def _limits(text: str, shown: str) -> str | Problem:
    line = _other_end(text) if "\r" in text else 0
    if line:
        return Problem(
            shown,
            line,
            0,
            "meta.encoding",
            "E",
            "This file mixes line ends of Windows and of other systems.",
            "In your editor choose one kind of line ends (LF) and save again.",
        )
    text = LINE_END.sub("\n", text) if "\r" in text else text
    line = next((number for number, each in enumerate(text.split("\n"), 1) if _is_deep(each)), 0)
    if line:
        return Problem(
            shown,
            line,
            0,
            "meta.limit",
            "E",
            f"Lists or quotes stand more than {MAX_NESTING} levels deep here.",
            "Nobody can follow that: use two levels at most.",
        )
    for mark, most, what in (("[", MAX_BRACKETS, "square brackets"), ("<", MAX_TAGS, "angle brackets")):
        if text.count(mark) > most:
            line = text.count("\n", 0, text.index(mark)) + 1
            return Problem(
                shown,
                line,
                0,
                "meta.limit",
                "E",
                f"This file has over {most} {what}, too many to read.",
                "Check that it is a text, and cut it in parts.",
            )
    return text


def _other_end(text: str) -> int:
    """The line that ends in another way than the first; 0 when there is none."""
    ends = [end.group() for end in LINE_END.finditer(text)]
    return next((line for line, end in enumerate(ends, 1) if end != ends[0]), 0)


def _is_deep(line: str) -> bool:
    """Whether lists or quotes begin in one another too often. Most lines begin with a letter, and need no expression."""
    first = line.lstrip(" \t")[:1]
    return (first in MARKS or first.isdecimal()) and DEEP.match(line) is not None


def _walk(
    folder: Path, shown: str, refused: list[Problem], inside: str = ""
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files below a folder with their paths inside it, sorted by name; what is no plain file of this folder is refused."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        refused.append(
            _refused(shown, f"This folder cannot be read: {error.strerror}.", "Check who may read it.")
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            if entry.name not in (".DS_Store", ".gitkeep"):
                refused.append(
                    _refused(
                        f"{shown}/{entry.name}",
                        f"`{entry.name}` begins with a dot, so it is hidden and left out.",
                        "Rename it, or move it out of this folder.",
                    )
                )
        elif entry.is_symlink():
            refused.append(
                _refused(
                    f"{shown}/{entry.name}",
                    f"`{entry.name}` is a link to another place, so it is left out.",
                    "Put a copy of the file itself here.",
                )
            )
        elif entry.is_dir():
            name = entry.name
            yield from _walk(folder / name, f"{shown}/{name}", refused, f"{inside}{name}/")
        elif entry.is_file() and not entry.name.endswith("~"):
            yield f"{inside}{entry.name}", entry


def _refused(shown: str, message: str, hint: str) -> Problem:
    return Problem(shown, 1, 0, "meta.file", "E", message, hint)


def register() -> None:
    stages.add(collect)
