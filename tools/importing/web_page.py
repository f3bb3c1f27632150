"""In: a saved web page. Out: an OldText of its main part; the rest of the page is left out, word for word."""

from __future__ import annotations

import re

from tools.importing.dates import day_in
from tools.importing.html_pieces import Pieces
from tools.importing.html_tree import BLOCKS, Node, parse
from tools.importing.old_text import OldText
from tools.importing.typography import clean

AROUND = ("nav", "header", "footer", "aside", "form")
INVISIBLE = ("script", "style", "head", "title", "noscript", "template", "meta", "link")


def read(html: str, key: str) -> OldText:
    old = OldText(key)
    root = parse(html)
    main = next(
        (node for tag in ("main", "article") for node in root.find(tag) if len(node.text.split()) > 20), root
    )
    if main is not root:
        for words in _beside(root, main):
            old.leave(words, "around the text on the old page")
    else:
        _take_out(root, old)
    _head(root, old)
    old.pieces = list(Pieces(old).of(main))
    old.source = words_of(root)
    return old


def words_of(node: Node) -> str:
    """All words that the HTML shows, blocks apart from each other; also what pictures say in words."""
    if node.tag == "":
        return node.words
    if node.tag in INVISIBLE or node.tag == "comment":
        return ""
    inside = "".join(words_of(child) for child in node.children)
    if node.tag == "img":
        return f" {node.get('alt')} "
    return f" {inside} " if node.tag in BLOCKS or node.tag == "br" else inside


def _head(root: Node, old: OldText) -> None:
    titles = [" ".join(clean(node.text).split()) for node in root.find("title")]
    headings = [" ".join(clean(node.text).split()) for node in root.find("h1")]
    old.title = headings[0] if headings else re.split(r"\s+[|–—-]\s+", titles[0])[0] if titles else ""
    if titles and titles[0] != old.title:
        old.leave(titles[0], "the title in the browser")
    for meta in root.find("meta"):
        name, content = (meta.get("name") or meta.get("property")).lower(), clean(meta.get("content"))
        if name == "description":
            old.summary = content
        elif name == "author":
            old.author = content
        elif name == "article:published_time":
            old.date = day_in(content)[0]
        elif name == "article:modified_time":
            old.modified = day_in(content)[0]


def _beside(node: Node, main: Node) -> list[str]:
    """The words of every part that neither is the main part nor holds it."""
    found: list[str] = []
    for child in node.children:
        if child is main or child.tag in INVISIBLE:
            continue
        if any(each is main for each in child.find(main.tag)):
            found += _beside(child, main)
        elif words := " ".join(words_of(child).split()):
            found.append(clean(words))
    return found


def _take_out(node: Node, old: OldText) -> None:
    for child in list(node.children):
        if child.tag in AROUND and not any(True for _ in child.find("h1", "article")):
            old.leave(clean(words_of(child)), "around the text on the old page")
            node.children.remove(child)
        else:
            _take_out(child, old)
