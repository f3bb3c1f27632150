"""In: finished Documents. Out: Pelican's own articles and pages, so that its generators choose templates and addresses."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican import Pelican, signals
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Category

from plugins import stages
from plugins.addresses import is_first
from rules.site import Document, Site

LONG_AGO = datetime.date(1970, 1, 1)


class DocumentReader(BaseReader):  # type: ignore[misc]
    """Hands Pelican the Document that the stages finished, instead of reading the file again."""

    enabled = True
    file_extensions = ("md", "markdown")

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        site: Site = self.settings["CLINIC_SITE"]
        document = site.document(Path(source_path).relative_to(site.content).as_posix())
        return document.html, _metadata(document, self.settings)


def _metadata(document: Document, settings: dict[str, Any]) -> dict[str, Any]:
    day = document.date or LONG_AGO
    return {
        "title": document.title,
        "summary": document.summary,
        "slug": document.slug,
        "status": "published",
        "template": document.template,
        "date": datetime.datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings["TIMEZONE"])),
        "category": Category(document.topic.name if document.topic else document.kind, settings),
        "url": document.url,
        "save_as": document.save_as,
        "document": document,
    }


def choose(site: Site) -> None:
    """Tell Pelican which files to read: one for each address."""
    documents = [document for document in site.documents if is_first(document, site)]
    site.settings["ARTICLE_PATHS"] = [d.name for d in documents if d.kind == "article"]
    site.settings["PAGE_PATHS"] = [d.name for d in documents if d.kind != "article"]
    site.settings["TIMEZONE"] = site.clinic.place.timezone


def _run_stages(pelican: Pelican) -> None:
    stages.run(pelican.settings)


def _only_ours(readers: Readers) -> None:
    readers.reader_classes = {extension: DocumentReader for extension in DocumentReader.file_extensions}


def register() -> None:
    stages.add(choose)
    signals.initialized.connect(_run_stages)
    signals.readers_init.connect(_only_ours)
