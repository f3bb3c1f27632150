"""In: the words after `python3 tasks.py`. Out: the same as invoke wants them, or a sentence on what was meant.

Invoke knows options but no lists of words: `check a b` becomes `check --path a --path b`, `new Sore shoulder` becomes
`new --title "Sore shoulder"`, and what follows `test` becomes `test --args "..."`. `inv check --path a` does without that.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

from rules.problem import SiteError, did_you_mean
from tools.report import FORMATS

WELCOME = "The clinic's website: `python3 tasks.py serve` shows it; `python3 tasks.py --help build` explains a command."
HIGHEST_PORT = 65500  # `serve` tries the next ones as well
TAKES_VALUE = (
    *("--content", "-c", "--explain", "-e", "--format", "-f", "--ics", "-i", "--path", "-p"),
    *("--file", "--kind", "-k", "--title", "-t"),
)


def arranged(words: Sequence[str], commands: Sequence[str]) -> list[str]:
    """Arguments for invoke; ends the program with a sentence when the command does not exist."""
    if not words:
        print(WELCOME, end="\n\n")
        return ["--list"]
    command, *rest = words
    if command.startswith("-"):
        return list(words)
    if command not in commands:
        near = did_you_mean(command, commands) or f"There are: {', '.join(sorted(commands))}."
        print(f"There is no command `{command}`. {near}", file=sys.stderr)
        sys.exit(1)
    if {"-h", "--help"} & set(rest):
        return ["--help", command]
    if command == "check":
        return ["check", *_named(rest, "--path")]
    if command == "import":
        return ["import", *_named(rest, "--file")]
    if command == "new":
        return ["new", *_title_named(rest)]
    if command == "test":
        more = [word for word in rest if word != "--long"]
        long = ["--long"] if "--long" in rest else []
        if more[:1] == ["--args"]:
            return ["test", *rest]
        return ["test", *long, *([f"--args={shlex.join(more)}"] if more else [])]
    return list(words)


def known_format(name: str) -> None:
    if name not in FORMATS:
        known = ", ".join(f"--format {format}" for format in FORMATS)
        raise SiteError(f"There is no format `{name}`. Use one of: {known}.")


def known_port(word: str) -> int:
    if word.isdecimal() and 0 < int(word) <= HIGHEST_PORT:
        return int(word)
    raise SiteError(f"There is no port `{word}`. Use a number from 1024 to 65000: --port 8000.")


def _named(words: Sequence[str], option: str) -> list[str]:
    """Every word that is neither an option nor its value becomes the value of option."""
    arranged: list[str] = []
    before = ""
    for word in words:
        is_value = word.startswith("-") or before in TAKES_VALUE
        arranged += [word] if is_value else [option, word]
        before = word
    return arranged


def _title_named(words: Sequence[str]) -> list[str]:
    """`new Sore shoulder` and `new "Sore shoulder"` mean the same."""
    title: list[str] = []
    others: list[str] = []
    before = ""
    for word in words:
        (others if word.startswith("-") or before in TAKES_VALUE else title).append(word)
        before = word
    return [*([f"--title={' '.join(title)}"] if title else []), *others]
