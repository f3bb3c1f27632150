"""In: a sentence and the place of words in it. Out: whether the text itself stands behind these words.

"Massage does not cure sciatica", "Can massage cure sciatica?", "Myth: ...", "beware of ads that promise a cure" say
the opposite of a claim, though they hold the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.prose import Block, Sentence

I = re.IGNORECASE  # noqa: E741 -- the name that re gives it
PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-", "\u00a0": " "})

SUBJECT = r"(?:we|our|you|your|it|they|this|these|he|she|I|massages?|adjustments?|chiropractic|the \w+ (?:is|are|will|can))"
BREAK = re.compile(
    rf"[;:\u2013\u2014]|\s--?\s|[.!?]\s|,\s+(?:but|and|so|yet|or|because|while|when|where|which|who|then|instead|just|{SUBJECT})\b"
    r"|\s(?:but|yet|because|although|though)\s|\sand (?:we|our|it|they|you)\b",
    I,
)
NOT = re.compile(
    r"\b(?:not|never|cannot|nobody|no one|none|nothing|neither|nor|without|no|hardly|rarely|seldom|unlikely|refuses? to|"
    r"unable to|fails? to|failed to|instead of|rather than|less than|far from|too early to|few)\b(?!-)|n't\b",
    I,
)
INSIDE = re.compile(r"\b(?:not|never|cannot|nobody|no one|none)\b(?! (?:only|just|merely|simply)\b)|n't\b|\b(?:have|has|are|is|offers?) no\b", I)
# A negation that denies nothing of what follows, or that ends at its own comma.
NO_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|simply)\b|\bno (?:matter|doubt|wonder|question|longer|better|faster|surer|other|mystery|secret|surprise)\b"
    r"|\bnever again\b|\bwithout (?:a |any )?(?:doubt|question|fail)\b|\b(?:without|no)\b[^,]*,|\bno more\b|\bnothing\b(?=.*\b(?:like|better|faster)\b)"
    r"|\b(?:can't|cannot|couldn't|could not) (?:wait|help but)\b|\bnot [^,]{1,40}, but\b|\bwhy not\b|\bfew\b(?= (?:\w+ )?(?:visits|sessions|weeks|days|steps|minutes|treatments|adjustments|massages|hours|months|years))"
    r"|\bisn't it\b|\bdon't (?:wait|suffer|worry|let)\b[^,]*,",
    I,
)
COORDINATED = re.compile(r"\b(?:do|does|did|will|can|could|would|may|might)(?:n't| not)\b[^,;]*\band (?:also |even )?$", I)
DENIED_AFTER = re.compile(
    r"^[^.;:!?]{0,60}?\b(?:(?:is|are|was|were) (?:just |only |simply |still )?(?:not (?:true|possible|known|proven|likely|realistic|what|something|so)"
    r"|a (?:\w+ )?(?:myth|lie|fairy tale|false)|false|untrue|wrong|misleading|unproven|unknown|impossible|myths|nonsense)"
    r"|(?:has|have)(?:n't| not| never) been (?:shown|proven|found|tested|proved)|do(?:es)?(?:n't| not) exist|(?:is|are)(?:n't| not| never) (?:guaranteed|promised|proven|known|true|possible)"
    r"|(?:cannot|can't|can never) be (?:promised|guaranteed|known|said|proven)|rests? on (?:weak|no|little|thin))\b",
    I,
)
SPEAKERS = (
    r"(?:ads|adverts?|advertisements?|web ?sites|sites|people|clinics|sellers|companies|providers|chiropractors|therapists|others|practices|"
    r"posts?|friends|books|magazines|articles|influencers|marketers|commercials|somebody|someone|anyone|anybody|an? ad|everyone|everybody|they|many|some)"
)
SAY = r"(?:says?|said|claims?|claimed|promises?|promised|believes?|thinks?|thought|sells?|offers?|states?|advertises?|advertising|insists?|hopes?|swears?|tells? you|call)"
REPORTED = re.compile(
    r"\b(?:beware|be wary|wary|be careful|careful|be cautious|cautious|skeptical|watch out|stay away|walk away|avoid|distrust|"
    r"(?:do not|don't|never) (?:trust|believe|fall for|expect|choose|assume|think)|"
    r"you (?:may|might|could|often|sometimes|probably)?\s?(?:often |sometimes |also |still )?(?:have )?(?:hear|heard|read|see|seen)|"
    rf"{SPEAKERS} (?:\w+ ){{0,3}}{SAY}|(?:myth|belief|idea|notion|misconception|rumor|rumour|old saying|claim|promise|hope|theory) (?:that|of|is)|"
    r"it is (?:often |sometimes |commonly |widely |once )?(?:a myth|said|claimed|believed|thought|assumed|untrue|false|wrong)|used to (?:think|believe|say)|"
    r"so-called|claims (?:such as|like|that)|promises (?:such as|like|that|of)|words? (?:such as|like)|the words?|"
    r"(?:no|little|weak|poor|thin|not enough|without|any|good|enough) (?:\w+ )?(?:proof|evidence|research) (?:that|for|of|to)|(?:study|studies|trials?|research) (?:of|on|about) whether)\b",
    I,
)
ASKED = re.compile(
    r"\b(?:ask|asks|asked|asking|wonders?|knows?|see|tell|decide|check|find out|sure|certain|learn|judge|say|test|discuss|unclear|unsure|consider|"
    r"question|questions|depends?|unknown|shows?|explain|explains)\b[^.;]{0,50}\b(?:if|whether|what|which|how (?:safe|sure|well|likely|good|strong|much|often|far))\b[^.;:]*$",
    I,
)
SUPPOSED = re.compile(
    r"\b(?:if|whether|until|unless|when|once|while|as long as|in case|provided|make sure|makes sure|be sure|check|how|where|assume)\b[^;:]{0,60}$", I
)
QUESTION = re.compile(r"\?[\"')\]]*$")
LEADING = re.compile(r"^\W*(?:did you know|why (?:not |suffer|wait|live)|ready to|are you ready to|isn't it|wouldn't you|who else)\b", I)
YES = re.compile(r"^\W*(?:yes|absolutely|of course|certainly|definitely|it is|it does|we can|they do)\b", I)
HEDGE = re.compile(
    r"\b(?:may|might|could|can|some|somewhat|sometimes|often|many|most|mostly|probably|perhaps|maybe|likely|seems?|appears?|suggests?|tends?|possibly|"
    r"hopes?|aims?|tr(?:y|ies) to|meant to|said to|for a while|a little|a bit|slightly|generally|usually|up to a point|about as well)\b",
    I,
)
STUDY = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|reviews?|surveys?|research\w*|participants|volunteers|group|colleagues|meta-analys[ei]s|cochrane|guidelines?|guides?)\b", I
)
PAST = re.compile(r"\b(?:was|were|had|did|found|felt|got|slept|went|fell|rose|became|showed|could|\w{3,}ed)\b", I)
MYTH = re.compile(r"^\W*(?:myth|fiction|misconception|wrong|false claim|false belief|false|claim|belief|rumou?r)s?(?: (?:no\.? ?|number )?\d+)?\s*(?:[:.\u2013\u2014]|-+ |$)", I)
FACT = re.compile(r"\b(?:fact|truth|reality|in truth|in fact|right)\s*[:.\u2013\u2014]", I)
MYTHS = re.compile(r"\b(?:myths?|misconceptions?|fairy tales?|false (?:claims?|beliefs?)|what (?:you may|people|ads|others) (?:hear|say|think|promise|claim))\b", I)
DENIAL = re.compile(r"^\W*(?:no\b(?![ -]?(?:more|pills|surgery|drugs|matter|need|wonder))|false\b|wrong\b|untrue|not (?:true|so|quite|really)|(?:this|that|it)(?:'s| is)? (?:not (?:true|so|right|correct)|a myth|false|wrong|untrue|only a))", I)
QUOTED = re.compile(r'"[^"]*"')
OWN_WORDS = re.compile(r"\b(?:our (?:motto|promise|slogan|goal|aim|mission)|we (?:say|call|like to say))\b", I)
OWN = re.compile(r"\b(?:we|us|our|ours)\b", I)


def plain(text: str) -> str:
    """The same letters at the same places, with typewriter quotes."""
    return text.translate(PLAIN)


@dataclass(frozen=True)
class Said:
    """A sentence as the patterns read it: text, with what leads to a list item before it (lead letters of it)."""

    text: str
    lead: int
    sentence: Sentence
    next: str  # the sentence after it, or ""

    @property
    def cited(self) -> bool:
        return bool(self.sentence.notes or self.sentence.block.lead_notes)

    @property
    def result(self) -> bool:
        """It tells what a study found, in the past tense, and names its source."""
        return self.cited and bool(STUDY.search(self.text)) and bool(PAST.search(self.text))

    @property
    def question(self) -> bool:
        """A real question: not one that sells, and not one that a plain yes answers."""
        if not QUESTION.search(self.text) or LEADING.match(self.text[self.lead :]):
            return False
        return not YES.match(self.next) or bool(HEDGE.search(self.next)) or bool(NOT.search(self.next))

    def place(self, start: int) -> tuple[int, int]:
        """Line and column in the file of a position in text."""
        return self.sentence.at(max(0, start - self.lead))


def said(block: Block, before: str = "", after: str = "") -> list[Said]:
    """The sentences of a block. before: words that lead to it, when the block does not know; after: what follows it."""
    sentences = block.sentences
    found = []
    lead = _lead(block) or before
    for number, sentence in enumerate(sentences):
        follows = sentences[number + 1].text if number + 1 < len(sentences) else after
        text = plain(sentence.text)
        first = f"{lead} " if lead and not number else ""
        found.append(Said(first + text, len(first), sentence, plain(follows)))
    return found


def _lead(block: Block) -> str:
    """The last sentence before a list, without its colon: "We do not" before "promise a cure"."""
    if block.kind != "item" or not block.lead:
        return ""
    return re.split(r"(?<=[.!?])\s", plain(block.lead).strip())[-1].rstrip(" :")


def told_as_myth(block: Block, myths: bool) -> bool:
    """The block is what others believe: under a heading about myths, or after the word."""
    text = plain(block.text)
    return bool(MYTH.match(text) or MYTH.match(plain(block.lead))) or (
        myths and block.kind in ("heading", "term", "cell", "item", "quote")
    )


def denied(each: Said, start: int, end: int, negative: bool = False) -> bool:
    """Negated before, in or after the words, asked, quoted, told of others, or called a myth.

    negative: the words deny something by themselves, as "no risk" does.
    """
    text = each.text
    clause = _clause(text, start)
    return (
        _negated(clause, text[start:end])
        or (not negative and bool(INSIDE.search(text, start, end)))
        or bool(DENIED_AFTER.match(text[end:]))
        or each.question
        or bool(DENIAL.match(each.next))
        or _quoted(text, start)
        or _reported(text, start, end)
        or bool(ASKED.search(clause))
        or _after_myth(each, start)
    )


def supposed(each: Said, start: int) -> bool:
    """Only a condition: "if it is safe", "until the pain is gone"."""
    return bool(SUPPOSED.search(_clause(each.text, start)))


def _clause(text: str, start: int) -> str:
    """What stands before a place, back to where its clause begins."""
    begin = 0
    for found in BREAK.finditer(text, 0, start):
        begin = found.end() if found[0][-1] in ";:.!? -\u2013\u2014" else found.start()
    return text[begin:start]


def _negated(clause: str, words: str) -> bool:
    if COORDINATED.search(clause) and words.split()[0].endswith("s"):
        return False
    return bool(NOT.search(NO_NEGATION.sub(" ", clause)))


def _quoted(text: str, start: int) -> bool:
    inside = any(found.start() < start < found.end() - 1 for found in QUOTED.finditer(text))
    return inside and not OWN_WORDS.search(text)


def _reported(text: str, start: int, end: int) -> bool:
    """Said by others. What they are said to say of us ("people say we are the best") is our own claim."""
    for found in REPORTED.finditer(text, 0, end):
        if found.start() < start and not OWN.search(text, found.end(), end) and not re.search(r"[.;]|, but ", text[found.end() : start]):
            return True
    return False


def _after_myth(each: Said, start: int) -> bool:
    block = plain(each.sentence.block.text)
    if not MYTH.match(block):
        return False
    return not FACT.search(block, 0, each.sentence.start + max(0, start - each.lead))
