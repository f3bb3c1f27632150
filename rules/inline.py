"""In: the Markdown of one block. Out: its plain words, the footnotes named in it, and where each letter came from."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.lines import Line

ADDRESS = r"(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)"
TITLE = r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?"
MARKUP = re.compile(
    rf"""
    (?P<escaped>\\[\\`*_{{}}\[\]()>#+.!|~:-])
  | (?P<code>`+)
  | \[\^(?P<note>[^\]\s]+)\]
  | (?P<kept>\{{\{{[^{{}}]*\}}\}})                                # a placeholder
  | !\[[^\[\]]*\](?:\({ADDRESS}{TITLE}\s*\)|\[[^\]]*\])             # a picture
  | \[(?=(?:[^\[\]]|\[[^\[\]]*\])*\][(\[])                        # where a link begins
  | \]\({ADDRESS}{TITLE}\s*\) | \]\[[^\]\[^]*\]                   # and ends
  | <(?P<address>(?:https?://|mailto:)[^<>\s]+)>
  | <(?P<mail>[^<>\s@/]+@[^<>\s]+)>
  | (?P<bare>\bhttps?://[^\s<>)\]]+)
  | (?P<tag></?[A-Za-z][^<>]*>)
  | (?P<entity>&(?:[A-Za-z]+|\#\d+|\#x[0-9A-Fa-f]+);)
  | \*{{1,3}}(?=\S) | (?<=\S)\*{{1,3}}
  | (?<!\w)_{{1,3}}(?=\S) | (?<=\S)_{{1,3}}(?!\w)
  | \{{:[^{{}}\n]*\}}                                             # attributes
  | (?P<space>[ ]*\n[ ]*|[ ]{{2,}})
    """,
    re.VERBOSE,
)

# Trying MARKUP at every letter would be most of the work. Where none of these stands, nothing of it can begin.
MARK = re.compile(r"[\\`\[\]!<*_&{\n]")
EVERYWHERE = re.compile(r"(?<![<(])https?://|  | \n")


@dataclass(eq=False)
class Words:
    """text: plain words. notes: (offset in text, label). starts, sources: where its runs begin, here and in the Markdown."""

    text: str
    notes: tuple[tuple[int, str], ...]
    starts: list[int]
    sources: list[int]
    lines: Sequence[Line]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a letter of the text in the file."""
        run = max(0, bisect_right(self.starts, offset) - 1)
        source = self.sources[run] + offset - self.starts[run]
        for line in self.lines:
            if source <= len(line.text):
                break
            source -= len(line.text) + 1
        return line.number, line.column + source


def words(lines: Sequence[Line], marked: bool = True, addresses: bool = False) -> Words:
    """marked: there is Markdown in it. addresses: bare ones are wanted, as in the list of sources."""
    source = "\n".join(line.text for line in lines)
    leading = len(source) - len(source.lstrip())
    if not (marked and (MARK.search(source) or EVERYWHERE.search(source))):
        return Words(source.strip().replace("\n", " "), (), [0], [leading], lines)
    out: list[str] = []
    notes: list[tuple[int, str]] = []
    starts, sources = [], []
    length, at = 0, leading

    def add(text: str, start: int) -> None:
        nonlocal length
        if text:
            starts.append(length)
            sources.append(start)
            out.append(text)
            length += len(text)

    for found in _markup(source, leading):
        start = found.start()
        if start < at:
            continue
        add(source[at:start], at)
        at = found.end()
        kind = found.lastgroup
        if kind == "note":
            notes.append((length, found["note"]))
        elif kind == "escaped":
            add(found[0][1], start + 1)
        elif kind == "code":
            close = source.find(found[0], at)
            add(source[at:close] if close >= 0 else found[0], at if close >= 0 else start)
            at = close + len(found[0]) if close >= 0 else at
        elif kind == "space" or (kind == "tag" and found[0].lower().startswith("<br")):
            add(" ", start)
        elif kind == "kept":
            add(found[0], start)
        elif kind in ("mail", "address", "bare") and (addresses or kind == "mail"):
            add(found[kind], found.start(kind))
        elif kind == "entity":
            add(html.unescape(found[0]), start)
    add(source[at:], at)
    text = "".join(out).rstrip().replace("\n", " ")
    return Words(text, tuple(notes), starts or [0], sources or [leading], lines)


def _markup(source: str, start: int) -> Iterator[re.Match[str]]:
    if EVERYWHERE.search(source):
        yield from MARKUP.finditer(source, start)
        return
    at = start
    while mark := MARK.search(source, at):
        at = mark.end()
        if found := MARKUP.match(source, mark.start()):
            yield found
            at = found.end()
