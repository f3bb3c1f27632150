"""In: the example data beside each partial of the theme. Out: one preview page that shows every partial in every state."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer
from typogrify.filters import widont

from plugins.converter import Converter
from rules.problem import SiteError
from rules.site import Site


@dataclass(frozen=True)
class Example:
    """One state of one partial; name is the partial's."""

    name: str
    title: str
    html: Markup


class Gallery(Generator):  # type: ignore[misc]
    def generate_output(self, writer: Writer) -> None:
        site: Site = self.settings["CLINIC_SITE"]
        converter = Converter(site.words)
        examples = [
            example
            for file in sorted((Path(self.settings["THEME"]) / "templates/partials").glob("*.toml"))
            for example in self._examples(file, converter)
        ]
        writer.write_file("gallery/index.html", self.get_template("gallery"), self.context, examples=examples)

    def _examples(self, file: Path, converter: Converter) -> list[Example]:
        """The states that one .toml names: by the arguments of the macro, or as Markdown that the reader makes it from."""
        try:
            states = tomllib.loads(file.read_text(encoding="utf-8"))["example"]
            return [
                Example(file.stem, state["name"], self._shown(file.stem, state, converter))
                for state in states
            ]
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise SiteError(f"The examples in {file.name} of the theme cannot be read: {error}.") from error

    def _shown(self, name: str, state: dict[str, Any], converter: Converter) -> Markup:
        if "markdown" in state:
            return Markup(widont(converter.convert(state["markdown"]).html))
        module = self.env.get_template(f"partials/{name}.html").make_module(self.context)
        return Markup(getattr(module, name.replace("-", "_"))(**state.get("args", {})))


def _generators(_: Any) -> type[Gallery]:
    return Gallery


def register() -> None:
    signals.get_generators.connect(_generators)
