"""In: a source and a draft made of it. Out: what a person would find lost or invented, word by word.

Nothing here uses the code that is tested, apart from the reader that makes a page of Markdown.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

from plugins.converter import Converter

ROOT = Path(__file__).resolve().parents[3]
WORDS = tomllib.loads((ROOT / "theme/translations/en.toml").read_text(encoding="utf-8"))
NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
FACTS = {"{{ clinic.phone }}": "(555) 555-0100", "{{ clinic.email }}": "hello@example.com"}


def words(text: str) -> list[str]:
    """Runs of letters and digits, in small letters; signs nobody sees and joined letters do not count."""
    text = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b\ufeff]", "", text)).casefold()
    return re.findall(r"[^\W_]+", text)


def head_and_body(draft: str) -> tuple[dict[str, str], str]:
    head, _, body = draft.partition("\n\n")
    return dict(line.split(": ", 1) for line in head.split("\n")), body


def page(draft: str) -> str:
    """What people read on the page, title and summary first, then what its pictures and links say beside it."""
    shown = _html(draft)
    said = re.findall(r'<img[^>]*?alt="([^"]*)"', shown) + re.findall(r'href="(https?:[^"]*)"', shown)
    head, _ = head_and_body(draft)
    return " ".join(
        [head.get("Title", ""), head.get("Summary", ""), html.unescape(" ".join([_text(shown), *said]))]
    )


def _html(draft: str) -> str:
    """The text of a draft as the reader of the site makes it, without what the site adds: numbers and arrows of notes."""
    _, body = head_and_body(draft)
    for placeholder, fact in FACTS.items():
        body = body.replace(placeholder, fact)
    shown = Converter(WORDS).convert(body).html
    shown = re.sub(r'(<section aria-labelledby="sources"[^>]*>).*?</h2>', "", shown, flags=re.DOTALL)
    return re.sub(r'<a class="note-(?:ref|back)".*?</a>', "", shown, flags=re.DOTALL)


def _text(shown: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:strong|em|sup|sub|a|code|del)\b[^>]*>", "", shown))


def notes(draft: str, *kinds: str) -> str:
    """The words of the notes of these kinds: QUESTION, PICTURE, LEFT OUT."""
    found = [note[4:-3].strip() for note in NOTE.findall(draft)]
    kept = [note for note in found if note.startswith(kinds)]
    text = "\n".join(kept).replace("&lt;", "<")
    for placeholder, fact in FACTS.items():
        text = text.replace(placeholder, fact)
    return text


def unsigned(source: str) -> str:
    """A pasted text without the signs of its lists and sources, which a page draws by itself; garbled signs set right."""
    source = re.sub(r"(?m)^[ \t]*(?:\d+[.)]|o)[ \t]+(?!.*\n.{80})", "", source)
    return re.sub(r"\[\d+\] ?", "", source).replace("\u00e2\u20ac\u2122", "'")


def lost(source: str, draft: str) -> list[str]:
    """Words of the source that neither stand on the page nor in a list of what was left out."""
    kept = Counter(words(page(draft) + " " + notes(draft, "PICTURE", "LEFT OUT")))
    return sorted((Counter(words(source)) - kept).elements())


def invented(source: str, draft: str) -> list[str]:
    """Words of the page that the source does not have, or not as often."""
    return sorted((Counter(words(page(draft))) - Counter(words(source))).elements())


def in_order(source: str, draft: str) -> bool:
    """Whether the words of the page's text stand in the order of the source."""
    rest = iter(words(source))
    return all(word in rest for word in words(html.unescape(_text(_html(draft)))))
