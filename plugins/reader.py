"""In: Documents with their text.

Out: the same with head values, HTML, headings, links and pictures, and problems for what was removed.
"""

from __future__ import annotations

from plugins import readings, stages
from rules.site import Document, Site


def read(site: Site) -> None:
    """Fill every document of the site; one that cannot be converted leaves the site with a problem."""
    readings.read_all(site, _read)
    for document in site.documents:
        document.author = site.clinic.person(document.value("Author"))
        document.reviewer = site.clinic.person(document.value("Reviewer"))
        document.topic = next((t for t in site.clinic.topics if t.id == document.value("Category")), None)
    site.problems += [
        problem for document in site.documents if not document.readable for problem in document.found
    ]
    site.documents = [document for document in site.documents if document.readable]


def _read(document: Document, site: Site) -> None:
    """Everything that one text, the facts and the day decide; its problems too."""
    from plugins.one_text import read_text  # here: it takes long to load, and known texts do without

    read_text(document, site)


def register() -> None:
    stages.add(read)
