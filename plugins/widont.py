"""In: HTML. Out: the same without a lonely last word: a no-break space stands before the last word of each block.

What typogrify's widont does, found from the spaces and not from every letter; test_widont.py holds the two to each other.
"""

from __future__ import annotations

import re

INLINE = r"(?:a|em|span|strong|i|b)"
LAST_SPACE = re.compile(
    rf"\s++(?=[^<>\s]++\s*+(?:</{INLINE}>\s*+)*+(?:</(?:p|h[1-6]|li|dt|dd)>|$))"
)  # followed by one word, and by the end of a block
TAG_BEFORE = re.compile(rf"</?{INLINE}[^>]*>\Z")


def widont(markup: str) -> str:
    parts = []
    at = 0
    for space in LAST_SPACE.finditer(markup):
        if _follows_words(markup, space.start()):
            parts += [markup[at : space.start()], "&nbsp;"]
            at = space.end()
    return "".join([*parts, markup[at:]])


def _follows_words(markup: str, end: int) -> bool:
    """Whether a letter stands before a place, or a tag within a line."""
    if not end or markup[end - 1] == "<":
        return False
    if markup[end - 1] != ">":
        return True
    return TAG_BEFORE.search(markup, markup.rfind(">", 0, end - 1) + 1, end) is not None
