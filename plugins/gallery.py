"""In: the example data beside each partial of the theme. Out: one preview page that shows every partial in every state."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from typogrify.filters import widont

from plugins import stages
from plugins.converter import Converter
from plugins.stages import Page
from plugins.theme import environment
from rules.problem import SiteError
from rules.site import Site


@dataclass(frozen=True)
class Example:
    """One state of one partial; name is the partial's."""

    name: str
    title: str
    html: Markup


def pages(site: Site) -> Iterator[Page]:
    yield Page("gallery", "gallery/index.html", shown)


def shown(site: Site) -> dict[str, Any]:
    """Every state of every partial."""
    converter, settings = Converter(site.words), site.settings
    gallery = _Gallery(converter, settings)
    partials = Path(settings["THEME"]) / "templates/partials"
    return {"examples": [each for file in sorted(partials.glob("*.toml")) for each in gallery.examples(file)]}


class _Gallery:
    def __init__(self, converter: Converter, settings: dict[str, Any]):
        self.converter = converter
        self.templates = environment(settings)

    def examples(self, file: Path) -> list[Example]:
        """The states that one .toml names: by the arguments of the macro, or as Markdown that the reader makes it from."""
        try:
            states = tomllib.loads(file.read_text(encoding="utf-8"))["example"]
            return [Example(file.stem, state["name"], self._shown(file.stem, state)) for state in states]
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise SiteError(f"The examples in {file.name} of the theme cannot be read: {error}.") from error

    def _shown(self, name: str, state: dict[str, Any]) -> Markup:
        if "markdown" in state:
            return Markup(widont(self.converter.convert(state["markdown"]).html))
        module = self.templates.get_template(f"partials/{name}.html").module
        return Markup(getattr(module, name.replace("-", "_"))(**state.get("args", {})))


def register() -> None:
    stages.list_pages(pages)
