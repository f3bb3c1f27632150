"""In: deploy.toml. Out: the Target that a person means, and the Driver for it; what is wrong is a problem with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from rules.problem import ContentError, Problem, SiteError, did_you_mean
from tools.deploy import settings
from tools.deploy.driver import BadSetting, Driver, Target

FILE = "deploy.toml"
DRIVERS = {  # a name for deploy.toml -> its class, loaded when it is needed
    "folder": "tools.deploy.folder:Folder",
    "ssh": "tools.deploy.ssh:Ssh",
    "files": "tools.deploy.files:Files",
    "git": "tools.deploy.git:Git",
}
SERVERS = ("nginx", "apache", "caddy", "netlify", "cloudflare", "cloudfront", "github", "other")
COMMON = ("driver", "address", "server")
NAME = re.compile(r"[a-z][a-z0-9-]*")


def load(root: Path, site: str) -> dict[str, Target]:
    """The targets of root's deploy.toml by name, in its order. site: the address in clinic.toml, for targets without one.

    Raises ContentError with every problem, SiteError when there is no deploy.toml.
    """
    file = root / FILE
    try:
        text = file.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        raise SiteError(
            f"There is no {FILE}, so nobody knows where to put the site. Run `python3 tasks.py deploy.setup`."
        ) from None
    except OSError as error:
        raise SiteError(f"{FILE} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise unusable(
            1, "This file is not saved as UTF-8.", "In your editor choose Save as, encoding UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise unusable(
            int(found[1]) if found else text.count("\n") + 1,
            "This line is not written as it should be.",
            'Write `key = "value"`, with straight quotes around every text.',
        ) from None
    reading = _Reading(text, root, site)
    targets = {name: reading.target(name, table) for name, table in tables.items()}
    if reading.problems:
        raise ContentError(f"Nothing was touched: {FILE} has to be mended first.", reading.problems)
    if not targets:
        raise SiteError(f"{FILE} names no target. Run `python3 tasks.py deploy.setup`.")
    return {name: target for name, target in targets.items() if target is not None}


def choose(targets: Mapping[str, Target], name: str) -> Target:
    """The target of that name; without a name the only one, or the one called live."""
    if not name and len(targets) == 1:
        return next(iter(targets.values()))
    if not name and "live" not in targets:
        raise SiteError(f"{FILE} names {len(targets)} targets. Say which one you mean: {', '.join(targets)}.")
    name = name or "live"
    if name not in targets:
        near = did_you_mean(name, targets) or f"There are: {', '.join(targets)}."
        raise SiteError(f"There is no target `{name}` in {FILE}. {near}")
    return targets[name]


def driver_class(name: str) -> Any:
    """The class behind a name of DRIVERS."""
    module, _, member = DRIVERS[name].partition(":")
    return getattr(import_module(module), member)


def open_driver(target: Target) -> Driver:
    """The way to a target that load has checked."""
    return cast(Driver, driver_class(target.driver)(target))


def made(root: Path, name: str, table: Mapping[str, Any], site: str) -> Target:
    """The Target of a table in which nothing is wrong."""
    driver = str(table["driver"])
    usual = "" if driver == "folder" else site  # a folder may be there to be carried elsewhere
    own = {key: value for key, value in table.items() if key not in COMMON}
    server = str(table.get("server", driver_class(driver).SERVER))
    return Target(name, driver, str(table.get("address", usual)), server, own, root / ".cache/deploy" / name)


def address_for(value: str, site: str) -> str:
    """Where visitors see a site that was built for site; no slash at its end. Raises BadSetting.

    Links in the pages begin with the path of site, so the address has to end with the same path.
    """
    address = settings.address(value)
    path = urlsplit(site).path
    if urlsplit(address).path != path:
        raise BadSetting(
            "address",
            f"The site is built for {site}, so its links would not work at {address}.",
            f"Use an address that ends with {path}, or change [web] address in clinic.toml."
            if path
            else "Use an address without a path, or change [web] address in clinic.toml.",
        )
    return address


def unusable(line: int, message: str, hint: str) -> ContentError:
    """The error for a deploy.toml with one line that has to be mended first."""
    return ContentError(
        f"Nothing was touched: {FILE} has to be mended first.",
        [Problem(FILE, line, 0, "deploy.file", "E", message, hint)],
    )


class _Reading:
    """One pass over deploy.toml: collects problems while it makes its tables Targets."""

    def __init__(self, text: str, root: Path, site: str):
        self.lines = text.splitlines()
        self.root = root
        self.site = site
        self.problems: list[Problem] = []

    def target(self, name: str, table: object) -> Target | None:
        if not isinstance(table, dict):
            self.say(
                self.line(name), "deploy.key", f"`{name}` stands in no table.", "Write `[live]` above it."
            )
            return None
        if not NAME.fullmatch(name):
            self.say(
                self.line(name),
                "deploy.name",
                f"`{name}` cannot be the name of a target.",
                "Use small letters, digits and hyphens, such as `live` or `preview`.",
            )
            return None
        driver = table.get("driver")
        if not isinstance(driver, str) or driver not in DRIVERS:
            self.say(
                self.line(name, "driver"),
                "deploy.driver",
                f"There is no driver `{driver}`." if driver else f"[{name}] does not say its `driver`.",
                did_you_mean(str(driver or ""), DRIVERS) or f"Use one of: {', '.join(DRIVERS)}.",
            )
            return None
        kind = driver_class(driver)
        before = len(self.problems)
        own = {key: value for key, value in table.items() if key not in COMMON}
        for key, rule, message, hint in settings.wrong(own, kind.KEYS, COMMON):
            self.say(self.line(name, key), f"deploy.{rule}", message, hint)
        server = table.get("server", kind.SERVER)
        if server not in SERVERS:
            self.say(
                self.line(name, "server"),
                "deploy.server",
                f"There is no server `{server}`.",
                did_you_mean(str(server), SERVERS) or f"Use one of: {', '.join(SERVERS)}.",
            )
        try:
            if "address" in table:
                table["address"] = address_for(str(table["address"]), self.site)
            if len(self.problems) == before:
                found = made(self.root, name, table, self.site)
                kind(found)
                return found
        except BadSetting as bad:
            self.say(self.line(name, bad.key), "deploy.setting", bad.message, bad.hint)
        return None

    def say(self, line: int, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(FILE, line, 0, rule, "E", message, hint))

    def line(self, table: str, key: str = "") -> int:
        """Where a key of a table stands; the table's own line when it does not say that key; 1 when there is neither."""
        start = next(
            (n for n, row in enumerate(self.lines) if re.match(rf'\s*\[\s*"?{re.escape(table)}"?\s*\]', row)),
            None,
        )
        if start is None:
            return next(
                (n for n, row in enumerate(self.lines, 1) if re.match(rf"\s*{re.escape(table)}\b", row)), 1
            )
        for number in range(start + 1, len(self.lines)):
            if re.match(r"\s*\[", self.lines[number]):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number]):
                return number + 1
        return start + 1
