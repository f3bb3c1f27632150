"""In: finished Documents. Out: Pelican's own articles and pages, so that its generators choose templates and addresses."""

from __future__ import annotations

import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from pelican import Pelican, signals
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Category
from typogrify.filters import widont

from plugins import assets, handout, hours, open_now, social_card, stages, styles, templates
from plugins.addresses import first_of_each
from plugins.structured_data import absolute, trail
from rules.site import Document, Site

LONG_AGO = datetime.date(1970, 1, 1)


class DocumentReader(BaseReader):  # type: ignore[misc]
    """Hands Pelican the Document that the stages finished, instead of reading the file again."""

    enabled = True
    file_extensions = ("md", "markdown")

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        site: Site = self.settings["CLINIC_SITE"]
        document = site.named(Path(source_path).relative_to(site.content).as_posix())
        assert document is not None  # noqa: S101  Pelican was told these files
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


def settle(site: Site) -> None:
    """Tell Pelican which files to read, and give the templates their words, filters and addresses."""
    settings, documents = site.settings, first_of_each(site)
    settings["ARTICLE_PATHS"] = [d.name for d in documents if d.kind == "article"]
    settings["PAGE_PATHS"] = [d.name for d in documents if d.kind != "article"]
    settings["TIMEZONE"] = site.clinic.place.timezone
    settings["JINJA_ENVIRONMENT"] = templates.compiling(settings)
    settings["JINJA_GLOBALS"] = {
        "site": site,
        "w": site.words,
        "once": templates.once(),
        "asset": cache(partial(assets.add_theme_file, site)),
        "print_sheet": cache(lambda: assets.add(site, "print.css", styles.for_print(site).encode())),
        "qr": lambda url: assets.add(site, "qr.svg", handout.qr(absolute(site, url))),
        "open_now_data": partial(open_now.data, site),
        "open_now_script": partial(assets.small_script, site, "open-now.js"),
        "notices": lambda place: hours.notices(place, site.today, site.words),
        "script": partial(assets.add_script, site),
        "social_card": partial(social_card.address, site),
        "link": lambda url: site.base + url,
        "absolute": partial(absolute, site),
        "trail": lambda document: tuple(trail(document, site)),
    }
    settings["JINJA_FILTERS"] = {
        "widont": lru_cache(10_000, typed=True)(lambda text: Markup(widont(str(escape(text))))),
        "iso_date": hours.iso_date,
        **{
            name: partial(getattr(hours, name), words=site.words)
            for name in ("long_date", "day_text", "week_summary", "closure_text", "time_text")
        },
    }


def _run_stages(pelican: Pelican) -> None:
    stages.run(pelican.settings)


def _only_ours(readers: Readers) -> None:
    readers.reader_classes = {extension: DocumentReader for extension in DocumentReader.file_extensions}


def register() -> None:
    stages.add(settle)
    signals.initialized.connect(_run_stages)
    signals.readers_init.connect(_only_ours)
