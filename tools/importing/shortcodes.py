"""In: the body of a WordPress text. Out: plain HTML: blocks and shortcodes opened up, and what only WordPress can draw listed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tools.importing.old_text import OldText

BLOCK = re.compile(r"<!--\s+wp:(?P<name>[\w/-]+)\s*(?P<data>\{.*?\})?\s*(?P<alone>/)?-->", re.DOTALL)
ATTRIBUTE = re.compile(r"(?<!\S)([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]+))")
CODE = re.compile(
    r"\[(?P<end>/)?(?P<name>[a-zA-Z][\w-]*)(?P<given>(?:\s+(?:[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'\]]+)|\"[^\"]*\"|[^\s\"'\]=]+))*)\s*(?P<alone>/)?\]"
)
CAPTION = re.compile(r"\[caption(?P<given>[^\]]*)\](?P<inside>.*?)\[/caption\]", re.DOTALL)
EMBED = re.compile(
    r"\[(?:embed|video|audio|youtube|vimeo|playlist)\b(?P<given>[^\]]*)\](?:(?P<inside>[^\[\]]*?)\[/(?:embed|video|audio|youtube)\])?"
)
GALLERY = re.compile(r"\[gallery(?P<given>[^\]]*)\]")
MAPS = (
    "youtube",
    "video",
    "audio",
    "embed",
    "gallery",
    "caption",
    "playlist",
    "code",
    "quote",
    "button",
    "toggle",
    "accordion",
    "tabs",
    "tab",
    "row",
    "column",
)
TEXTS = (
    "title",
    "heading",
    "subtitle",
    "text",
    "content",
    "quote",
    "label",
    "caption",
    "description",
    "button_text",
    "author",
    "name",
    "header",
    "alt",
)
HEADINGS = ("title", "heading", "header")
# Attributes whose words say how a thing looks, not what it says.
LOOKS = re.compile(
    r"(?i)^(?:#?[0-9a-f]{3,8}|\d[\d.,|%a-z]*|on|off|yes|no|true|false|left|right|center|[\w-]*(?:px|em|%)|)$"
)


@dataclass
class Site:
    """What an export says beside its texts. pictures: attachment id -> (address, alt, caption). reused: block id -> its HTML."""

    pictures: Mapping[str, tuple[str, str, str]]
    reused: Mapping[str, str]


def opened(body: str, old: OldText, site: Site) -> str:
    """The same body as HTML; nothing of WordPress' own notation is left, and nothing it said is lost."""
    body = _blocks(body, old, site, depth=0)
    body = CAPTION.sub(_caption, body)
    body = GALLERY.sub(lambda found: _gallery(found, site), body)
    body = EMBED.sub(_embed, body)
    return _others(body, old)


def _blocks(body: str, old: OldText, site: Site, depth: int) -> str:
    """Blocks wrap HTML in comments; one that stands alone is drawn by WordPress, so its data is all there is."""

    def block(found: re.Match[str]) -> str:
        name, data = found["name"], found["data"] or ""
        if not found["alone"]:
            return ""
        values = _json(data)
        if name == "block" and str(values.get("ref")) in site.reused and depth < 5:
            return _blocks(site.reused[str(values["ref"])], old, site, depth + 1)
        words = "; ".join(_strings(values))
        if name not in ("spacer", "separator", "more", "nextpage", "page-break"):
            old.leave(f"{name}{': ' + words if words else ''}", "a block that WordPress fills by itself")
        return ""

    return BLOCK.sub(block, body)


def _json(data: str) -> dict[str, object]:
    try:
        values = json.loads(data or "{}")
    except (ValueError, RecursionError):
        return {"": data}
    return values if isinstance(values, dict) else {"": data}


def _strings(value: object) -> list[str]:
    """All words in the data of a block."""
    if isinstance(value, str):
        return [value] if re.search(r"[^\W\d_]{2}", value) else []
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [words for each in inside for words in _strings(each)]


def _caption(found: re.Match[str]) -> str:
    given = _attributes(found["given"])
    picture = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", found["inside"])
    words = found["inside"].replace(picture[0], "") if picture else found["inside"]
    words = words.strip() or given.get("caption", "")
    return f"\n\n<figure>{picture[0] if picture else ''}<figcaption>{words}</figcaption></figure>\n\n"


def _gallery(found: re.Match[str], site: Site) -> str:
    ids = re.findall(r"\d+", _attributes(found["given"]).get("ids", ""))
    pictures = [site.pictures[number] for number in ids if number in site.pictures]
    if not pictures:
        return f'<iframe title="a gallery" src="{html.escape(found["given"].strip())}"></iframe>'
    return "\n\n" + "\n".join(
        '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>'.format(
            *map(html.escape, picture)
        )
        for picture in pictures
    )


def _embed(found: re.Match[str]) -> str:
    given = " ".join(
        [*_attributes(found["given"]).values(), found["inside"] or "", *_bare(found["given"])]
    ).strip()
    return f'\n\n<iframe src="{html.escape(given)}"></iframe>\n\n'


def _others(body: str, old: OldText) -> str:
    """Shortcodes of plugins: the words between their tags stay, words in their attributes become text, the rest is listed."""
    ended = {found["name"] for found in CODE.finditer(body) if found["end"]}

    def code(found: re.Match[str]) -> str:
        name = found["name"]
        given = _attributes(found["given"])
        is_code = name in ended or "=" in found["given"] or "_" in name or "-" in name or name in MAPS
        if body[found.end() : found.end() + 1] == "(" or not is_code:
            return found[0]  # [words in brackets] of the writer
        if found["end"]:
            return _gap(body[found.end() :].lstrip(" ")[:1])
        texts = {key: words for key, words in given.items() if key in TEXTS and not LOOKS.match(words)}
        is_name = name not in ended and set(texts) <= set(HEADINGS) and not re.search("heading|title", name)
        shown = [] if is_name else [_shown(name, key, words) for key, words in texts.items()]
        rest = [
            f"{key} {words}"
            for key, words in given.items()
            if (is_name or key not in texts) and re.search(r"[^\W\d_]{2}", words) and not LOOKS.match(words)
        ]
        rest += _bare(found["given"])
        if rest or (name not in ended and not shown):
            why = "a shortcode, which only a plugin of WordPress can draw"
            old.leave(f"{name} {'; '.join(rest)}".strip(), why)
        return "\n\n".join(["", *shown, ""]) if shown else _gap(body[: found.start()].rstrip(" ")[-1:])

    return CODE.sub(code, body)


def _gap(beside: str) -> str:
    """An empty line where a shortcode stands at the edge of a line; nothing where it stands among words."""
    return "\n\n" if beside in ("", "\n", "[", "]", "<", ">") else ""


def _shown(name: str, key: str, words: str) -> str:
    tag = "h3" if key in HEADINGS or re.search("heading|title", name) else "p"
    return f"<{tag}>{html.escape(words)}</{tag}>"


def _attributes(given: str) -> dict[str, str]:
    return {
        key.lower(): html.unescape(a or b or c) for key, a, b, c in ATTRIBUTE.findall(html.unescape(given))
    }


def _bare(given: str) -> list[str]:
    """The words of a shortcode that have no name: [youtube abc]."""
    return ATTRIBUTE.sub("", html.unescape(given)).split()
