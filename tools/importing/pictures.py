"""In: the pictures of an old text. Out: their files in content/images, under names of their own; or why there is none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rules.pictures import CAMERA_NAME
from tools.importing.old_text import Picture
from tools.new import file_name

MAX_PICTURE = 40_000_000
KINDS = (  # by the first bytes: a name can lie
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
)
SIZED = re.compile(
    r"-\d{2,4}x\d{2,4}(?=\.\w+$)|-scaled(?=\.\w+$)"
)  # photo-300x200.jpg is a small copy of photo.jpg


@dataclass
class Album:
    """content: where the drafts go. folders: where files of an old site lie on this machine; nothing is ever fetched."""

    content: Path
    folders: Sequence[Path] = ()
    made: dict[str, str] = field(default_factory=dict)

    def place(self, picture: Picture, title: str, beside: Path | None = None) -> tuple[str, str]:
        """The name of the picture's file in content/images, and "" or else why there is none."""
        data = picture.data if picture.data is not None else self._found(picture.address, beside)
        if data is None:
            return "", "its file is not on this computer"
        suffix = kind_of(data)
        if not suffix:
            return "", "it is a drawing or a film that pages of this site cannot show"
        if len(data) > MAX_PICTURE:
            return "", "it is over 40 MB large"
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.made:
            self.made[digest] = self._write(data, self._name(picture, title), suffix)
        return self.made[digest], ""

    def _found(self, address: str, beside: Path | None) -> bytes | None:
        """The file of an address below one of the folders: the original before a small copy of it."""
        path = unquote(urlsplit(address).path).replace("\\", "/")
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        for folder in filter(None, (beside, *self.folders)):
            for start in range(len(parts)):
                for tail in dict.fromkeys((SIZED.sub("", "/".join(parts[start:])), "/".join(parts[start:]))):
                    file = folder / tail
                    if file.is_file() and not file.is_symlink() and file.stat().st_size <= 2 * MAX_PICTURE:
                        return file.read_bytes()
        return None

    def _name(self, picture: Picture, title: str) -> str:
        old = unquote(urlsplit(SIZED.sub("", picture.address)).path).rpartition("/")[2].rpartition(".")[0]
        says_something = (
            old and not CAMERA_NAME.fullmatch(old) and not re.fullmatch(r"[0-9a-f-]{12,}|image\d*", old)
        )
        return file_name(old if says_something else picture.alt or picture.caption or title)

    def _write(self, data: bytes, name: str, suffix: str) -> str:
        folder = self.content / "images"
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            file = folder / f"{name}{'' if number == 1 else f'-{number}'}{suffix}"
            if not file.exists():
                file.write_bytes(data)
                return file.name
            if file.stat().st_size == len(data) and file.read_bytes() == data:
                return file.name
            number += 1


def kind_of(data: bytes) -> str:
    """The suffix for a picture's bytes, "" when a page cannot show them."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return (
            ".avif"
            if brand in (b"avif", b"avis")
            else ".heic"
            if brand in (b"heic", b"heix", b"mif1", b"msf1")
            else ""
        )
    return next((suffix for sign, suffix in KINDS if data.startswith(sign)), "")
