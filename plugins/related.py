"""In: what is known of all pages. Out: Documents with the services, conditions and articles that they lead to."""

from __future__ import annotations

from plugins import stages
from rules.site import Document, Site


def link(document: Document, site: Site) -> None:
    """Fill services, conditions and related. Unknown names in a head are for rules/head.py."""
    document.services, document.conditions, document.related = site.related_to(document.name)


def register() -> None:
    stages.add_each(link)
