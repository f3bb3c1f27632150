"""In: the plain words of a sentence. Out: where it appeals to a study, and whether it says which.

Questions about studies, the lack of them, and what to ask of one are no appeals. The words are in studies.toml.
"""

from __future__ import annotations

import re

from rules.patterns import Late, Sifted, compiled
from rules.wordlists import groups

WORDS = groups(__file__)
NAMED, HOW = WORDS["named"], rf"(?:{WORDS['how']} )*"


ACTIVE = Late(
    rf"\b{WORDS['studies']}\b(?P<between>(?:[ ,]+(?:\([^)]*\)|[\w'’.-]+)){{0,6}}?)[ ,]+{WORDS['found']}\b",
    rf"\b(?:researchers|scientists) who (?P<what>[^.;]{{3,80}}?) (?:{WORDS['found']}|learned|saw)\b",
    rf"\b{WORDS['study']}\b(?P<about>(?: \(?[\w'’.-]+\)?){{0,6}}?) {WORDS['did']}\b",
    rf"\b(?:researchers|scientists|a team|the team) (?:at|from|of|in)(?P<where>(?: [\w'’.-]+){{1,6}}?)"
    rf" (?:{WORDS['found']}|{WORDS['did']})\b",
    rf"\b{WORDS['learned']} (?:at|from|of|in) (?:the |an? )?(?:[a-z-]+ ){{0,3}}?(?-i:[A-Z])[\w'’.-]+"
    rf"(?P<of>(?:,? [\w'’.-]+){{0,5}}?),? {WORDS['found']}\b",
)
PASSIVE = Late(
    rf"\b(?:has|have|had|was|were|is|are|been|being) (?:\w+ )?{HOW}(?:been )?{HOW}(?:"
    rf"{WORDS['done']} (?:\w+ ){{0,3}}?(?:in|by) (?:[\w-]+ ){{0,3}}?{NAMED}\b|(?:shown|demonstrated) to\b(?! be safe))"
)
ADJECTIVE = Late(
    rf"\bthere(?: is|['’]s) (?:now |also )?{WORDS['strong']} (?:[\w-]+ )?(?:evidence|research)\b",
    r"\b(?:clinically|scientifically|medically) (?:tested|shown|validated|backed|established)\b",
    r"\b(?:research|science)[- ](?:backed|tested)\b",
    rf"\b(?:research|science|evidence|data)(?: (?:on|behind|for|of)(?: \w+){{1,3}})?"
    rf" (?:is|are) (?:in|(?:\w+ )?{WORDS['clear']})\b",
    r"\bit (?:has been|is|was) (?:\w+ )?(?:shown|demonstrated|established) that\b",
    rf"\b(?:is|are|been) (?:\w+ )?{WORDS['how']} (?:documented|established|proven|proved)\b",
    r"\b(?:the )?(?:science|research|evidence)(?: is| stands| comes down| falls)? (?:firmly |squarely |clearly )?"
    r"on (?:the|our|its) side (?:of|here|when)\b",
    r"\b(?:scientists|researchers|doctors|experts|physicians) (?:have |'ve )?(?:\w+ )?(?:known|understood|recognized|realized)\b"
    r"(?! (?:you|your|us|him|her|them|each)\b)",
    rf"\b(?:a |the )?(?:large|whole|big|vast|impressive|considerable|sizable|{WORDS['strong']})"
    r" (?:body|pile|stack|wealth|mountain|heap|store) of "
    r"(?:\w+ )?(?:evidence|research|studies|science|papers|trials)\b",
    r"\b(?:dozens|scores|hundreds|stacks|piles|plenty|reams|a wealth|years|decades) of (?:\w+ ){0,2}?"
    r"(?:studies|trials|research|science|(?:published|scientific|medical|research) papers"
    r"|papers (?=that|show|support|favor|find|say))\b",
    r"\b(?:I|we)(?:'ve| have)? (?:once |recently |just |also )*(?:read|saw|came across) (?:an?|this|one|some) (?:\w+ ){0,2}?"
    r"(?:study|studies|trial|paper|article|research|review)\b"
    r"(?=[^.;?!]{0,40}\b(?:that|in which|where|about|saying|said|showing|which)\b)",
    r"\b(?:mounting|growing|fresh|solid|strong) (?:research|science|evidence) (?:behind|for|on|in favor of)\b",
    r"\b(?:backed|supported|proven) by (?:[\w-]+ ){0,2}?(?:science|research|studies|evidence)\b",
)
IN_STUDIES = Late(
    r"\b(?:according to|in|based on|across) (?!(?:your|my|his|her|their) (?:\w+ )?study\b)"
    r"(?:an?|one|two|three|four|five|\d+|several|some|many|most|recent|new|the|all|both)? ?"
    rf"(?:[\w'’-]+ ){{0,4}}?{NAMED}\b"
)
NOT_BEFORE = compiled(rf"\b{WORDS['not_before']}\s+(?:{WORDS['filling']}\s+)*(?:whether\s+|if\s+|what\s+)?$")
NOT_BETWEEN = compiled(rf"\b{WORDS['not_between']}\b", r"n['’]t\b")
NO_RESULT = compiled(rf"\b{WORDS['no_result']}\W*$")
NOT_IN = compiled(r"\b(?:no|not|never|few|need|more|hardly|cannot)\b|\btoo (?:few|little)\b|n['’]t\b")
NONE_BEFORE = compiled(r"\b(?:no|none|nothing|nobody|no ?one|neither|few|not|never|little)\b[^,;:]*$")
OF_OTHERS = compiled(rf"\b{WORDS['others']}\b[^;:]*$")
NOT_ASKED = compiled(r"^\W*(?:if|when|ask|before|unless|question|look for|read)\b")
NOT_ENOUGH = compiled(rf"\b{WORDS['not_enough']}\b")
ONE_STUDY = compiled(
    r"\b(?:an?|one|another|the|that|this|two|three|four|\d+|our) (?:[\w'’-]+ ){0,4}?"
    r"(?:study|studies|trials?|reviews?|survey|experiment)\b"
)
NAME = r"[A-Z][\w'’.-]+"
AUTHOR_AND_YEAR = re.compile(
    rf"\bet al\.?,? \(?(?:19|20)\d\d|{NAME}(?: (?:and|&) (?:{NAME}|others|colleagues))? \((?:19|20)\d\d\)"
    rf"|\((?:{NAME}[ ,&]+(?:and )?)+(?:et al\.?,? )?(?:19|20)\d\d\)"
    r"|(?:19|20)\d\d (?:[\w-]+ ){0,3}(?:study|trial|review|survey|paper|report) by (?:Dr\. )?[A-Z]"
    rf"|\bby (?:Dr\. )?(?:{NAME} )+(?:and (?:others|colleagues|{NAME}) )?(?:in|from|of) (?:19|20)\d\d"
)


