"""In: Pelican's settings, and macros of the theme. Out: templates compiled once, and what many pages show drawn once a build."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, pass_environment
from markupsafe import Markup

from rules.view import View


def once(view: View) -> Callable[..., str]:
    """For the templates of one build: once("layout/acts", value, ...) is the macro acts of that template, drawn a single time.

    What it asks the Site counts for every page that shows it.
    """

    @pass_environment
    def drawn(environment: Environment, name: str, *values: Hashable) -> str:
        def draw() -> str:
            module = environment.get_template(f"{name}.html").module
            return str(getattr(module, name.rpartition("/")[2].replace("-", "_"))(*values))

        return Markup(view.remember(("once", name, *values), draw))  # noqa: S704  a macro has escaped it

    return drawn


def compiling(settings: dict[str, Any]) -> dict[str, Any]:
    """The options of Jinja with a cache of what it compiles: by the text of a template, and by all else that counts.

    A misspelt name is an error. The settings do not say so, since they are read by commands that need no Jinja.
    """
    options: dict[str, Any] = {**settings["JINJA_ENVIRONMENT"], "undefined": StrictUndefined}
    made_with = repr([sys.version, jinja2.__version__, sorted(options.items(), key=lambda item: item[0])])
    key = hashlib.sha256(made_with.encode()).hexdigest()[:20]
    folder = Path(settings["CLINIC_ROOT"]) / ".cache" / "templates" / key
    folder.mkdir(parents=True, exist_ok=True)
    return {**options, "auto_reload": False, "bytecode_cache": FileSystemBytecodeCache(str(folder))}
