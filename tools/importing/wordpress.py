"""In: a WordPress export (WXR). Out: a Source of its posts and pages; what else it holds is counted and listed."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tools.importing.html_pieces import Pieces
from tools.importing.html_tree import parse
from tools.importing.old_text import Left, OldText, Picture, Piece
from tools.importing.shortcodes import Site, opened
from tools.importing.source import Entry, Links, old_path
from tools.importing.typography import clean
from tools.importing.web_page import words_of
from tools.importing.xml_file import children

# What WordPress keeps beside texts. Other kinds, which plugins add, are brought in when they hold words.
NO_TEXTS = {
    "attachment": "pictures and files of the media library",
    "nav_menu_item": "entries of menus",
    "revision": "older versions of texts",
    "wp_block": "blocks used in several texts: they stand in each of these texts",
    "wp_template": "templates",
    "wp_template_part": "templates",
    "wp_navigation": "menus",
    "wp_global_styles": "styles",
    "wp_font_family": "fonts",
    "wp_font_face": "fonts",
    "custom_css": "styles",
    "customize_changeset": "settings",
    "oembed_cache": "settings",
    "user_request": "requests of users",
    "acf-field": "settings",
    "acf-field-group": "settings",
    "elementor_library": "templates",
    "wpcf7_contact_form": "forms",
}
STATUSES = ("publish", "draft", "pending", "private", "future")
SUMMARIES = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description")
OLD_SITE = ("wp-content/uploads", "uploads")


@dataclass
class WordPress:
    """Reads the file twice: once for what texts need of each other, then for the texts one by one."""

    path: Path
    left: list[Left] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folders = [self.path.parent, *(self.path.parent / name for name in OLD_SITE)]
        self.home = ""
        self.people: dict[str, str] = {}
        self.known: list[Entry] = []
        self.pictures: dict[str, tuple[str, str, str]] = {}
        self.reused: dict[str, str] = {}
        beside: Counter[str] = Counter()
        for element in children(self.path):
            if element.tag in ("wp:base_blog_url", "wp:base_site_url", "link"):
                self.home = self.home or (element.text or "").strip()
            elif element.tag == "wp:author":
                self.people[_text(element, "wp:author_login")] = _text(element, "wp:author_display_name")
            elif element.tag == "item":
                self._first_look(element, beside)
        self.left += [Left(f"{what} ({count})", "beside the texts") for what, count in sorted(beside.items())]
        self.hosts = {urlsplit(self.home).netloc.lower()} - {""}

    def entries(self) -> list[Entry]:
        return self.known

    def _first_look(self, item: Element, beside: Counter[str]) -> None:
        kind, number, status = (_text(item, f"wp:{name}") for name in ("post_type", "post_id", "status"))
        if kind == "attachment":
            address = _text(item, "wp:attachment_url")
            self.pictures[number] = (
                address,
                _meta(item, "_wp_attachment_image_alt"),
                _text(item, "excerpt:encoded"),
            )
        if kind == "wp_block":
            self.reused[number] = _text(item, "content:encoded")
        if kind in NO_TEXTS:
            beside[NO_TEXTS[kind]] += 1
        elif status not in STATUSES:
            beside["texts in the trash, or begun and never kept"] += 1
        elif kind not in ("post", "page") and not _text(item, "content:encoded").strip():
            beside[f"entries of the kind {kind} without words"] += 1
        else:
            slug = _text(item, "wp:post_name")
            wanted = slug if re.fullmatch(r"[a-z0-9-]+", slug) else _text(item, "title") or slug
            self.known.append(
                Entry(
                    self._key(number),
                    "article" if kind == "post" else "page",
                    wanted,
                    tuple(self._addresses(item)),
                )
            )

    def _key(self, number: str) -> str:
        return f"{self.home or self.path.name} {number}"

    def _addresses(self, item: Element) -> Iterator[str]:
        """Where the text stood: by its link, by its number, and by names it had before."""
        link = urlsplit(_text(item, "link"))
        path = old_path(link.path)
        if path != "/":
            yield path
            for old in _metas(item, "_wp_old_slug"):
                yield old_path(path.rstrip("/").rpartition("/")[0] + f"/{old}/")
        kind = "page_id" if _text(item, "wp:post_type") == "page" else "p"
        yield f"/?{kind}={_text(item, 'wp:post_id')}"

    def texts(self, wanted: Collection[str], names: dict[str, str], links: Links) -> Iterator[OldText]:
        links.hosts = {
            *self.hosts,
            *(host.removeprefix("www.") for host in self.hosts),
            *(f"www.{host}" for host in self.hosts),
        }
        kinds = {entry.key: entry for entry in self.known}
        for item in children(self.path):
            key = self._key(_text(item, "wp:post_id")) if item.tag == "item" else ""
            if key in wanted and key in kinds and _text(item, "wp:post_type") not in NO_TEXTS:
                yield self._text(item, kinds[key], names[key], links)

    def _text(self, item: Element, entry: Entry, name: str, links: Links) -> OldText:
        old = OldText(
            entry.key,
            " ".join(clean(_text(item, "title")).split()),
            "article" if entry.kind == "article" else "page",
        )
        old.old_addresses = list(entry.addresses)
        body = _text(item, "content:encoded")
        html = opened(body, old, Site(self.pictures, self.reused))
        root = parse(html)
        link = links.from_draft(name, old)
        old.pieces = list(Pieces(old, breaks="<!-- wp:" not in body, link=link).of(root))
        self._pictures(old, item)
        self._head(item, old)
        without_codes = re.sub(r"\[/?[\w-]+[^\]]*\]", " ", body)
        old.source = f"{old.title}\n{words_of(parse(without_codes))}\n{old.summary}"
        return old

    def _head(self, item: Element, old: OldText) -> None:
        kind, status = _text(item, "wp:post_type"), _text(item, "wp:status")
        old.date = _day(_text(item, "wp:post_date")) if kind == "post" else None
        old.modified = _day(_text(item, "wp:post_modified")) if kind == "post" else None
        login = _text(item, "dc:creator")
        old.author = self.people.get(login) or login if kind == "post" else ""
        old.filed_under = [
            words
            for each in item.findall("category")
            if (words := (each.text or "").strip())
            and words.lower() not in ("uncategorized", "uncategorised")
            and each.get("domain") in ("category", "post_tag")
        ]
        excerpt = clean(" ".join(parse(_text(item, "excerpt:encoded")).text.split()))
        described = next((words for name in SUMMARIES if (words := clean(_meta(item, name)))), "")
        old.summary = described or excerpt
        if described and excerpt and excerpt != described:
            old.leave(excerpt, "another summary of the same text")
        if status != "publish":
            old.leave(f"on the old site: {status}", "its status")
        if kind not in ("post", "page"):
            old.leave(kind, "its kind on the old site")
        if _text(item, "wp:post_password"):
            old.asked.append("On the old site this text had a password. May everybody read it?")
        comments = [each for each in item if each.tag == "wp:comment"]
        if (
            comments
        ):  # by readers, with names and addresses: those of patients do not belong into a repository
            old.leave(
                f"{len(comments)} of readers, which stay in the export",
                "comments, for the sake of privacy",
            )

    def _pictures(self, old: OldText, item: Element) -> None:
        """The words of the media library for pictures that have none, and the picture above the text."""
        by_file = {_file_of(address): (alt, caption) for address, alt, caption in self.pictures.values()}
        for piece in old.pieces:
            if piece.picture and not piece.picture.alt:
                piece.picture.alt = clean(by_file.get(_file_of(piece.picture.address), ("", ""))[0])
        address, alt, caption = self.pictures.get(_meta(item, "_thumbnail_id"), ("", "", ""))
        shown = {_file_of(piece.picture.address) for piece in old.pieces if piece.picture}
        if address and _file_of(address) not in shown:
            old.pieces.insert(
                0, Piece("picture", picture=Picture(address, clean(alt), " ".join(clean(caption).split())))
            )


def _file_of(address: str) -> str:
    """The name of the original of a picture: photo-300x200.jpg is a small copy of photo.jpg."""
    return re.sub(
        r"-\d{2,4}x\d{2,4}(?=\.\w+$)|-scaled(?=\.\w+$)", "", urlsplit(address).path.rpartition("/")[2]
    )


def _text(element: Element, tag: str) -> str:
    found = next(
        (each for each in element if each.tag == tag), None
    )  # find() would take the colon for a namespace
    return (found.text or "") if found is not None else ""


def _metas(item: Element, name: str) -> Iterator[str]:
    for meta in item:
        if meta.tag == "wp:postmeta" and _text(meta, "wp:meta_key") == name:
            yield _text(meta, "wp:meta_value").strip()


def _meta(item: Element, name: str) -> str:
    return next(_metas(item, name), "")


def _day(text: str) -> datetime.date | None:
    """The day of "2019-03-04 10:00:00"; drafts that were never published say 0000-00-00."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
