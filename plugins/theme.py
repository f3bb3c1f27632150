"""In: the Site. Out: what templates may use beside it, their words, filters and addresses; and an environment to render them."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup, escape
from typogrify.filters import widont

from plugins import assets, handout, hours, open_now, social_card, stages, styles, templates
from plugins.structured_data import absolute, trail
from rules.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def settle(site: Site) -> None:
    """Fill JINJA_GLOBALS and JINJA_FILTERS. Templates see the Site through its View."""
    settings, view = site.settings, cast(Site, site.view)
    settings["JINJA_ENVIRONMENT"] = templates.compiling(settings)
    settings["JINJA_GLOBALS"] = {
        "site": view,
        "w": site.words,
        "once": templates.once(site.view),
        "asset": lambda name: site.view.remember(("asset", name), lambda: assets.add_theme_file(view, name)),
        "print_sheet": lambda: site.view.remember("print", lambda: _print_sheet(view)),
        "qr": lambda url: assets.add(view, "qr.svg", handout.qr(absolute(view, url))),
        "open_now_data": partial(open_now.data, view),
        "open_now_script": partial(assets.small_script, view, "open-now.js"),
        "notices": lambda place: hours.notices(place, site.today, site.words),
        "script": partial(assets.add_script, view),
        "social_card": partial(social_card.address, view),
        "link": lambda url: site.base + url,
        "absolute": partial(absolute, view),
        "trail": lambda document: tuple(trail(document, view)),
    }
    settings["JINJA_FILTERS"] = {
        "widont": _without_widows,
        "iso_date": hours.iso_date,
        **{
            name: partial(getattr(hours, name), words=site.words)
            for name in ("long_date", "day_text", "week_summary", "closure_text", "time_text")
        },
    }


@lru_cache(maxsize=50_000, typed=True)  # titles stand in many lists, and a process may build again and again
def _without_widows(text: str) -> Markup:
    return Markup(widont(str(escape(text))))


def _print_sheet(site: Site) -> str:
    return assets.add(site, "print.css", styles.for_print(site).encode())


def environment(settings: dict[str, Any], kept: Environment | None = None) -> Environment:
    """The templates as Pelican's generators see them, without Pelican: loading it takes longer than rendering a page.

    kept: those of an earlier build by this process, whose theme and facts are the same and whose View goes on.
    """
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(Path(settings["THEME"]) / "templates")
    made = kept or Environment(loader=loader, **settings["JINJA_ENVIRONMENT"])  # noqa: S701  autoescape is among the settings
    made.globals.update(settings["JINJA_GLOBALS"])
    made.filters.update(settings["JINJA_FILTERS"])
    return made


def template(environment: Environment, name: str, settings: dict[str, Any]) -> Template:
    """A template by its name without an ending, as Pelican finds it."""
    return environment.select_template([f"{name}{ending}" for ending in settings["TEMPLATE_EXTENSIONS"]])


def register() -> None:
    stages.add(settle)
