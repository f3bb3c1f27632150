"""In: a .docx. Out: an OldText by way of mammoth, which knows Word's headings, lists, notes and tables; the rest is listed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, XMLParser

import mammoth

from tools.importing.html_pieces import Pieces
from tools.importing.html_tree import Node, parse
from tools.importing.old_text import OldText
from tools.importing.opening import Refused, word_archive
from tools.importing.typography import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
comment-reference => sup.comment
"""
BESIDE = (  # parts of the file that are no text of the page, and what they are
    (re.compile(r"word/header\d*\.xml"), "the head of each printed page"),
    (re.compile(r"word/footer\d*\.xml"), "the foot of each printed page"),
    (re.compile(r"word/comments\.xml"), "a remark in the margin"),
    (re.compile(r"word/(?:charts|diagrams)/(?:chart|data)\d*\.xml"), "a chart: its words and figures"),
)


def read(path: Path, key: str) -> OldText:
    """Raises Refused: macros, a bomb, a password, no Word document."""
    archive = word_archive(path)
    old = OldText(key)
    try:
        html = mammoth.convert_to_html(io.BytesIO(path.read_bytes()), style_map=STYLES).value
    except Exception as error:  # mammoth has no errors of its own
        raise Refused(
            path,
            f"Its inside cannot be read ({type(error).__name__}). Open it in Word, and save it under a new name.",
        ) from None
    root = parse(html)
    _notes(root)
    old.pieces = list(Pieces(old).of(root))
    _properties(archive, old)
    _beside(archive, old)
    old.source = "\n".join(_paragraphs(archive))
    return old


def _notes(root: Node) -> None:
    """Footnotes as this site writes them. mammoth links them: [1] to #footnote-1, and its text in a list at the end."""
    for parent in [root, *root.find("sup", "p", "li", "td", "h1", "h2", "h3", "strong", "em")]:
        for place, child in enumerate(parent.children):
            link = next(child.find("a"), None) if child.tag == "sup" else None
            found = re.fullmatch(r"#(?:foot|end)note-(\d+)", link.get("href")) if link else None
            if found and link:
                kind = "" if "foot" in link.get("href") else "end"
                parent.children[place] = Node("reference", words=f"[^{kind}{found[1]}]")
    for item in list(root.find("li")):
        found = re.fullmatch(r"(foot|end)note-(\d+)", item.get("id"))
        if found:
            for link in [
                link
                for link in item.find("a")
                if link.get("href").startswith(("#footnote-ref", "#endnote-ref"))
            ]:
                link.children.clear()
            item.attributes["note"] = f"[^{'' if found[1] == 'foot' else 'end'}{found[2]}]: "
    for listing in [each for each in root.find("ol") if any(child.get("note") for child in each.children)]:
        listing.tag = "div"
        for item in listing.children:
            item.tag = "note"


def _properties(archive: zipfile.ZipFile, old: OldText) -> None:
    """The author's name in the file's properties: often that of whoever owns the computer, so it is only a question."""
    if "docProps/core.xml" in archive.namelist():
        core = _tree(archive, "docProps/core.xml")
        creator = next((e.text for e in core.iter() if e.tag.endswith("}creator") and e.text), "")
        if creator and not old.author:
            old.asked.append(
                f'The file says that "{clean(creator)}" made it. Is that who wrote it? Then add `Author:` to the head.'
            )


def _beside(archive: zipfile.ZipFile, old: OldText) -> None:
    seen: set[str] = set()
    for name in archive.namelist():
        for pattern, why in BESIDE:
            if pattern.fullmatch(name):
                for words in _texts(_tree(archive, name)):
                    if words not in seen:
                        old.leave(clean(words), why)
                    seen.add(words)
    if "word/document.xml" in archive.namelist():
        for deleted in _tree(archive, "word/document.xml").iter(f"{W}delText"):
            old.leave(clean(deleted.text or ""), "deleted, but kept by Word as a change")


def _paragraphs(archive: zipfile.ZipFile) -> list[str]:
    parts = [
        name
        for name in archive.namelist()
        if re.fullmatch(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*|comments)\.xml", name)
    ]
    return [words for name in parts for words in _texts(_tree(archive, name))]


def _texts(tree: Element) -> list[str]:
    """The words of each paragraph, once each; tabs and breaks as spaces."""
    return [" ".join(line.split()) for line in "".join(_walk(tree)).split("\n") if line.strip()]


def _walk(element: Element) -> Iterator[str]:
    name = element.tag.rpartition("}")[2]
    if name == "Fallback":  # the same again, for programs older than 2010
        return
    if name in ("p", "pt", "v"):
        yield "\n"
    if name in ("t", "v"):
        yield element.text or ""
    elif name in ("tab", "br", "cr"):
        yield " "
    for child in element:
        yield from _walk(child)
    if name == "p":
        yield "\n"


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    """Safe: opening.word_archive() has refused every document type, and with it every entity."""
    parser = XMLParser()  # noqa: S314
    parser.feed(archive.read(name))
    tree: Element = parser.close()
    return tree
