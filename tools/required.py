"""In: the long patterns of the rules. Out: rules/required.json, the pieces of words without which they match nothing.

After a change of a pattern: python -m tools.required
"""

from __future__ import annotations

from rules import advertising, claims, figures, required, studies
from rules.patterns import Late


def finds() -> list[Late]:
    """The patterns of the rules that are sifted."""
    wordings = [claim.wording for claim in claims.claims().values()] + [*advertising.wordings().values()]
    return [find for wording in wordings for find in wording.finds] + [
        find for find, _ in (*figures.LOOKED_FOR, *studies.LOOKED_FOR)
    ]


def wanted() -> str:
    return required.as_json(find.text for find in finds())


if __name__ == "__main__":
    required.KEPT.write_text(wanted(), encoding="utf-8", newline="\n")
