"""In: a Markdown file, or the folder of a Hugo or Jekyll site. Out: a Source of its texts with their old addresses."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tools.importing import front_matter, markdown_body
from tools.importing.dates import day_in
from tools.importing.old_text import Left, OldText, Picture, Piece
from tools.importing.opening import MARKDOWN, Refused, text_of
from tools.importing.source import Entry, Links, old_path
from tools.importing.typography import clean

SKIPPED = {
    "node_modules",
    "themes",
    "_site",
    "public",
    "resources",
    "layouts",
    "_layouts",
    "_includes",
    "archetypes",
    "vendor",
    "_sass",
    "assets",
}
NO_TEXT = {"readme", "license", "changelog", "contributing"}
POST = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
DATES = "date publishdate lastmod last_modified_at modified updated"
ADDRESSES = "slug aliases redirect_from permalink url"
WORDS = "title draft published description summary excerpt categories category tags author authors"
COVERS = "image featured_image cover thumbnail"
USED = frozenset(f"{DATES} {ADDRESSES} {WORDS} {COVERS}".split())


@dataclass
class Folder:
    """Names of files decide the keys, so that a folder can be brought in again after it grew."""

    path: Path
    left: list[Left] = field(default_factory=list)

    def __post_init__(self) -> None:
        one = self.path
        self.is_one = one.is_file()
        self.path = self.path.parent if self.is_one else self.path
        self.folders = [self.path / name for name in ("static", "assets", "images", ".")]
        self.is_jekyll = (self.path / "_config.yml").exists() or (self.path / "_posts").exists()
        self.permalink = self._permalink()
        self.files = [one] if self.is_one else list(self._walk())
        if not self.files:
            raise Refused(self.path, "There is no Markdown file in this folder.")
        self.known = [self._entry(file) for file in self.files]

    def entries(self) -> list[Entry]:
        return self.known

    def _walk(self) -> Iterator[Path]:
        for file in sorted(self.path.rglob("*")):
            parts = file.relative_to(self.path).parts
            hidden = any(part.startswith(".") or part in SKIPPED for part in parts)
            if hidden or file.is_symlink() or not file.is_file():
                continue
            if file.suffix.lower() in MARKDOWN and file.stem.lower() not in NO_TEXT:
                yield file
            elif file.suffix.lower() in (
                ".html",
                ".htm",
                ".mdx",
                ".rst",
                ".adoc",
                ".org",
            ) and "_posts" in (*parts, "content"):
                self.left.append(
                    Left(file.relative_to(self.path).as_posix(), "no Markdown: bring it in by itself")
                )

    def _permalink(self) -> str:
        config = self.path / "_config.yml"
        if config.exists():
            found = re.search(r"^permalink:\s*[\"']?(\S+?)[\"']?\s*$", text_of(config), re.MULTILINE)
            styles = {
                "date": "/:categories/:year/:month/:day/:title.html",
                "pretty": "/:categories/:year/:month/:day/:title/",
                "none": "/:categories/:title.html",
            }
            return styles.get(found[1], found[1]) if found else styles["date"]
        return ""

    def _entry(self, file: Path) -> Entry:
        values, _ = front_matter.split(text_of(file))
        name = file.relative_to(self.path)
        post = POST.fullmatch(file.stem)
        stem = (
            file.parent.name
            if file.stem in ("index", "_index") and (self.is_one or file.parent != self.path)
            else post[2]
            if post
            else file.stem
        )
        slug = str(values.get("slug") or stem)
        is_page = not self.is_one and not (
            {"_posts", "_drafts", "posts", "post", "blog", "articles", "news"} & set(name.parts)
            or "date" in values
            or post
        )
        addresses = [
            *front_matter.strings(values.get("aliases")),
            *front_matter.strings(values.get("redirect_from")),
        ]
        given = str(values.get("permalink") or values.get("url") or "")
        addresses.insert(0, given or self._address(name, slug, post, values))
        return Entry(
            f"{self.path.resolve().name}/{name.as_posix()}",
            "page" if is_page else "article",
            slug,
            tuple(dict.fromkeys(old_path(address) for address in addresses if address.startswith("/"))),
        )

    def _address(self, name: Path, slug: str, post: re.Match[str] | None, values: dict[str, Any]) -> str:
        """Where the old program put a text that does not say so itself; "" when its settings would have to be guessed."""
        if self.is_jekyll and post and self.permalink:
            year, month, day = (f"{int(part):02}" for part in post[1].split("-"))
            filed = "/".join(
                each.lower()
                for each in front_matter.strings(values.get("categories") or values.get("category"))
            )
            parts = {
                ":year": year,
                ":month": month,
                ":day": day,
                ":title": slug,
                ":slug": slug,
                ":categories": filed,
            }
            return re.sub(
                r"/{2,}", "/", re.sub(r":\w+", lambda found: parts.get(found[0], found[0]), self.permalink)
            )
        if not self.is_jekyll and name.parts[0] == "content":
            place = PurePosixPath(*name.parts[1:])
            folder = place.parent.parent if name.stem in ("index", "_index") else place.parent
            return f"/{folder.as_posix().strip('.')}/{slug}/".replace("//", "/")
        return (
            f"/{name.with_suffix('').as_posix()}/"
            if self.is_jekyll and not post and "_" not in name.parts[0][:1]
            else ""
        )

    def texts(self, wanted: Collection[str], names: dict[str, str], links: Links) -> Iterator[OldText]:
        by_file = {
            file.relative_to(self.path).as_posix(): names[entry.key]
            for file, entry in zip(self.files, self.known, strict=True)
            if entry.key in names
        }
        for file, entry in zip(self.files, self.known, strict=True):
            if entry.key in wanted:
                yield self._text(file, entry, names[entry.key], links, by_file)

    def _text(self, file: Path, entry: Entry, name: str, links: Links, by_file: dict[str, str]) -> OldText:
        text = text_of(file)
        values, body = front_matter.split(text)
        old = OldText(
            entry.key, kind="page" if entry.kind == "page" else "article", source=markdown_body.words_of(body)
        )
        old.old_addresses = list(entry.addresses)
        old.folder = file.parent
        follow = links.from_draft(name, old)

        def link(address: str) -> str:
            path, _, part = address.partition("#")
            found = next((new for each, new in by_file.items() if path and _same_file(each, path)), "")
            if found:
                return posixpath.relpath(found, posixpath.dirname(name)) + (f"#{part}" if part else "")
            return follow(address) if address.startswith("/") else address

        old.pieces = list(markdown_body.pieces(body, old, link))
        self._head(values, file, old)
        return old

    def _head(self, values: dict[str, Any], file: Path, old: OldText) -> None:
        def first(*keys: str) -> str:
            return next(
                (
                    " ".join(clean(words).split())
                    for key in keys
                    for words in front_matter.strings(values.get(key))
                ),
                "",
            )

        post = POST.fullmatch(file.stem)
        old.title = first("title")
        old.summary = first("description", "summary", "excerpt")
        old.author = first("author", "authors")
        old.date = _day(first("date", "publishdate")) or (_day(post[1]) if post else None)
        old.modified = _day(first("lastmod", "last_modified_at", "modified", "updated"))
        old.filed_under = [
            words
            for key in ("categories", "category", "tags")
            for words in front_matter.strings(values.get(key))
        ]
        cover = first("image", "featured_image", "cover", "thumbnail")
        if re.search(r"\.(?:jpe?g|png|gif|webp|avif|heic)$", cover, re.IGNORECASE):
            old.pieces.insert(0, Piece("picture", picture=Picture(cover)))
        for key, value in values.items():
            if key not in USED:
                old.leave(
                    f"{key}: {', '.join(front_matter.strings(value))}",
                    "a line of the old head that this site does not know",
                )


def _same_file(name: str, address: str) -> bool:
    """Whether a link such as "../other.md", "posts/other.md" or "2019-03-04-other" means this file."""
    path = re.sub(r"^(?:\.{1,2}/)+|^/", "", address)
    stem = name.rpartition(".")[0]
    return (
        path in (name, stem)
        or (path.endswith(MARKDOWN) and name.endswith("/" + path))
        or (stem.endswith("/" + path) and bool(POST.fullmatch(path)))
    )


def _day(text: str) -> datetime.date | None:
    return day_in(text[:10])[0] or day_in(text)[0]
