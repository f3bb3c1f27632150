"""In: the words of a source and the draft made of it. Out: the words that are in the one and nowhere in the other.

The last net: whatever a reader of a format overlooks, the draft says so itself.
"""

from __future__ import annotations

import html
import re
from collections import Counter

from tools.importing.typography import clean

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
OURS = re.compile(
    r"<!--\s*(?:QUESTION|This draft came from).*?-->", re.DOTALL
)  # notes that repeat words of the text
TAG = re.compile(r"</?(?:sup|sub|del|ins)>")


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(clean(text).casefold()))


def of_draft(text: str) -> Counter[str]:
    """The words of a draft: text, notes and addresses; its marks are none."""
    text = OURS.sub("", text)
    text = html.unescape(TAG.sub("", text.replace("<br>", " ")))
    return words(re.sub(r"[\\*`]", "", text))


def lost(source: str, draft: str) -> list[str]:
    """The words of the source that the draft has not, or not as often, in their order."""
    missing = words(source) - of_draft(draft)
    found: list[str] = []
    for word in WORD.findall(clean(source).casefold()):
        if missing[word] > 0:
            missing[word] -= 1
            found.append(word)
    return found
