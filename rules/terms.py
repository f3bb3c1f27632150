"""In: a Document. Out: plain.define: the medical words of rules/words.toml that nobody explains where they first stand.

Source: CDC Clear Communication Index. A word counts as explained when its sentence, or one beside it, has brackets, "is",
"means" or "called" with it, says its plain meaning, or sets it off: in italics, as a link, as a term with a definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.patterns import compiled
from rules.problem import Problem
from rules.prose import Block, Sentence, prose
from rules.site import Document, Site
from rules.vocabulary import Entry, Found, find

WHERE = ("paragraph", "item", "definition", "quote", "cell")
SAID = re.compile(
    r"[\"'”’)*]*,? ?(?:\(|(?:is|are|means?|was|were)\b|,? ?(?:or|which|that is|meaning|also called)\b|[:–—]| -- )"
)
NAMED = compiled(r"\b(?:call(?:ed|s|)|known as|named?|names?|term|word|short for|say)\b[^.;]{0,50}$")
GOES_ON = re.compile(
    r"(?:It|This|That|They|These|Those|Here|The (?:word|name|term)) (?:is|are|means?|happens?|comes?|was|were)\b"
)
SMALL = frozenset(
    ["that", "with", "from", "such", "what", "where", "your", "body", "people", "pain", "back", "into", "bones", "bone", "spine",
     "feeling", "disease", "long-lasting", "should", "between", "them", "change", "down", "should", "parts", "part", "trouble"]
)  # fmt: skip


def check(document: Document, site: Site) -> Iterator[Problem]:
    known: set[Entry] = set()
    for block in prose(document).blocks:
        if block.kind == "term":
            known |= {found.entry for found in find(block.text)}
        if block.kind not in WHERE or block.card in ("emergency", "urgent"):
            continue  # a list of signs is no place to explain
        for found in find(block.text):
            if found.entry.part == "define" and found.entry not in known:
                known.add(found.entry)
                if not _explained(document, block, found):
                    line, column = block.at(found.start)
                    yield document.problem(
                        "plain.define",
                        "W",
                        line,
                        f'"{found.text}" is not explained where it first stands.',
                        f'Say what it is, such as: "{found.text} ({found.entry.instead})".',
                        column,
                    )


def _explained(document: Document, block: Block, found: Found) -> bool:
    written = re.escape(found.text)
    if re.search(rf"[*_]{written}[*_]|\[[^\[\]]*{written}[^\[\]]*\][(\[]", block.source):
        return True
    if f"*[{found.text}]:" in document.body:
        return True
    sentence, before, after = _around(block, found.start)
    start = found.start - sentence.start
    ahead, behind = sentence.text[:start], sentence.text[start + len(found.text) :]
    if ahead.count("(") > ahead.count(")") or SAID.match(behind) or NAMED.search(ahead):
        return True
    if GOES_ON.match(after):
        return True
    meaning = {word for word in re.findall(r"[a-z-]{4,}", found.entry.instead.lower())} - SMALL
    near = set(re.findall(r"[a-z-]{4,}", f"{before} {ahead} {behind} {after} {block.lead}".lower()))
    return bool(meaning & near)


def _around(block: Block, at: int) -> tuple[Sentence, str, str]:
    """The sentence at a place of the block, and the texts of those before and after it."""
    sentences = block.sentences
    number = max(n for n, each in enumerate(sentences) if each.start <= at)
    before = sentences[number - 1].text if number else ""
    after = sentences[number + 1].text if number + 1 < len(sentences) else ""
    return sentences[number], before, after
