"""In: the nodes of one line of HTML. Out: the same line as Markdown, with what it holds beside words."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tools.importing.html_tree import Node
from tools.importing.old_text import OldText, Picture
from tools.importing.typography import clean

BREAK = "\x01"  # a line break that the writer wanted
STRONG, SLANTED = ("strong", "b"), ("em", "i", "cite", "dfn", "var")
KEPT_TAGS = {"sup": "sup", "sub": "sub", "del": "del", "s": "del", "strike": "del", "ins": "ins"}
FIELDS = ("input", "select", "textarea", "button")
SOURCES = (
    "data-orig-file",
    "data-full-url",
    "data-lazy-src",
    "data-src",
    "src",
)  # lazy pages keep the real one apart
SPECIAL = re.compile(r"([\\`*{}\[\]])|(?<![^\W_])_|_(?![^\W_])")
ENTITY = re.compile(r"&(?=#?\w+;)")
LINE_START = re.compile(
    r"^(#{1,6}|[+>-]|={2,}|-{2,}|!{3}|~{3}|:)(?=\s|$|[#>])|^(\d+)([.)])(?=\s)", re.MULTILINE
)
DATA_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp|avif);base64,(.+)", re.DOTALL)


def same(address: str) -> str:
    return address


@dataclass
class Inline:
    """Turns nodes to Markdown; pictures collects those met on the way. link says where an old address leads now."""

    old: OldText
    link: Callable[[str], str] = same
    pictures: list[Picture] = field(default_factory=list)

    def line(self, nodes: Iterable[Node]) -> str:
        """The nodes as one run of Markdown. Line ends of the source stay; BREAK stands for <br>."""
        return "".join(self._node(node) for node in nodes)

    def _node(self, node: Node) -> str:
        tag = node.tag
        if tag == "":
            return escaped(clean(node.words))
        if tag == "br":
            return BREAK
        if tag == "img":
            self.pictures.append(picture(node))
            return ""
        if tag == "comment":
            return ""
        if tag == "reference":  # made by tools/importing/word.py
            return node.words
        if tag in FIELDS:
            words = " ".join(filter(None, (node.text, node.get("placeholder"), node.get("value"))))
            self.old.leave(words, "a form")
            return ""
        if tag in ("code", "kbd", "tt", "samp") and "`" not in node.text and node.text.strip():
            return f"`{clean(node.text).strip()}`"
        inside = self.line(node.children)
        if tag == "a":
            return self._anchor(node, inside)
        if tag in STRONG:
            return marked(inside, "**")
        if tag in SLANTED:
            return marked(inside, "*")
        if tag in KEPT_TAGS and inside.strip():
            return f"<{KEPT_TAGS[tag]}>{inside}</{KEPT_TAGS[tag]}>"
        if tag == "q":
            return f'"{inside}"'
        if tag == "abbr":
            self.old.leave(node.get("title"), f"what `{node.text}` stands for")
        return inside

    def _anchor(self, node: Node, inside: str) -> str:
        address = node.get("href").strip()
        words = inside.strip(f" \n{BREAK}")
        if not address or address.startswith("#"):
            return inside
        if not words:
            if not self.pictures or not any(True for _ in node.find("img")):
                self.old.leave(address, "a link without words")
            return inside
        if re.match(r"(?i)(javascript|data|vbscript):", address):
            self.old.leave(address[:200], f'where "{node.text.strip()}" led: a program')
            return inside
        target = self.link(address)
        if re.search(r"[\s()<>]", target):
            target = f"<{re.sub(r'[<>]', '', target).replace(' ', '%20')}>"
        before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        return f"{before}[{words}]({target}){after}"


def escaped(text: str) -> str:
    """Plain words so that Markdown shows them as they are."""
    text = ENTITY.sub("&amp;", SPECIAL.sub(lambda found: "\\" + found[0], text))
    return re.sub(r"<(?=[\w/!?])", "&lt;", text)


def guarded(text: str) -> str:
    """A paragraph whose lines do not begin as a heading, a list, a quote or a card would."""

    def guard(found: re.Match[str]) -> str:
        if found[2]:
            return f"{found[2]}\\{found[3]}" if found[3] == "." else f"{found[2]}&#41;"
        sign = found[1]
        return f"&#{ord(sign[0])};{sign[1:]}" if sign[0] in ":=~>" else f"\\{sign}"

    return LINE_START.sub(guard, text)


def marked(inside: str, mark: str) -> str:
    """Bold or slanted words: the marks stand at the words, never at a space, and on each line by themselves."""
    if mark in inside:  # bold in bold; a star of the writer next to marks would not be read right either
        return inside
    parts = re.split(rf"([\n{BREAK}]+)", inside)
    return "".join(re.sub(r"\S(?:.*\S)?", lambda found: f"{mark}{found[0]}{mark}", part) for part in parts)


def picture(node: Node) -> Picture:
    address = next(
        (node.get(name) for name in SOURCES if node.get(name) and not _is_blank(node.get(name))), ""
    )
    found = DATA_PICTURE.fullmatch(address.strip())
    alt = " ".join(clean(node.get("alt")).split())
    if not found:
        return Picture("" if address.startswith("data:") else address.strip(), alt)
    try:
        data = base64.b64decode(found[2], validate=False)
    except (binascii.Error, ValueError):
        return Picture("", alt)
    return Picture("", alt, data=data, suffix="." + found[1].replace("jpeg", "jpg"))


def _is_blank(address: str) -> bool:
    """A dot that a lazy page shows until it has loaded the real picture."""
    return address.startswith(("data:image/gif;base64,R0lGOD", "data:image/svg"))
