"""In: a Document. Out: how hard it is to read, counted once for its receipt and for the coach."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from rules.prose import Prose, prose
from rules.reading import Reading, reading
from rules.site import Document

_counted: WeakKeyDictionary[Prose, Reading] = WeakKeyDictionary()


def reading_of(document: Document) -> Reading:
    """The grades of a document; of changed words anew, as they are another Prose."""
    known = prose(document)
    if known not in _counted:
        _counted[known] = reading(known)
    return _counted[known]
