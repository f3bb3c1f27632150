"""In: a finished page. Out: what the plain form of tags is, in which templates and reader write, and the tags somebody wants.

Python's own parser takes 10 ms a page, as it knows every form that browsers forgive. A page in plain form, which a pattern
proves in a thirtieth of that, has no tag that another pattern could miss; every other page is left to the parser.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

NAME = r"[a-z][a-z0-9]*+"
VALUE = r'"[^"<>]*+"'
ATTRIBUTE = rf"(?: (?:viewBox|[a-z-]++)(?:={VALUE})?+)"
RAW = r"(?:[^<]|<(?!/))*+"  # what stands in a script or a style
OTHERS = rf"[^<]++|</{NAME}>|<!--[a-z]*+-->|<!doctype html>"  # text, end tags, the slot of a receipt
PLAIN = re.compile(
    rf"(?:{OTHERS}|<(?!script|style){NAME}{ATTRIBUTE}*+/?>|<(script|style){ATTRIBUTE}*+>{RAW}</\1>)*+"
)
EACH = re.compile(rf" ([a-zA-Z-]++)(?:=({VALUE}))?+")


def wanted(*names: str) -> re.Pattern[str]:
    """A pattern for feed(): scripts and styles with what stands in them, and the start tags of these names."""
    return re.compile(rf"<(script|style)({ATTRIBUTE}*+)>({RAW})</|<({'|'.join(names)})({ATTRIBUTE}*+)/?>")


def feed(parser: HTMLParser, page: str, some: re.Pattern[str]) -> None:
    """Tell a parser of the wanted tags of a page in plain form, or of everything in any other page."""
    if not PLAIN.fullmatch(page):
        parser.feed(page)
        parser.close()
        return
    for raw, of_raw, text, name, of_name in some.findall(page):
        attributes: list[tuple[str, str | None]] = [
            (key, unescape(value[1:-1])) for key, value in EACH.findall(of_raw or of_name)
        ]
        parser.handle_starttag(raw or name, attributes)
        if raw:
            parser.handle_data(text)
            parser.handle_endtag(raw)
