"""In: Pelican's run. Out: the pages that no file stands for, handed to Pelican; and all its pages, rendered and written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins import stages
from plugins.render import Task, brought, write_all, write_rest
from rules.site import Site


class Listings(Generator):  # type: ignore[misc]
    def generate_output(self, writer: Writer) -> None:
        for page in stages.listed(self.settings["CLINIC_SITE"]):
            writer.write_file(page.path, self.get_template(page.template), self.context, listed=page)


class PageWriter(Writer):  # type: ignore[misc]
    """Gathers what is to be rendered: several processes share it when all of it is known."""

    def write_file(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,
        *_: Any,
        **values: Any,
    ) -> None:
        """Have template rendered into name, a path inside the output folder. Pelican's lists without an address are not ours."""
        if not name:
            return
        content = values.get("article") or values.get("page")
        shows = values["listed"] if content is None else content.document
        site: Site = self.settings["CLINIC_SITE"]
        site.tasks.append(Task(template, name, shows))


def _finish(pelican: Pelican) -> None:
    site: Site = pelican.settings["CLINIC_SITE"]
    site.written = write_all(site.tasks, site, Path(pelican.output_path))
    site.written |= write_rest(site, Path(pelican.output_path), brought(site))


def _generators(_: Any) -> type[Listings]:
    return Listings


def _writer(_: Any) -> type[PageWriter]:
    return PageWriter


def register() -> None:
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_finish)
