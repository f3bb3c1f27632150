"""In: text as word processors, web pages and PDFs leave it. Out: the same words, typed as this site types them."""

from __future__ import annotations

import re
import unicodedata

# Marks nobody sees: soft hyphen, zero-width signs, direction marks, byte order mark.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffc]")
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
# The site's own typography makes quotes curly again, in the right direction.
STRAIGHT = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u201c": '"', "\u201d": '"', "\u201f": '"'}
)
YEARS = re.compile("(?:(?<=^)|(?<=[\\s(]))[\u2018\u2019](?=\\d\\ds?\\b)", re.MULTILINE)  # the '90s
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
# UTF-8 that some program read as Windows-1252: two or three signs for one.
GARBLED = re.compile(
    "\u00e2[\u20ac\u201a\u201e\u2020-\u2022\u2026\u2030\u0160\u0152\u017d\u02c6\u2122\u0080-\u00bf][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178"
    "\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]|[\u00c2\u00c3][\u0080-\u00bf]"
)


def clean(text: str) -> str:
    """Signs nobody sees go, spaces become plain, quotes straight; no word changes, apart from garbled signs set right."""
    text = GARBLED.sub(_restored, text)
    text = CONTROL.sub("", UNSEEN.sub("", text))
    text = unicodedata.normalize("NFC", text)
    for joined, letters in LIGATURES.items():
        text = text.replace(joined, letters)
    text = YEARS.sub("\0", text).translate(STRAIGHT).replace("\0", "\u2019")
    text = SPACES.sub(" ", text)
    text = re.sub(r"(?<=\w) +(?=[,;:!?.](?:\s|$))", "", text)
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)


def _restored(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]
