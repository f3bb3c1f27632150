"""In: Markdown that this package wrote, or a draft. Out: the words that people read in it, without the marks."""

from __future__ import annotations

import html
import re

LINK = re.compile(
    r"(?<!\\)!?\[((?:\\.|[^\]\\])*)\]\((?:<[^>]*>|(?:[^()\s\"]|\([^()]*\))*)(?:\s+\"([^\"]*)\")?\)"
)
MARKS = re.compile(r"(?<!\\)(?:\*{1,3}|`+)|</?(?:sup|sub|del|ins|br)>", re.IGNORECASE)
LINE_MARKS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+|:[ \t]{3})", re.MULTILINE)
ROW = re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE)
RULE_OF_TABLE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+\s*$", re.MULTILINE)


def plain(markdown: str) -> str:
    """The words of a piece of Markdown; addresses of links and marks of lists, tables and headings are no words."""
    text = RULE_OF_TABLE.sub("", markdown)
    for _ in range(2):  # a picture inside a link
        text = LINK.sub(lambda found: " ".join(filter(None, found.groups())), text)
    text = re.sub(r"<br>", " ", text)
    text = MARKS.sub("", LINE_MARKS.sub("", text))
    text = ROW.sub(lambda found: re.sub(r"(?<!\\)\|", " ", found[0]), text)
    return html.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!>|-])", r"\1", text))


def with_addresses(markdown: str) -> str:
    """The words on one line, and where its links led: for what is taken out of a text."""
    led = [found[1].strip("<>") for found in re.finditer(r"\]\((<[^>]*>|[^)\s]+)", markdown)]
    words = " ".join(plain(markdown).split())
    return f"{words} ({', '.join(led)})" if led else words
