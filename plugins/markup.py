"""In: HTML that nh3 wrote. Out: its tags taken apart and put together, and its plain words.

Without Python-Markdown and nh3, so that a check of texts that are known need not load them.
"""

from __future__ import annotations

import html
import re

# What nh3 writes: every attribute in double quotes, so a tag can be found by its grammar.
ATTRIBUTES_OF_TAG = r'(?P<attributes>(?: [\w:-]+="[^"]*")*)'
SOURCES = '<section aria-labelledby="sources" class="sources">'
PICTURE = re.compile(rf"<img{ATTRIBUTES_OF_TAG}>")
OF_NOTE = re.compile(r' class="note-(?:ref|back)"')
REFERENCES = re.compile(r'<a class="note-ref".*?</a>', re.DOTALL)
ANCHOR = re.compile(rf"<a{ATTRIBUTES_OF_TAG}>(?P<text>.*?)</a>", re.DOTALL)


def plain_text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def attributes(text: str) -> dict[str, str]:
    """The attributes of one tag that nh3 wrote, unescaped."""
    return {name: html.unescape(value) for name, value in re.findall(r' ([\w:-]+)="([^"]*)"', text)}


def tag(name: str, values: dict[str, str]) -> str:
    """The opening tag with these attributes, escaped as nh3 writes them."""
    return f"<{name}" + "".join(f' {key}="{html.escape(value)}"' for key, value in values.items()) + ">"