def first_study(text: str) -> re.Match[str] | None:
    """The leftmost appeal to a study."""
    left = SIFTED.left(text)
    if not left or NOT_ASKED.match(text) or NOT_ENOUGH.search(text):
        return None
    found = (
        each
        for find, appeals in map(LOOKED_FOR.__getitem__, left)
        for each in find.finditer(text)
        if appeals(text, each)
    )
    return min(found, key=lambda each: (each.start(), -each.end()), default=None)


def is_one_study(text: str) -> bool:
    """Whether it tells of a study that the next sentences may go on with."""
    return bool(ONE_STUDY.search(text))


def names_author_and_year(text: str) -> bool:
    return bool(AUTHOR_AND_YEAR.search(text))


def _found(text: str, found: re.Match[str]) -> bool:
    """Whether studies found it: "studies show that"; not "no study shows that", "ask whether studies show it"."""
    before, between = (
        text[: found.start()],
        found["between"] or found["about"] or found["of"] or found["where"] or "",
    )
    nothing = re.match(r" (?:that|which)\b", between) and NONE_BEFORE.search(
        before
    )  # "no good trial that shows it"
    return not (
        nothing or NOT_BEFORE.search(before) or NOT_BETWEEN.search(between) or OF_OTHERS.search(before)
    )


def _known(text: str, found: re.Match[str]) -> bool:
    return not NOT_IN.search(found[0]) and not NONE_BEFORE.search(text[: found.start()])


def _tells(text: str, found: re.Match[str]) -> bool:
    """Whether it tells a result: "in a trial, people slept better"; not "take part in a study", "a result in a study"."""
    before = text[: found.start()]
    return not NOT_BEFORE.search(before) and not NO_RESULT.search(before) and not NOT_IN.search(found[0])


LOOKED_FOR = ((ACTIVE, _found), (PASSIVE, _known), (ADJECTIVE, _known), (IN_STUDIES, _tells))
SIFTED = Sifted([find for find, _ in LOOKED_FOR])
