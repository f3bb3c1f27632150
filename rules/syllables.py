"""In: a word. Out: how many syllables it has, by a rule of English spelling and a table of words the rule gets wrong.

Against the CMU dictionary it is right for 98 % of the 7,000 commonest words of technical English.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".toml")
GROUP = re.compile(r"[aeiouy]+")
# Two vowels side by side that are spoken apart: di-agnosis, stu-dy-ing.
APART = re.compile(
    r"""i(?=ou)(?<![ctgx]i) | i(?=o(?!n|u))(?<!avi) | i(?=on)(?<![tscgxlnh]i) | i(?=at) | i(?=a(?!t|g))(?<![ctsg]i)
      | i(?=ag)(?<=di) | i(?=u) | i(?=e(?:nc|nt))(?<![ctn]i) | (?<=sc)i(?=e) | i(?=et|e(?:rs?|st)$) | i(?=i)
      | (?<=[a-z])y(?=i) | (?<=[^aeiouq])y(?=a) | (?<=m)y(?=o) | (?<=e)o(?=a) | [aeo](?=y[aeo]) | u(?=[aou])(?<![gq]u) | gu(?=ou)
      | u(?=en)(?<![gq]u)
      | u(?=ing|it(?:y|ies)) | tu(?=it) | e(?=o(?!n|rg))(?<!pe) | o(?=i(?:ng|st)) | e(?=ing|ity|eabl|um) | oa(?=si)
      | (?<=cr)e(?=at(?:e|i[^u]|or)) | ^co(?=op|ord|eff|inc|erc|exi)
      | ^[rd]e(?=act|adj|align|appl|app|arr|ass|enter|eval|inf|inst|iter|open|org|use) """,
    re.VERBOSE,
)
# An e that is written and not spoken, and the a of "basically".
SILENT = re.compile(
    r"""(?<=[^aeiouyl])e$ | (?<=[aeiouylr]l)e$ | (?<=[^aeiouysxzcgltdh])es$ | (?<=[td])es$ | (?<=th)es$ | (?<=[aeiouylr]l)es$
      | (?<=[^aeiouytdl])ed$ | (?<=y)ed$ | (?<=[aeiouylr]l)ed$ | (?<=^ev)e(?=ry) | (?<=q)ue(?=s?$|ly$|ness$) | (?<=ic)a(?=lly$)
      | (?:(?<=[aeiouy][^aeiouy])|(?<=[nrl][cgsv])|(?<=st))e
        (?=(?:ly|li(?:ness|hood)|ments?|ful(?:ly|ness)?|less(?:ly|ness)?|ness|ty|lets?|things?|times?|where|body|how|what
            |selves|works?|fore|guard|hood|ways?|styles?|lines?|marks?|wise|holds?|day|by|of)$)""",
    re.VERBOSE,
)
CONTRACTED = re.compile(r"['’](?:s|ve|re|ll|d|m)?$|(?<=n)['’](?=t$)")
DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # U.S, a.m: the last dot belongs to the sentence
HISSED = re.compile(r"(?:[sxz]|[cgsz]e|ch|sh)['’]s$")


@cache
def _table() -> dict[str, int]:
    with TABLE.open("rb") as file:
        return {word: int(count) for count, words in tomllib.load(file).items() for word in words.split()}


@cache
def syllables(word: str) -> int:
    """At least 1. A word with hyphens is the sum of its parts; MRI and U.S. are spelt; a number counts as 1."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part) or 1
    if HISSED.search(word):
        return syllables(word[:-2]) + 1
    if DOTTED.fullmatch(word):
        return sum(letter.isalpha() for letter in word)
    bare = CONTRACTED.sub("", word)
    if not bare.isalpha():
        return 1
    if bare.isupper() and 1 < len(bare) <= 5:
        return len(bare) + 2 * bare.count("W")
    return _spoken(bare.lower())


def _spoken(word: str) -> int:
    known = _table().get(word)
    if known:
        return known
    count = len(GROUP.findall(word)) + len(APART.findall(word)) - len(SILENT.findall(word))
    if word.endswith(("sm", "sms", "thm", "thms")) or re.search(r"[dsz]nt$", word):
        count += 1
    return max(1, count)
