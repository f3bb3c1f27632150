"""In: a Document as staff wrote it, and the Site. Out: what would tell another host who reads, and what tells of a patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from rules.patterns import compiled
from rules.problem import Problem
from rules.prose import Sentence, prose
from rules.site import Document, Site

FETCHED = compiled(
    r"<(?P<tag>script|img|iframe|frame|link|video|audio|source|track|embed|object|form|input|image|use)\b[^>]*?"
    r"\b(?P<name>src|href|data|action|formaction|poster|srcset)\s*=\s*[\"']?\s*(?P<url>(?:https?:)?//[^\s\"'>]+)"
)
STYLED = compiled(r"(?:url\(\s*[\"']?|@import\s+[\"'])(?P<url>(?:https?:)?//[^\s\"')]+)")
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
NAMES = {
    "script": "A script",
    "iframe": "A frame",
    "frame": "A frame",
    "form": "A form",
    "link": "A style or font",
    "img": "A picture",
}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d\d-\d\d\b"
    rf"|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|\b\d{{1,2}} {MONTH}(?: \d{{4}})?"
)
# No initials: countries, states, degrees, times; and the first names of somebody whose family name follows.
ABBREVIATIONS = (
    "US", "UK", "UN", "EU", "DC", "MD", "DO", "PT", "RN", "ND", "LM", "MS", "BS", "MA", "BA", "PA", "NP", "OT", "NY", "LA",
    "CT", "ER", "ID", "PO", "AD", "BC", "AM", "PM", "CE", "TV",
)  # fmt: skip
THREE = (  # tests, illnesses and offices, when they are written with full stops
    "MRI", "EMG", "EKG", "ECG", "EEG", "TMJ", "ACL", "MCL", "PCL", "RSI", "IBS", "BMI", "TENS", "ADA", "FDA", "CDC", "NIH",
    "WHO", "CEO", "FAQ", "IUD", "STD", "HIV", "ICU", "CPR", "GPS", "PTA", "DPT", "LMT", "USA", "DVD", "LED",
)  # fmt: skip
NO_INITIALS = "|".join(r"\.".join(letters) + r"\b" for letters in (*ABBREVIATIONS, *THREE))
INITIALS = re.compile(
    rf"(?<![\w.])(?<!\b[Aa]n )(?<!\b[Aa] )(?!{NO_INITIALS})[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?(?! ?[A-Z][\w.])"
    r"|^[A-Z]\. ?[A-Z]\.(?=,? (?:\(|\d\d\b|born|came|seen|was seen|had|returned|reports?|is a))"
)
NAMED = re.compile(
    r"\b(?:[Pp]atients?|[Cc]lients?|[Mm]rs?\.|[Mm]s\.|Miss) (?:named |called )?"
    r"(?P<name>[A-Z]\. ?[A-Z]\.|[A-Z]\. [A-Z][a-z]+|[A-Z]{2}\b|[A-Z][a-z]+ [A-Z]\.|[A-Z][a-z]{2,})"
)
RECORD = compiled(
    r"\b(?:MRN|SSN|D\.?O\.?B\.?|(?:medical |patient |health )?record (?:number|no\.?|id|#)"
    r"|(?:chart|file|case|patient|client|claim|admission|encounter|referral) (?:number|no\.?|id|#)"
    r"|(?:patient|client|chart|(?:medical|patient|health|hospital|case) (?:record|file|chart))"
    r"(?=(?:,? (?:#|no\.? |number )| )[A-Z]{0,3}-?\d[\d-]{3})"
    r"|(?:(?:patient|client|member|billing|hospital|insurance)(?:'s)? )?account(?: number| no\.?| id)?(?= ?[:#]? ?\d[\d-]{4})"
    r"|(?:her|his|their|whose) (?:chart|record|file|account)(?=,? (?:#|no\.? |number )\d)"
    r"|(?:insurance|member|subscriber|policy|medicare|medicaid) (?:number|no\.?|id)"
    r"|social security(?: number)?|date of birth|birth ?date)\b(?:[ :#=.,]|is|was|no\.|number)*[A-Z]{0,4}-?\d[\dA-Z/.-]{3,}"
)
DIGIT = re.compile(r"\d")
SOCIAL_SECURITY = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
MAIL = re.compile(r"[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)+)")
MAIL_FOR_ALL = (  # who gives an address to anybody
    "gmail", "googlemail", "yahoo", "ymail", "hotmail", "outlook", "live", "msn", "icloud", "me", "mac", "aol", "proton",
    "protonmail", "gmx", "mail", "zoho", "comcast", "verizon", "att", "sbcglobal", "bellsouth", "cox", "charter", "earthlink",
)  # fmt: skip
PATIENT = compiled(r"\b(?:patients?|clients?|she|he|his|her)\b")
TAKE_OUT = (
    "Take it out. What you tell of a patient needs their written leave, and no story needs a name or a day."
)


def check(document: Document, site: Site) -> Iterator[Problem]:
    yield from _fetched(document)
    text = prose(document)
    for block in text.blocks:
        if block.kind not in ("footnote", "proof"):
            for sentence in block.sentences:
                yield from _patient(document, sentence, site)


def _patient(document: Document, sentence: Sentence, site: Site) -> Iterator[Problem]:
    """privacy.patient: HIPAA, 45 CFR 164.508 and 164.514."""
    for start, message in _told(sentence.text, site):
        line, column = sentence.at(start)
        yield document.problem("privacy.patient", "E", line, message, TAKE_OUT, column)


def _told(words: str, site: Site) -> Iterator[tuple[int, str]]:
    """Where in a sentence somebody could be known by, and what is wrong with it; the first of each kind."""
    if "@" in words:
        yield from _mail(words, site)
    if not DIGIT.search(words):
        return
    dated = DATE.search(words)
    named = dated and (INITIALS.search(words) or _patient_named(words, site))
    if dated and named:
        yield (
            min(named.start(), dated.start()),
            f'"{_name(named)}" with the day "{dated[0]}" may tell who this patient is.',
        )
    record = RECORD.search(words) or SOCIAL_SECURITY.search(words)
    if record:
        yield record.start(), f'"{record[0]}" looks like it is from the record of a patient.'


def _mail(words: str, site: Site) -> Iterator[tuple[int, str]]:
    for mail in MAIL.finditer(words):
        ours = mail[0].lower() in (place.email.lower() for place in site.clinic.places)
        private = mail["host"].lower().split(".")[0] in MAIL_FOR_ALL
        if not ours and (private or PATIENT.search(words)):
            yield mail.start(), f'"{mail[0]}" looks like the address of a patient.'
            return


def _patient_named(words: str, site: Site) -> re.Match[str] | None:
    """Mrs. Alvarez, patient J. Roe; not somebody of the clinic."""
    staff = {part.strip(".,") for person in site.clinic.people for part in person.full_name.split()}
    found = NAMED.search(words)
    return None if found and set(found["name"].split()) & staff else found


def _name(found: re.Match[str]) -> str:
    return found.groupdict().get("name") or found[0]


def _fetched(document: Document) -> Iterator[Problem]:
    body = document.body
    if "`" in body or "~~~" in body:
        body = CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)
    lower = body.lower()
    for pattern in (FETCHED, STYLED) if "url(" in lower or "@import" in lower else (FETCHED,):
        for found in pattern.finditer(body):
            tag = found.groupdict().get("tag", "link").lower()
            line = document.body_line + body.count("\n", 0, found.start())
            yield _problem(document, line, NAMES.get(tag, "Something"), found["url"])
    for picture in document.pictures:
        if (
            urlsplit(picture.target).netloc
            and f'"{picture.target}' not in body
            and f"'{picture.target}" not in body
        ):
            yield _problem(document, picture.line, "A picture", picture.target)


def _problem(document: Document, line: int, what: str, url: str) -> Problem:
    return document.problem(
        "privacy.remote",
        "E",
        line,
        f"{what} would be fetched from {urlsplit(url).netloc}, which then knows who reads this page.",
        "Put a copy into content/images, or write a plain link.",
    )
