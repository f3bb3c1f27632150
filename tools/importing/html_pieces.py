"""In: a tree of HTML. Out: its pieces as Markdown; what Markdown cannot hold is left to the OldText, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.importing.html_inline import BREAK, Inline, guarded, same
from tools.importing.html_table import NO_WORDS, table
from tools.importing.html_tree import HEADINGS, Node
from tools.importing.old_text import OldText, Piece
from tools.importing.typography import clean

MEDIA = {
    "iframe": "a frame",
    "video": "a video",
    "audio": "a sound",
    "object": "an object",
    "embed": "an object",
    "svg": "a drawing",
}
PROGRAMS = ("script", "style", "template", "head", "link", "meta")


@dataclass
class Pieces:
    """breaks: a line end in the source is one on the page (as WordPress had it), and an empty line a new paragraph."""

    old: OldText
    breaks: bool = False
    link: Callable[[str], str] = same

    def of(self, node: Node) -> Iterator[Piece]:
        """The pieces of everything below a node."""
        run: list[Node] = []
        for child in node.children:
            if child.is_block:
                yield from self._paragraphs(run)
                run = []
                yield from self._block(child)
            else:
                run.append(child)
        yield from self._paragraphs(run)

    def _paragraphs(self, nodes: list[Node]) -> Iterator[Piece]:
        inline = Inline(self.old, self.link)
        text = inline.line(nodes)
        for part in re.split(r"\n\s*\n", text) if self.breaks else [text]:
            words = self._folded(part)
            if words:
                yield Piece("paragraph", guarded(words))
        for each in inline.pictures:
            yield Piece("picture", picture=each)

    def _folded(self, text: str) -> str:
        """One paragraph: spaces folded, a wanted line break as Markdown writes it."""
        if self.breaks:
            text = text.strip().replace("\n", BREAK)
        lines = [" ".join(line.split()) for line in text.split(BREAK)]
        return "  \n".join(line for line in lines if line)

    def _block(self, node: Node) -> Iterator[Piece]:
        tag = node.tag
        if tag in HEADINGS or tag == "summary":
            yield from self._heading(node)
        elif tag in ("ul", "ol"):
            yield from self._list(node)
        elif tag == "dl":
            yield from self._definitions(node)
        elif tag == "blockquote":
            yield from self._quote(node)
        elif tag == "pre":
            yield Piece("code", f"```\n{node.text.strip(chr(10))}\n```")
        elif tag == "table":
            yield from table(node, self.of)
        elif tag == "figure":
            yield from self._figure(node)
        elif tag in MEDIA:
            yield from self._media(node)
        elif tag in PROGRAMS:
            self.old.leave(" ".join(node.text.split()), "a program or its style")
        elif tag == "noscript":
            if not any(True for _ in node.find("img", "iframe")):
                yield from self.of(node)
        elif tag in ("nav", "form"):
            self.old.leave(node.text, "navigation" if tag == "nav" else "a form")
            for field in node.find("input", "textarea", "button"):
                self.old.leave(field.get("placeholder") or field.get("value"), "a form")
        elif tag == "comment":
            yield from self._comment(node)
        elif tag == "note":
            texts = [piece.text for piece in self.of(node) if piece.text]
            yield Piece("note", node.get("note") + _indented("\n\n".join(texts)).lstrip())
        elif tag != "hr":
            yield from self.of(node)

    def _heading(self, node: Node) -> Iterator[Piece]:
        inline = Inline(self.old, self.link)
        text = " ".join(inline.line(node.children).replace(BREAK, " ").split())
        text = text.replace("**", "")  # a heading is bold by itself; stars of the writer are escaped
        if text:
            yield Piece("heading", text, int(node.tag[1]) if node.tag in HEADINGS else 3)
        for each in inline.pictures:
            yield Piece("picture", picture=each)

    def _list(self, node: Node) -> Iterator[Piece]:
        after: list[Piece] = []
        text = self._items(node, after)
        if text:
            yield Piece("list", text)
        yield from after

    def _items(self, node: Node, after: list[Piece]) -> str:
        """The points of a list, lists in them four spaces deeper. What cannot stand in a list goes to after."""
        start = node.get("start")
        number = int(start) if start.isdecimal() else 1
        points: list[str] = []
        for child in node.children:
            if child.tag in ("ul", "ol"):  # a list right in a list, where it should stand in a point
                inner = self._items(child, after)
                points.append(_indented(inner) if points else inner)
                continue
            if child.tag != "li":
                child = Node("li", children=[child])
            parts: list[str] = []
            for piece in self.of(child):
                if piece.kind in ("picture", "table", "comment"):
                    after.append(piece)
                elif piece.kind == "list":
                    parts.append(("\n" if parts else "") + piece.text)
                else:
                    text = f"**{piece.text}**" if piece.kind == "heading" else piece.text
                    parts.append(("\n\n" if parts else "") + text)
            if parts:
                sign = f"{number}. " if node.tag == "ol" else "- "
                points.append(sign + _indented("".join(parts)).lstrip())
                number += 1
        return "\n".join(points)

    def _definitions(self, node: Node) -> Iterator[Piece]:
        parts = [
            each for child in node.children for each in (child.children if child.tag == "div" else [child])
        ]
        parts = [part for part in parts if part.tag or part.words.strip()]
        if not parts or parts[0].tag != "dt" or any(part.tag not in ("dt", "dd") for part in parts):
            yield from self.of(node)
            return
        lines: list[str] = []
        after: list[Piece] = []
        for part in parts:
            inside = list(self.of(part))
            after += [piece for piece in inside if piece.kind in NO_WORDS]
            text = "\n\n".join(piece.text for piece in inside if piece.kind not in NO_WORDS)
            term = ["", " ".join(text.split())]
            lines += term if part.tag == "dt" else [":   " + _indented(text).lstrip()]
        yield Piece("list", "\n".join(lines).strip())
        yield from after

    def _quote(self, node: Node) -> Iterator[Piece]:
        inside = list(self.of(node))
        texts = [piece.text for piece in inside if piece.kind not in NO_WORDS and piece.text]
        if texts:
            lines = "\n\n".join(texts).split("\n")
            yield Piece("quote", "\n".join(f"> {line}" if line.strip() else ">" for line in lines))
        yield from (piece for piece in inside if piece.kind in NO_WORDS)

    def _figure(self, node: Node) -> Iterator[Piece]:
        if any("embed" in name for name in node.classes()):
            yield from self.stand_in("something of another site", node.text)
            return
        captions = [child for child in node.children if child.tag == "figcaption"]
        caption = " ".join(clean(" ".join(each.text for each in captions)).split())
        inside = [
            piece
            for child in node.children
            if child not in captions
            for piece in self.of(Node("body", children=[child]))
        ]
        pictures = [piece.picture for piece in inside if piece.picture]
        for link in (link for each in captions for link in each.find("a")):
            self.old.leave(link.get("href"), "a link in a caption")
        if pictures:
            pictures[-1].caption = pictures[-1].caption or caption
            caption = ""
        yield from inside
        if caption:
            yield Piece("paragraph", guarded(Inline(self.old).line([Node("", words=caption)])))

    def _media(self, node: Node) -> Iterator[Piece]:
        names = ("src", "data", "poster", "data-src")
        where = [each.get(name) for each in (node, *node.find("source", "track", "embed")) for name in names]
        what = " ".join(
            filter(None, [node.get("title"), node.text.strip(), *dict.fromkeys(filter(None, where))])
        )
        yield from self.stand_in(MEDIA[node.tag], what)

    def stand_in(self, name: str, what: str) -> Iterator[Piece]:
        """A note where something stood that a page of this site cannot hold."""
        self.old.leave(what, name)
        if what.strip():
            yield Piece("comment", f"LEFT OUT HERE: {name}: {' '.join(what.split())}")

    def _comment(self, node: Node) -> Iterator[Piece]:
        words = node.words.strip()
        if not re.match(r"/?wp:|more\b|nextpage", words):
            self.old.leave(words, "a note in the code")
        return iter(())


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.split("\n"))
