"""In: the words after `python3 tasks.py`. Out: the command that they mean, called with them, or a sentence on what was meant.

argparse reads the options. A command that is not meant costs nothing: neither a parser nor what it would load.
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rules.problem import SiteError, did_you_mean
from tools.endings import in_words

PROGRAM = "python3 tasks.py"
WELCOME = f"The clinic's website: `{PROGRAM} serve` shows it; `{PROGRAM} --help build` explains a command."
HIGHEST_PORT = 65500  # `serve` tries the next ones as well
HELP = ("-h", "--help")
WIDTH = 80


class Option(NamedTuple):
    """An option of a command, such as --content DIR. kind: what argparse does with it; value: what its word is called."""

    name: str
    help: str
    value: str = ""
    kind: str = "store"


class Command(NamedTuple):
    """A command by its name. words: what may stand behind it beside options, as its usage shows it; any: pytest's too."""

    name: str
    call: Callable[..., int]
    options: tuple[Option, ...] = ()
    words: str = ""
    any: bool = False

    @property
    def does(self) -> str:
        return (self.call.__doc__ or "").partition("\n")[0]

    @property
    def more(self) -> str:
        """What its words mean: the rest of its docstring."""
        return " ".join((self.call.__doc__ or "").partition("\n")[2].split())


class Commands:
    """What `python3 tasks.py` can do."""

    def __init__(self) -> None:
        self._known: dict[str, Command] = {}

    def add(
        self, name: str, *options: Option, words: str = "", any: bool = False
    ) -> Callable[[Callable[..., int]], Callable[..., int]]:
        """Decorate the function behind a command. It gets its options by name and, where it takes some, `words`."""

        def added(call: Callable[..., int]) -> Callable[..., int]:
            self._known[name] = Command(name, call, options, words, any)
            return call

        return added

    def run(self, words: Sequence[str]) -> None:
        """Do what the words say. Raises SiteError when they mean nothing."""
        if not words:
            print(WELCOME, end="\n\n")
        asked = [word for word in words if word not in HELP]
        if not asked or asked == ["--list"]:
            print(self.list())
            return
        name, *rest = asked
        if name not in self._known:
            near = did_you_mean(name, self._known) or f"There are: {', '.join(sorted(self._known))}."
            raise SiteError(f"There is no command `{name}`. {near}")
        command = self._known[name]
        if len(asked) < len(words):
            print(_parser(command).format_help(), end="")
        else:
            in_words(command.call)(**_read(command, rest))

    def list(self) -> str:
        """Every command and what it does."""
        width = max(len(name) for name in self._known) + 4
        return "\n".join(
            textwrap.fill(
                command.does,
                WIDTH,
                initial_indent=f"  {name}".ljust(width),
                subsequent_indent=" " * width,
                break_on_hyphens=False,
            )
            for name, command in sorted(self._known.items())
        )


def known_port(word: str) -> int:
    if word.isdecimal() and 0 < int(word) <= HIGHEST_PORT:
        return int(word)
    raise SiteError(f"There is no port `{word}`. Use a number from 1024 to 65000: --port 8000.")


def _parser(command: Command) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} {command.name}",
        usage=" ".join(filter(None, ("%(prog)s", "[options]" if command.options else "", command.words))),
        description=command.does,
        epilog=command.more,
        allow_abbrev=False,
        exit_on_error=False,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=WIDTH, max_help_position=30),
    )
    for name, help, value, kind in command.options:
        named: dict[str, Any] = {"metavar": value, "default": [] if kind == "append" else ""} if value else {}
        parser.add_argument(name, help=help.replace("%", "%%"), action=kind, **named)
    return parser


def _read(command: Command, words: Sequence[str]) -> dict[str, Any]:
    """The arguments for a command's function. Raises SiteError."""
    try:
        options, others = _parser(command).parse_known_args(words)
    except argparse.ArgumentError as error:
        option = next(each for each in command.options if each.name == error.argument_name)
        raise SiteError(
            f"`{option.name}` wants one word after it, {option.value}: {option.help}."
            if option.value
            else f"`{option.name}` takes no word after it."
        ) from None
    if command.any:
        return {**vars(options), "words": others}
    for word in others:
        name = word.partition("=")[0]
        if word.startswith("-"):
            known = [each.name for each in command.options]
            near = did_you_mean(name, known) or f"`{PROGRAM} {command.name} --help` shows what there is."
            raise SiteError(f"`{command.name}` has no option `{name}`. {near}")
    most = None if "..." in command.words else len(command.words.split())
    if most is not None and len(others) > most:
        takes = f"takes {command.words} and no more words" if most else "takes no words after it"
        raise SiteError(f"`{command.name}` {takes}: `{others[most]}` is one too many.")
    return {**vars(options), **({"words": others} if command.words else {})}
