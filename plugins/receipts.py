"""In: a finished page, and the Document it shows. Out: the page with its receipt: what checks found of it, in the footer.

Each sentence is said only where it is so: the grade is counted, a reviewer is a clinician who read it on a day that has come,
and a page that asks another host for anything never says that no tracker is on it. tools/audit.py looks once more.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from plugins.hours import long_date
from plugins.tags import ATTRIBUTE, NAME, OTHERS, RAW, VALUE
from rules.site import Document, Site
from rules.standing import is_health

SLOT = "<!--receipt-->"
ENOUGH = 30  # words: a grade of fewer says nothing
FETCHED = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}
FETCHING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "manifest",
    "prefetch",
    "preconnect",
    "dns-prefetch",
}
IN_STYLE = re.compile(r"(?:url\(|@import)\s*['\"]?\s*(?:https?:)?//", re.IGNORECASE)

# Pages in plain form in which nothing that a browser fetches has two slashes, or what may stand for one; a parser judges others.
OWN = r'"(?:[^"<>&\\/]|/(?!/))*+"'
FETCHES = rf"(?:{'|'.join(sorted(FETCHED))})"
CALM = rf"(?: {FETCHES}={OWN}|(?! (?:{FETCHES}|style)[ =/>]){ATTRIBUTE})"
KEPT_HERE = re.compile(
    rf"(?:{OTHERS}|<(?!link|meta|style|script){NAME}{CALM}*+/?>|<script{CALM}*+>{RAW}</script>"
    rf"|<style>(?:[^</]|/(?!/))*+</style>"
    rf'|<meta (?:charset|name|property|http-equiv="Content-Security-Policy" content)={VALUE}(?: content={VALUE})?>'
    rf'|<link rel="(?:canonical|alternate)" href={VALUE}(?: (?:type|title)={VALUE})*+>'
    rf"|<link(?: href={OWN}|(?! href[ =/>]){CALM})*+>)*+"
)


def sign(page: str, document: Document | None, site: Site) -> str:
    """Fill the slot in the footer."""
    if SLOT not in page:
        return page
    said = sentences(document, site) if document else []
    if not asks_others(page):
        said.append(f'<span id="no-tracker">{escape(site.words["receipt"]["clean"])}</span>')
    return page.replace(SLOT, " ".join(said), 1)


def sentences(document: Document, site: Site) -> list[str]:
    """What was counted and who stands behind a text, as HTML."""
    words = site.words["receipt"]
    said = []
    count = document.count
    if count and count.words >= ENOUGH:
        said.append(words["grade"].format(grade=max(1, round(count.grade))))
    author = document.author.full_name if document.author else words["clinic"]
    when = f", {long_date(document.date, words=site.words)}" if document.date else ""
    said.append(words["written"].format(name=author, when=when))
    reviewer, day = document.reviewer, document.reviewed
    if reviewer and reviewer.clinician and day and day <= site.today:
        said.append(words["reviewed"].format(name=reviewer.full_name, when=long_date(day, words=site.words)))
    elif is_health(document):
        said.append(words["not_reviewed"])
    return [escape(each, quote=False) for each in said]


def asks_others(page: str) -> bool:
    """Whether a browser that shows the page would ask another host for anything, or send anything there."""
    return not KEPT_HERE.fullmatch(page) and found_asking(page)


def found_asking(page: str) -> bool:
    """The same of a page in any form, by a parser, in ten times as long."""
    parser = _Asks()
    parser.feed(page)
    parser.close()
    return parser.others


class _Asks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.others = False
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        asked = [value for name, value in has.items() if name in FETCHED]
        if tag == "link" and FETCHING_LINKS & set(has.get("rel", "").lower().split()):
            asked.append(has.get("href", ""))
        if tag == "meta" and has.get("http-equiv", "").lower() == "refresh":
            asked.append(has.get("content", "").partition("=")[2])
        for value in asked:
            self.others = self.others or any(_elsewhere(each) for each in value.split())
        self.others = self.others or bool(IN_STYLE.search(has.get("style", "")))
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        self.others = self.others or (self._style and bool(IN_STYLE.search(data)))

    def handle_endtag(self, tag: str) -> None:
        self._style = False


def _elsewhere(address: str) -> bool:
    """Pages name what is theirs from the root of the site, so a host is always another one."""
    try:
        return bool(urlsplit(address.strip("'\"").replace("\\", "/")).netloc)
    except ValueError:
        return True
