"""In: a template and its context. Out: one file of the site; pages get their Document, CSS, receipt and policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from plugins import policy, receipts, styles


class PageWriter(Writer):  # type: ignore[misc]
    def write_file(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,
        *_: Any,
        **values: Any,
    ) -> None:
        """Render template into name, a path inside the output folder. Pelican's lists without an address are not ours."""
        if not name:
            return
        content = values.get("article") or values.get("page")
        if content is not None:
            values["document"] = content.document
        document = content.document if content is not None else None
        site = self.settings["CLINIC_SITE"]
        page = styles.inline(template.render({**context, **values}), site)
        page = receipts.sign(page, document, site)
        file = Path(sanitised_join(self.output_path, name))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(policy.fill(page), encoding="utf-8", newline="\n")


def _writer(_: Any) -> type[PageWriter]:
    return PageWriter


def register() -> None:
    signals.get_writer.connect(_writer)
