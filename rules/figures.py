"""In: the plain words of a sentence. Out: what in it says how many people, how often, how likely or how large an effect.

Not figures in this sense: doses, durations, prices, times of day, ages, parts of the body, and what to do how often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.patterns import Late, Sifted, compiled
from rules.wordlists import groups

ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VALUES = {word: value for value, word in enumerate(ONES, 1)}
VALUES["dozen"] = 12
VALUES |= {word: value for value, word in zip(range(20, 100, 10), TENS, strict=True)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

WORDS = groups(__file__)
PEOPLE, OUTCOME, MORE, PERSON, ORDINAL = (
    WORDS[name] for name in ("people", "outcome", "less_or_more", "person", "ordinal")
)
ONE, TEN, SCALE = "|".join(ONES), "|".join(TENS), f"(?:[- ](?:{'|'.join(SCALES)}))?"
WORD = rf"\b(?:(?:{TEN})(?:[- ](?:{ONE}))?|{ONE}|(?:a )?dozen|a hundred|a thousand|a million)"
NUMBER = rf"(?:(?<![\d.,$/])\d[\d,]*+(?:\.\d+)?+{SCALE}|{WORD}{SCALE})"
PART = (
    r"(?:(?:one[- ]|a )?half|(?:a|one|two)[- ]thirds?|(?:a|one|three)[- ](?:quarters?|fourths?)"
    r"|(?:a|one|two|three|four)[- ]fifths?|(?:a|one)[- ](?:sixth|seventh|eighth|ninth|tenth))"
)
SOME_PEOPLE = rf"(?:all |the |these |those |our |its |every |of )*(?:[\w'’-]+ ){{0,3}}?{PEOPLE}\b"
TIME = compiled(rf"\b{WORDS['time']}\b")
NO_TIME = rf"(?!\s*-?{WORDS['time']}\b)"
ABOUT = r"(?:about |almost |nearly |up to |more than |over |as much as )?"


SHARE = Late(
    rf"(?P<part>{NUMBER}|once)[- ](?:in|out of)[- ](?:every |the |about |some )?(?P<whole>{NUMBER}|{'|'.join(SCALES)})\b{NO_TIME}"
)
OF_WHOLE = Late(rf"(?P<part>{NUMBER}) of (?:the |every |these |those )?(?P<whole>{NUMBER})\b{NO_TIME}")
STEP_BEFORE = compiled(rf"\b{WORDS['steps']}s? $")
PER_CENT = Late(rf"{NUMBER}(?:\s*%?\s*(?:to|-|–)\s*{NUMBER})?\s*(?:%|-?per ?cent(?:age points?)?\b)")
ALL = compiled(r"(?:100|a hundred|one hundred)\s*(?:%|per ?cent)")
COUNT = Late(
    rf"(?P<count>{NUMBER}) (?P<between>(?:[\w'’-]+ ){{0,3}}?){PEOPLE}\b(?=(?P<after>(?: [\w'’-]+){{0,4}}))"
)
MANY = Late(
    rf"\b(?:tens of |hundreds of )?(?:dozens|hundreds|thousands|millions|billions) of (?:[\w'’-]+ ){{0,3}}?{PEOPLE}\b",
    rf"\b(?:the|a) (?:\w+ )?majority of {SOME_PEOPLE}",
)
AS_MANY = Late(
    rf"\b(?:twice|half|{NUMBER} times) (?:as|more|less) (?:often|many)\b",
)
ALWAYS = (  # these need no second look
    Late(
        rf"\b{PART}\b,? (?:of )?(?:{SOME_PEOPLE}|the time\b|the cases\b|all who\b)",
        rf"\b{PART} of (?:all|every) (?:[\w'’-]+ ){{0,2}}?\w{{3,}}s\b",
        r"\bfifty-fifty\b|\b50[-/]50 (?:chance|odds)",
        rf"\b{OUTCOME}\b[^,;]{{0,40}} (?:by|in) {ABOUT}{PART}\b",
    ),
    Late(
        rf"\b(?:twice|half|{NUMBER} times) (?:as|more|less) (?:likely|common|effective|high|frequent|prone)\b",
        rf"\b(?:twice|double|triple|half|{NUMBER} times) (?:the|your|their|a person's) (?:usual )?(?:{OUTCOME}|rate)\b",
        rf"{NUMBER} times (?:higher|lower|greater)\b",
        rf"\b(?:those|group|who|{PEOPLE})\b[^.;]{{0,60}} (?:twice|half|{NUMBER} times) as (?:long|fast|quickly|well|much)\b",
    ),
    Late(
        rf"\b(?:{NUMBER}[- ]?fold|twofold|threefold|tenfold)\b",
        r"\b(?:doubl|tripl|quadrupl|halv)(?:e|es|ed|ing) (?:the|your|their|his|her|a person's) "
        rf"(?:[\w'’-]+ ){{0,3}}?(?:{OUTCOME}|rate)\b",
        rf"\b(?:{OUTCOME}|rate) (?:has |have )?(?:doubl|tripl|quadrupl|halv)e[ds]\b",
    ),
    Late(rf"\b{WORDS['changed']}\b[^.,;]{{0,40}}? from {NUMBER} to {NUMBER}\b{NO_TIME}"),
    Late(
        rf"{NUMBER} points? {MORE}\b|\bby {ABOUT}{NUMBER} points?\b",
        rf"\b(?:dropped|fell|rose|went (?:up|down)|improved|gained|lost) {ABOUT}{NUMBER} points?\b",
    ),
    Late(
        rf"\bevery {ORDINAL} (?:\w+ )?(?:{PEOPLE}|{PERSON})\b(?! {WORDS['no_one']}\b)",
        rf"\bevery {ORDINAL} (?:\w+ )?{WORDS['occasion']}(?: \w+)? (?:to|with|at|of|is|was|comes|in|has)\b",
    ),
    Late(
        rf"{NUMBER} (?:[\w'’-]+ )?{WORDS['occasions']} (?:in|out of) (?:every )?{NUMBER}\b{NO_TIME}(?! more\b)"
    ),
    Late(r"\b(?:millions|billions|trillions) of dollars\b|\b(?:million|billion|trillion) dollars\b"),
    Late(rf"\b(?:{PEOPLE}|adult|american|worker|person)\b(?=[^.;]*\ban average of\b).*?{NUMBER}"),
    Late(
        r"\b(?:recovers?|recovered|healed|heals|slept|returned|improved|got better|went home|went back)\b"
        rf"(?: [\w'’-]+){{0,5}} (?:{NUMBER}|an?) (?:days?|weeks?|months?|minutes|hours?) {MORE}\b",
    ),
    Late(
        rf"\b(?:one|1) {PERSON} (?:in|out of) (?:every )?{NUMBER}{NO_TIME}",
        rf"{NUMBER} (?:[\w'’-]+ )?{PEOPLE} (?:in|out of) (?:every|each|a) (?:{NUMBER}|{'|'.join(SCALES)})\b{NO_TIME}",
    ),
    Late(r"\b(?:second|third|fourth|fifth|\d(?:nd|rd|th))[- ]most[- ](?:common|frequent)\b"),
    Late(r"\$ ?\d[\d,.]* (?:million|billion|trillion)\b"),
    Late(rf"{NUMBER}(?: \S+)? (?:per|for every|of every|in every) {NUMBER}\b{NO_TIME}"),
    Late(
        rf"\b{PEOPLE}\b(?=[^.;]*\bon average\b).*?{NUMBER}",
        r"\b(?:on average|the average|the typical)\b"
        rf"(?=.*\b(?:{PEOPLE}|adult|american|worker|patient|person)\b).*?{NUMBER}",
    ),
)
TO_DO = compiled(
    rf"^\W*(?:(?:then|please|so|now|instead|also|just),? )?{WORDS['to_do']}\b",
    rf"\b(?:you (?:can|may|should|need to|will need to|might|could)|try to|and|then|,) {WORDS['to_do']}\b[^.;]*$",
)
OURS = compiled(r"\b(?:we|our)\b[^,;:]*$")
PEOPLE_AFTER = compiled(rf"\s*(?:of )?{SOME_PEOPLE}")
HAPPENED, ROOM = compiled(rf"\b{WORDS['happened']}\b"), compiled(rf"\b{WORDS['room']} (?:\w+ ){{0,3}}$")
OTHER_BEFORE = compiled(rf"\b{WORDS['other_before']}\b(?:[^.;]{{0,25}})$")
OTHER_AFTER = compiled(
    rf"^(?:[- ]+\w+)?[- ]*{WORDS['other_after']}", rf"^[- ]*of (?:the|your) (?:\w+ )?{WORDS['other_whole']}\b"
)
DECIDES = compiled(rf"\b{WORDS['decides']}\b")
THRESHOLD = Late(r"\b\d{2,3}(?:\.\d)?\s*(?:°\s*F?|degrees|F\b)", r"\b\d{2,3}(?:/| over )\d{2,3}\b")


def figures(text: str) -> Iterator[re.Match[str]]:
    """Each figure that needs a source, in no order."""
    left = SIFTED.left(text)
    if not left:
        return
    numbered = any(map(COUNTS.__getitem__, text.split()))
    for pattern, counts in map(LOOKED_FOR.__getitem__, left):
        if numbered or pattern not in WITH_NUMBER:
            yield from (found for found in pattern.finditer(text) if counts(text, found))


def first_figure(text: str) -> re.Match[str] | None:
    """The leftmost figure that needs a source, the longest of those that begin there."""
    return min(figures(text), key=lambda found: (found.start(), -found.end()), default=None)


def value(words: str) -> float:
    """What a number in digits or words stands for: "20,500", "2.5 million", "sixty-five"."""
    total = 1.0
    for word in re.split(r"[- ]", words.lower()):
        if word in SCALES:
            total *= SCALES[word]
        elif word in VALUES:
            total = total + VALUES[word] if total >= 20 else VALUES[word]
        elif re.fullmatch(r"\d[\d,]*(?:\.\d+)?", word):
            total = float(word.replace(",", ""))
    return total


def _is_share(text: str, found: re.Match[str]) -> bool:
    part = 1 if found["part"].lower() == "once" else value(found["part"])
    return part < value(found["whole"]) and not STEP_BEFORE.search(text[: found.start()])


def _is_part(text: str, found: re.Match[str]) -> bool:
    """5 of the 24 walkers, 8 of 10; not two of the 12 rooms."""
    round_number = value(found["whole"]) in (10, 20, 100, 1_000, 10_000, 100_000)
    return (round_number or bool(PEOPLE_AFTER.match(text, found.end()))) and _is_share(text, found)


def _is_of_people(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    if ALL.fullmatch(found[0]):  # "100 % effective" is a promise, for another rule
        return False
    return bool(PEOPLE_AFTER.match(after)) or not (OTHER_BEFORE.search(before) or OTHER_AFTER.match(after))


def _is_many(text: str, found: re.Match[str]) -> bool:
    """Many people are a figure; a few only when it is told what became of them. Two who lift a sofa are none."""
    year = re.fullmatch(r"(?:19|20)\d\d,?", found["count"])
    if year or TIME.search(found["between"]) or ROOM.search(text[: found.start()]):
        return False
    return value(found["count"]) >= 100 or bool(HAPPENED.search(found["after"]))


def _is_told_of_others(text: str, found: re.Match[str]) -> bool:
    """ "We have helped hundreds of people" is a boast; it counts nothing."""
    return not OURS.search(text[: found.start()])


def _is_told(text: str, found: re.Match[str]) -> bool:
    """ "Take twice as many breaks" tells what to do, and how often."""
    return not TO_DO.search(text[: found.start()] + " ")


def _always(text: str, found: re.Match[str]) -> bool:
    return True


def _decides(text: str, found: re.Match[str]) -> bool:
    """A threshold counts where care depends on it."""
    return bool(DECIDES.search(text))


LOOKED_FOR = (
    (AS_MANY, _is_told),
    *((pattern, _always) for pattern in ALWAYS),
    (SHARE, _is_share),
    (OF_WHOLE, _is_part),
    (PER_CENT, _is_of_people),
    (COUNT, _is_many),
    (MANY, _is_told_of_others),
    (THRESHOLD, _decides),
)
WITH_NUMBER = (SHARE, OF_WHOLE, PER_CENT, COUNT)  # a text without a NUMBER holds none of these
SIFTED = Sifted([pattern for pattern, _ in LOOKED_FOR])


class _Counts(dict[str, bool]):
    """Whether a NUMBER, or "once", may begin in a word: asked once for each word there is."""

    def __missing__(self, word: str) -> bool:
        found = self[word] = bool(BEGINS.search(word))
        return found


BEGINS = compiled(rf"\d|\b(?:{ONE}|{TEN}|dozen|hundred|thousand|million|once)")
COUNTS = _Counts()
