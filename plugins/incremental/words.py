"""In: why a page was made anew, as the engine notes it. Out: the same in words for people."""

from __future__ import annotations

from rules.view import Question

SAID = {
    "shown": "what other pages show of {} has changed",
    "anchors": "the headings of {} have changed",
    "related": "what {} leads to has changed",
    "url": "a page at the address /{} came or went",
    "title": 'a page with the title "{}" came or went',
    "slug": "a page of the kind {} came or went: {}",
    "kind": "the list of pages of the kind {} has changed",
    "latest": "the newest articles are others",
    "feed": "the articles of the feed have changed",
    "dates": "the address or the date of a page has changed",
    "topics": "a topic has its first article, or lost its last",
    "person": "what {} wrote or reviewed has changed",
    "topic": "the articles of the topic {} have changed",
    "file": "{} has changed",
    "redirect": "the old address {} has changed",
    "pages": "a page came, went, or is shown otherwise",
    "urls": "an address came or went",
    "names": "a file came or went",
    "problems": "what is to mend has changed",
    "backings": "what pages say with a source has changed",
}
EDITED = "its text was edited"
NEW = "it is new"


def of(question: Question) -> str:
    """One question that has another answer."""
    return SAID[question[0]].format(*question[1:])
