"""In: HTML as people and programs leave it. Out: a tree of nodes, whole even where tags were never closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "br",
    "hr",
    "img",
    "input",
    "meta",
    "link",
    "source",
    "track",
    "wbr",
    "col",
    "embed",
    "area",
    "base",
    "param",
}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LAYOUT = "address article aside body center dialog div fieldset footer form head header html main nav section"
TEXT = "blockquote caption dd details dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li note ol p pre summary title ul"
TABLE = "table tbody td tfoot th thead tr"
OTHER = "audio comment iframe noscript object script style svg template video"
BLOCKS = frozenset(f"{LAYOUT} {TEXT} {TABLE} {OTHER}".split())
# What a start tag closes by itself, and where the search for it stops.
CLOSED_BY = {
    "a": ({"a"}, {"td", "li", "div"}),
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
}
MAX_DEPTH = 200


@dataclass
class Node:
    """tag "" is text, "comment" a comment: both have words and no children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    words: str = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def classes(self) -> list[str]:
        return self.get("class").split()

    def find(self, *tags: str) -> Iterator[Node]:
        """The nodes below with one of these tags, in the order of the text."""
        for child in self.children:
            if child.tag in tags:
                yield child
            yield from child.find(*tags)

    @property
    def text(self) -> str:
        """The words of everything below, comments apart."""
        if self.tag == "":
            return self.words
        return "".join(child.text for child in self.children if child.tag != "comment")

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS or any(child.is_block for child in self.children)


def parse(html: str) -> Node:
    """The tree below one node "body". Never raises: what is broken is closed where it ends."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("html", "body"):
            return
        if tag in BLOCKS and self.open[-1].tag == "p":
            self.open.pop()
        if tag in CLOSED_BY:
            closes, stops = CLOSED_BY[tag]
            self._close(closes, stops)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < MAX_DEPTH:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return

    def _close(self, tags: set[str], stops: set[str]) -> None:
        """Close the nearest open one of these tags, with all that is open inside it."""
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag in stops:
                return
            if self.open[index].tag in tags:
                del self.open[index:]
                if tags != {"tr", "td", "th"}:
                    return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("", words=data))

    def handle_comment(self, data: str) -> None:
        self.open[-1].children.append(Node("comment", words=data))

    def unknown_decl(self, data: str) -> None:  # <![CDATA[ ... ]]> in HTML: words all the same
        self.open[-1].children.append(Node("", words=data.removeprefix("CDATA[")))
