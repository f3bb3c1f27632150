"""In: a path that somebody wants to bring in. Out: what kind of source it is, and its text; or why it is refused.

Nothing here trusts a name: the first bytes say what a file is. Archives are measured before they are unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from rules.problem import SiteError

Kind = Literal["pasted", "web page", "word", "wordpress", "folder"]

MARKDOWN = (".md", ".markdown", ".mdown")
MAX_TEXT = 5_000_000
MAX_WORD = 100_000_000
MAX_UNPACKED = 400_000_000
MAX_MEMBERS = 5_000
MAX_RATIO = 200  # a photo packs to 1, a text to 1/20; a bomb to 1/1000
SMALL = 1_000_000  # below that no ratio does harm
CHUNK = 1 << 16

OLD_WORD = "It is in the old format of Word. Open it in Word, choose Save as, and take .docx."
REFUSED_STARTS = (
    (b"\xd0\xcf\x11\xe0", OLD_WORD),
    (b"{\\rtf", "It is RTF. Open it in Word, choose Save as, and take .docx."),
    (
        b"%PDF",
        "It is a PDF. Open it, select and copy its text, and paste that into a file that ends in .txt.",
    ),
    (b"\x1f\x8b", "It is packed. Unpack it first (a double click), and bring in what comes out."),
    (b"SQLite", "It is a database. In WordPress choose Tools, Export, and bring in the .xml file."),
)
NO_TEXT = "It is a picture or a program, and holds no text that could be read."
NOT_UTF8 = "It is not saved as UTF-8. Open it in your editor, choose Save as, encoding UTF-8, and try again."


class Refused(SiteError):
    """A file that cannot be brought in; the sentence says why, and what to do."""

    exit_code = 2

    def __init__(self, path: Path | str, why: str):
        super().__init__(f"{path} was not brought in. {why}")


def kind_of(path: Path) -> Kind:
    """What a path holds, by its first bytes. Raises Refused for all that cannot be a text."""
    if path.is_dir():
        return "folder"
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise Refused(path, f"It cannot be read: {error.strerror}.") from None
    if not start.strip():
        raise Refused(path, "It is empty.")
    for sign, why in REFUSED_STARTS:
        if start.startswith(sign):
            raise Refused(path, why)
    if start.startswith(b"PK\x03\x04"):
        return "word"
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") or b"<rss" in head or path.suffix.lower() == ".xml":
        return "web page" if b"<html" in head else "wordpress"
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(path, NO_TEXT)
    if path.suffix.lower() in MARKDOWN:
        return "folder"
    if head.startswith((b"<!doctype html", b"<html")) or path.suffix.lower() in (".html", ".htm"):
        return "web page"
    return "pasted"


def text_of(path: Path) -> str:
    """The text of a file in UTF-8, or UTF-16 with its mark; line ends are \\n. Raises Refused."""
    try:
        if path.stat().st_size > MAX_TEXT:
            raise Refused(
                path, f"It is over {MAX_TEXT // 1_000_000} MB large: no single text is. Cut it in parts."
            )
        data = path.read_bytes()
    except OSError as error:
        raise Refused(path, f"It cannot be read: {error.strerror}.") from None
    return decoded(data, path)


def decoded(data: bytes, path: Path | str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(path, NOT_UTF8) from None
    if "\0" in text:
        raise Refused(path, NO_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def word_archive(path: Path) -> zipfile.ZipFile:
    """A .docx that is safe to unpack: no macros, no bomb, no entities, no path out of it. Raises Refused."""
    if path.stat().st_size > MAX_WORD:
        raise Refused(
            path, f"It is over {MAX_WORD // 1_000_000} MB large. Take the pictures out and send them apart."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused(path, "It is damaged. Open it in Word, and save it under a new name.") from None
    names = {member.filename for member in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names) or _says_macros(archive, names):
        raise Refused(
            path, "It holds macros, which are programs. Open it in Word, choose Save as, and take .docx."
        )
    if "word/document.xml" not in names:
        raise Refused(
            path, "It is packed, but is no Word document. Unpack it first, and bring in what comes out."
        )
    if any(member.flag_bits & 1 for member in members):
        raise Refused(path, "It is locked with a password. Open it in Word, and save it without one.")
    _measure(path, archive, members)
    return archive


def _says_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if "[Content_Types].xml" not in names or archive.getinfo("[Content_Types].xml").file_size > SMALL:
        return False
    return b"macroEnabled" in archive.read("[Content_Types].xml")


def _measure(path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack piece by piece and count, since the sizes that an archive tells of itself may be lies."""
    bomb = Refused(
        path,
        "It would unpack to far more than any text, so it may be made to do harm. Nothing of it was read.",
    )
    if len(members) > MAX_MEMBERS:
        raise bomb
    total = 0
    for member in members:
        size = 0
        try:
            for chunk in _chunks(archive, member):
                size += len(chunk)
                too_dense = size > SMALL and size > MAX_RATIO * max(member.compress_size, 1)
                if too_dense or total + size > MAX_UNPACKED:
                    raise bomb
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
            raise Refused(path, "It is damaged. Open it in Word, and save it under a new name.") from None
        total += size
        if member.filename.endswith((".xml", ".rels")):
            refuse_entities(archive.read(member), path)


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def refuse_entities(data: bytes, path: Path) -> None:
    """Raises Refused when XML declares entities of its own, with which a small file becomes gigabytes or reads others."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype_refused(path)
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise Refused(path, "It is damaged. Open it in Word, and save it under a new name.") from None


def doctype_refused(path: Path):  # type: ignore[no-untyped-def]  # expat has no type for its handlers
    """A handler for expat that ends the reading at a document type, which is where entities are declared."""

    def refuse(*_: object) -> None:
        raise Refused(
            path,
            "It declares entities, with which a file can be made to do harm. No export does that by itself.",
        )

    return refuse
