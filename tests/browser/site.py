"""In: a folder of finished pages. Out: its pages as addresses, and what each of them points to."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ADDRESSES = {"href", "src", "poster", "action", "data"}
# one page of each
TEMPLATES = ("/", "/contact/", "/search/", "/404.html", "/conditions/", "/services/massage-therapy/", "/conditions/sciatica/",
             "/health/", "/health/massage-and-long-lasting-back-pain/", "/first-visit/", "/costs/", "/team/")  # fmt: skip


@dataclass(frozen=True)
class Built:
    """A built site and where it is served; address ends with a slash."""

    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        """Every page from the root: "/", "/health/sleep/", "/404.html"; old addresses, which only lead on, are none."""
        files = (
            file
            for file in self.folder.rglob("*.html")
            if 'http-equiv="refresh"' not in file.read_text("utf-8")
        )
        found = (file.relative_to(self.folder).as_posix() for file in files)
        return sorted("/" + name.removesuffix("index.html") for name in found)

    def file(self, page: str) -> Path:
        return self.folder / (page + "index.html" if page.endswith("/") else page).lstrip("/")

    def read(self, page: str) -> Page:
        parser = Page()
        parser.feed(self.file(page).read_text(encoding="utf-8"))
        return parser


@dataclass
class Page(HTMLParser):
    """links: what the page names, as it stands there; canonical: its public address."""

    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    icons: list[str] = field(default_factory=list)
    canonical: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        rel = has.get("rel", "").split()
        if "id" in has:
            self.ids.add(has["id"])
        if tag == "link" and "canonical" in rel:
            self.canonical = has.get("href", "")
        if tag == "link" and "icon" in rel:
            self.icons.append(has.get("href", ""))
        named = [value for name, value in has.items() if name in ADDRESSES]
        named += [part.split()[0] for part in has.get("srcset", "").split(",") if part.strip()]
        # a page names its own site from the root; only <link> and feeds need whole addresses
        self.links += [
            each for each in named if tag == "link" or urlsplit(each).scheme not in ("http", "https")
        ]


def inside(target: str, page: str, public: str) -> tuple[str, str] | None:
    """The path and the fragment that a target on a page means, or None when it leads out of the site.

    public: the site's own address, such as "https://clinic.example.com".
    """
    whole = urljoin(f"{public}{page}", target)
    if urlsplit(whole).scheme not in ("http", "https") or urlsplit(whole).netloc != urlsplit(public).netloc:
        return None
    bare, fragment = urldefrag(whole)
    return unquote(urlsplit(bare).path), unquote(fragment)
