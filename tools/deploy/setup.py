"""In: answers of somebody at the clinic. Out: a target in deploy.toml, tried out with a test file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from rules.problem import SiteError, did_you_mean
from tools.deploy import hosts, make, settings, target
from tools.deploy.driver import BadSetting, Driver, HostError, Key, Say, Value

Ask = Callable[[str], str]
STOPPED = 130
BLANK = """# Where the site goes: one table a target. `python3 tasks.py deploy.setup` asks for each.
# No passwords here: docs/hosting.md says where they belong.
"""
NO_FOLDER_ADDRESS = "At which address will people see it? (- when nobody sees this folder itself)"


def main(root: Path, ask: Ask = input, say: Say = print) -> int:
    """Ask for one target, write it, and try it. Returns the exit code: 1 when the try failed.

    Raises ContentError when the facts or deploy.toml cannot be used.
    """
    site = make.clinic(root).address
    document = _read(root)
    try:
        name = _name(ask, say)
        table = document.get(name) or tomlkit.table()
        driver = _asked(root, name, table, site, ask, say)
    except KeyboardInterrupt:
        say(f"\nStopped. {target.FILE} is as it was.")
        return STOPPED
    except EOFError:
        raise SiteError(
            f"deploy.setup asks questions, and nobody is there to answer. {target.FILE} is as it was."
        ) from None
    document[name] = table
    _write(root / target.FILE, document)
    say(f"{target.FILE} has the target `{name}` now.")
    return _tried(name, str(table["server"]), driver, say)


def _read(root: Path) -> TOMLDocument:
    """deploy.toml, or a new one. Raises ContentError when a line of it is no TOML."""
    file = root / target.FILE
    try:
        return tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.parse(BLANK)
    except (TOMLKitError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise target.unusable(
            int(found[1]) if found else 1,
            "This line is not written as it should be.",
            'Write `key = "value"`, with straight quotes around every text.',
        ) from None


def _name(ask: Ask, say: Say) -> str:
    while True:
        name = ask(
            "What do you call this place? (live for the public site, preview for one to try things) [live] "
        )
        name = name.strip() or "live"
        if target.NAME.fullmatch(name):
            return name
        say(f"`{name}` cannot be its name. Use small letters, digits and hyphens.")


def _asked(root: Path, name: str, table: Any, site: str, ask: Ask, say: Say) -> Driver:
    """Fill the table with answers until a driver can be made of it."""
    for each in target.DRIVERS:
        say(f"  {each:<7} {target.driver_class(each).ABOUT}")
    driver = Key("Where shall the site stand?", options=tuple(target.DRIVERS))
    _fill(table, "driver", driver, str(table.get("driver", "")), ask, say)
    kind = target.driver_class(str(table["driver"]))
    for key in [key for key in table if key not in (*target.COMMON, *kind.KEYS)]:
        del table[key]
    for key, about in kind.KEYS.items():
        if key in settings.counted(kind.KEYS, table):
            _fill(table, key, about, table.get(key), ask, say)
        else:
            table.pop(key, None)
    server = Key(f"What serves it there? ({', '.join(target.SERVERS)})", options=target.SERVERS)
    _fill(table, "server", server, table.get("server", kind.SERVER), ask, say)
    _address(table, site, ask, say)
    while True:
        try:
            return target.open_driver(target.made(root, name, table.unwrap(), site))
        except BadSetting as bad:
            say(str(bad))
            _fill(table, bad.key, kind.KEYS[bad.key], None, ask, say)


def _fill(table: Any, key: str, about: Key, old: Value | None, ask: Ask, say: Say) -> None:
    """Ask for one setting until the answer can stand; Enter keeps the old one, - takes away what is not needed."""
    shown = f" [{_shown(old)}]" if old not in (None, "") else ""
    while True:
        answer = ask(f"{about.question}{shown} ").strip()
        if not answer and old not in (None, ""):
            table[key] = old
            return
        if answer in ("", "-") and not about.needed:
            table.pop(key, None)
            return
        try:
            table[key] = _value(answer, about)
            return
        except ValueError as wrong:
            say(str(wrong))


def _value(answer: str, about: Key) -> Value:
    """Raises ValueError, in words."""
    if not answer:
        raise ValueError("This cannot be left out. Please type it.")
    if about.options:
        if answer not in about.options:
            near = did_you_mean(answer, about.options) or f"Type one of: {', '.join(about.options)}."
            raise ValueError(f"There is no `{answer}`. {near}")
        return answer
    if about.kind is int:
        if not answer.isdecimal():
            raise ValueError(f'"{answer}" is no number. Type it in digits.')
        return int(answer)
    if about.kind is bool:
        if answer.lower() not in ("yes", "y", "no", "n"):
            raise ValueError(f'"{answer}" is neither yes nor no. Type yes or no.')
        return answer.lower().startswith("y")
    return answer


def _address(table: Any, site: str, ask: Ask, say: Say) -> None:
    """Where people see it. It is left out of the file where it is the one of clinic.toml, so that it stands once."""
    folder = table["driver"] == "folder"
    usual = str(table.get("address", "" if folder else site))
    question = NO_FOLDER_ADDRESS if folder else "At which address will people see it?"
    while True:
        answer = ask(f"{question} [{usual or '-'}] ").strip() or usual or "-"
        if answer == "-" and folder:
            table.pop("address", None)
            return
        try:
            table["address"] = target.address_for(answer, site)
        except BadSetting as bad:
            say(str(bad))
            continue
        if table["address"] == site and not folder:
            del table["address"]
        return


def _tried(name: str, server: str, driver: Driver, say: Say) -> int:
    say(f"Trying it with a test file at {driver.where} ...")
    try:
        driver.probe()
    except HostError as error:
        say(f"{error} Your answers are kept: mend this, then run `python3 tasks.py deploy.setup` again.")
        return 1
    say("A test file went there and was taken away again.")
    for limit in hosts.limits(server):
        say(limit)
    if hosts.HOSTS[server].config:
        say(f"What {server} has to be told shows `python3 tasks.py deploy.host {name}`.")
    say(f"Now bring the site there: `python3 tasks.py deploy {name}`.")
    return 0


def _shown(value: Value | None) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _write(file: Path, document: Mapping[str, Any]) -> None:
    """Beside the file, then renamed: a stop in between leaves the old file whole."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
    new.replace(file)
