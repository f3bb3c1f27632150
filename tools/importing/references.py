"""In: an OldText with sources as papers have them: [1] in the text, "[1] Smith A. ..." below it. Out: the same as footnotes."""

from __future__ import annotations

import re

from tools.importing.old_text import OldText

SOURCE = re.compile(r"\\?\[(\d{1,3})\\?\]\s+(\S.*)", re.DOTALL)
MARK = r"\s?\\?\[{}\\?\](?!\()"


def settle(old: OldText) -> None:
    """Only numbers that stand in both places: a mark without a source, or a source without a mark, stays as it is."""
    sources = {found[1]: piece for piece in old.pieces if (found := SOURCE.fullmatch(piece.text))}
    for number, source in sources.items():
        mark = re.compile(MARK.format(number))
        marked = [piece for piece in old.pieces if piece not in sources.values() and mark.search(piece.text)]
        if not marked:
            continue
        for piece in marked:
            piece.text = mark.sub(f"[^{number}]", piece.text)
        found = SOURCE.fullmatch(source.text)
        if found:
            source.kind, source.text = "note", f"[^{number}]: {found[2]}"
