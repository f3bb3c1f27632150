"""In: macros and settings. Out: what is drawn and compiled once, and again for whatever counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment
from markupsafe import Markup

from plugins import templates
from rules.view import View

MACRO = "{% macro big_card(name, more='') %}<b>{{ name }}{{ more }}</b>{{ told() }}{% endmacro %}"
PAGE = "{{ once('a/big-card', 'a & b') }}{{ once('a/big-card', 'a & b') }}{{ once('a/big-card', 'c', '!') }}"


def environment(**options: Any) -> tuple[Environment, list[int]]:
    made = Environment(
        autoescape=True, loader=DictLoader({"a/big-card.html": MACRO, "page": PAGE}), **options
    )
    calls: list[int] = []

    def told() -> str:
        calls.append(1)
        return ""

    made.globals |= {"once": templates.once(View(None)), "told": told}
    return made, calls


def test_a_macro_is_drawn_once_for_the_same_values_and_stays_escaped() -> None:
    made, calls = environment()
    page = made.get_template("page").render()
    assert page == "<b>a &amp; b</b><b>a &amp; b</b><b>c!</b>"
    assert len(calls) == 2
    assert made.get_template("page").render() == page
    assert len(calls) == 2


def test_the_next_build_draws_it_again() -> None:
    made, calls = environment()
    made.get_template("page").render()
    made.globals["once"] = templates.once(View(None))
    made.get_template("page").render()
    assert len(calls) == 4


def test_what_is_compiled_is_kept_by_text_and_options(tmp_path: Path) -> None:
    settings = {"CLINIC_ROOT": str(tmp_path), "JINJA_ENVIRONMENT": {"trim_blocks": True}}
    options = templates.compiling(settings)
    folder = Path(options["bytecode_cache"].directory)
    text = {"a": "{% if true %}\n{{ x }}{% endif %}"}

    def shown() -> str:
        return (
            Environment(loader=DictLoader(text), autoescape=True, **options)
            .get_template("a")
            .render(x=Markup("<b>"))
        )

    assert shown() == shown() == "<b>"
    assert len(list(folder.iterdir())) == 1
    text["a"] = "{{ x }}!"
    assert shown() == "<b>!"
    settings["JINJA_ENVIRONMENT"] = {"trim_blocks": False}
    assert templates.compiling(settings)["bytecode_cache"].directory != str(folder)
