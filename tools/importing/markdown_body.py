"""In: the body of a Markdown file of another program. Out: its pieces; tags of Hugo, Jekyll and kramdown opened or listed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from tools.importing.html_inline import same
from tools.importing.html_pieces import Pieces
from tools.importing.html_tree import parse
from tools.importing.old_text import OldText, Picture, Piece
from tools.importing.typography import clean

ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s\"'>]+))")
TAG = re.compile(
    r"\{\{[<%]-?\s*(?P<hugo>.*?)\s*-?[>%]\}\}|\{%-?\s*(?P<liquid>.*?)\s*-?%\}|\{\{-?\s*(?P<value>.*?)\s*-?\}\}",
    re.DOTALL,
)
REFERENCE = re.compile(r"(?:rel)?ref\s+[\"']?([^\"'\s]+)|(?:post_url|link)\s+(\S+)")
KRAMDOWN = re.compile(r"\{:[^}\n]*\}")
PICTURE = re.compile(
    r"!\[(?P<alt>(?:\\.|[^\]\\])*)\]\(\s*<?(?P<address>[^)\s>]+)>?(?:\s+[\"'](?P<title>[^\"'\n]*)[\"'])?\s*\)"
)
LINK = re.compile(r"(?<!!)(\[(?:\\.|[^\]\\\[]|\[[^\]]*\])*\])\(\s*<?([^)\s>]+)>?(\s+\"[^\"\n]*\")?\s*\)")
DEFINED = re.compile(
    r"^ {0,3}\[([^\]^\n]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(]([^\n]*)[\"')])?[ \t]*$", re.MULTILINE
)
USED = re.compile(r"(!?)\[((?:\\.|[^\]\\\[])+)\](?:\[([^\]\n]*)\])(?!\()")
FENCED = re.compile(r"(^```.*?^```[ \t]*$|^~~~.*?^~~~[ \t]*$)", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"(```+|~~~+).*")
NOTE = re.compile(r"\[\^[^\]]+\]:")
HTML = re.compile(
    r"</?(?:div|p|table|ul|ol|figure|iframe|section|h[1-6]|img|video|audio|form|script|style|details|center|blockquote|dl|pre|br|!--)\b|<!--",
    re.I,
)


def pieces(body: str, old: OldText, link: Callable[[str], str] = same) -> Iterator[Piece]:
    parts = FENCED.split(body)  # code stays as it is
    parts[::2] = [KRAMDOWN.sub("", TAG.sub(lambda found: _tag(found, old), part)) for part in parts[::2]]
    for block in _blocks(_references("".join(parts))):
        yield from _piece(block, old, link)


def words_of(body: str) -> str:
    """The words that people saw: without tags of programs, of HTML, and the addresses in them."""
    return re.sub(r"</?[a-zA-Z][^>]*>", " ", KRAMDOWN.sub("", TAG.sub(" ", body)))


def _tag(found: re.Match[str], old: OldText) -> str:
    """A tag of the old program: figures and links become what they mean, the words of others are listed."""
    words = (found["hugo"] or found["liquid"] or found["value"] or "").strip()
    if not words or words.startswith(("/", "end", "raw", "comment", "highlight")):
        return ""
    if target := REFERENCE.match(words):
        return target[1] or target[2]
    if re.match(r"(?:site|\.Site)\.(?:base)?url|site\.baseurl", words, re.I):
        return ""
    given = {key: a or b or c or d for key, a, b, c, d in ATTRIBUTE.findall(words)}
    address = given.get("src") or given.get("image") or given.get("url", "")
    if re.match(r"(?:include\s+)?(?:figure|image|img)\b", words) and address:
        caption = given.get("caption") or given.get("title", "")
        alt, shown = html.escape(given.get("alt", "")), html.escape(caption)
        return f'\n\n<figure><img src="{html.escape(address)}" alt="{alt}"><figcaption>{shown}</figcaption></figure>\n\n'
    name, _, rest = words.partition(" ")
    texts = [value for key, value in given.items() if key in ("title", "text", "caption", "content")]
    old.leave(f"{name} {rest}", "a tag that only the old program can draw")
    return "\n\n".join(texts)


def _references(body: str) -> str:
    """[words][name] with its address below becomes [words](address): a list of addresses would be cut off from its words."""
    known = {name.casefold(): address for name, address, _ in DEFINED.findall(body)}
    if not known:
        return body

    def used(found: re.Match[str]) -> str:
        address = known.get((found[3] or found[2]).casefold())
        return f"{found[1]}[{found[2]}]({address})" if address else found[0]

    return DEFINED.sub("", USED.sub(used, body))


def _blocks(body: str) -> Iterator[list[str]]:
    """Lines between empty ones; code, and lists with what is indented below them, stay whole."""
    block: list[str] = []
    fence = ""
    lines = body.split("\n")
    for place, line in enumerate(lines):
        marked = FENCE.match(line.strip())
        if fence:
            block.append(line)
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                yield block
                fence, block = "", []
        elif marked:
            if block:
                yield block
            fence, block = marked[1], [line]
        elif line.strip():
            block.append(line)
        elif block:
            following = next((each for each in lines[place + 1 :] if each.strip()), "")
            if not (
                _is_list(block[0]) and (following.startswith(("  ", "\t")) or _is_list(following))
            ) and not _open_html(block):
                yield block
                block = []
            else:
                block.append("")
    if block:
        yield block


def _is_list(line: str) -> bool:
    return bool(re.match(r"\s{0,3}(?:[-*+]|\d+[.)])\s+|\[\^[^\]]+\]:|!!!\s|:\s{3}", line))


def _open_html(block: list[str]) -> bool:
    text = "\n".join(block)
    tags = re.match(r"\s*<(table|div|figure|ul|ol|section|details|blockquote|pre|form)\b", text, re.I)
    return (
        bool(tags)
        and len(re.findall(rf"<{tags[1]}\b", text, re.I)) > len(re.findall(rf"</{tags[1]}\s*>", text, re.I))
        if tags
        else False
    )


def _piece(block: list[str], old: OldText, link: Callable[[str], str]) -> Iterator[Piece]:
    while block and not block[-1].strip():
        block = block[:-1]
    text = "\n".join(block)
    if FENCE.match(block[0].strip()):
        yield Piece("code", text)
        return
    if HTML.match(text.lstrip()):
        yield from Pieces(old, link=link).of(parse(text))
        return
    heading = re.fullmatch(r"(#{1,6})\s*(.+?)[\s#]*", block[0].strip())
    if heading:
        yield Piece("heading", _words(heading[2], link).strip("*"), len(heading[1]))
        yield from _piece(block[1:], old, link) if block[1:] else ()
        return
    if len(block) > 1 and re.fullmatch(r"=+\s*|-{2,}\s*", block[1]):
        yield Piece("heading", _words(block[0].strip(), link), 1 if "=" in block[1] else 2)
        yield from _piece(block[2:], old, link) if block[2:] else ()
        return
    if re.fullmatch(r"\s*(?:[-*_]\s*){3,}", text):
        return
    found = [Picture(p["address"], clean(p["alt"]), clean(p["title"] or "")) for p in PICTURE.finditer(text)]
    text = PICTURE.sub("", text)
    if text.strip(" []()\n"):
        yield Piece(_kind(text), _words(text if _is_list(text) else text.strip(), link))
    yield from (Piece("picture", picture=picture) for picture in found)


def _kind(text: str):  # type: ignore[no-untyped-def]  # one of PieceKind
    if NOTE.match(text):
        return "note"
    if _is_list(text):
        return "list"
    if text.startswith(">"):
        return "quote"
    return "table" if re.search(r"^\|?\s*:?-{3,}:?\s*\|", text, re.MULTILINE) else "paragraph"


def _words(text: str, link: Callable[[str], str]) -> str:
    """Markdown stays as it is; its typography and links are set right, and lists get the four spaces this site needs."""
    lines = [clean(line) if line.strip() else "" for line in text.split("\n")]
    lines = [
        re.sub(r"^( +)(?=[-*+] |\d+\. )", lambda found: " " * (4 * max(1, round(len(found[1]) / 3))), line)
        for line in lines
    ]
    text = "\n".join(line if line.endswith("  ") else line.rstrip() for line in lines)
    text = re.sub(r"\{\{", "{ {", text)
    return LINK.sub(lambda found: f"{found[1]}({link(found[2])}{found[3] or ''})", text)
