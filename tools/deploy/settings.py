"""In: a driver's keys and the values that somebody gave them. Out: which keys count, and what is wrong with a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from rules.problem import did_you_mean
from tools.deploy.driver import BadSetting, Key, Value

KINDS = {
    str: ("a text", 'Write it in straight quotes: `key = "value"`.'),
    int: ("a number", "Write it without quotes: `key = 22`."),
    bool: ("true or false", "Write it without quotes: `key = true`."),
}


def counted(keys: Mapping[str, Key], values: Mapping[str, Value]) -> list[str]:
    """The keys that count beside the values that are there already."""
    return [name for name, key in keys.items() if key.when is None or values.get(key.when[0]) in key.when[1]]


def wrong(
    values: Mapping[str, Value], keys: Mapping[str, Key], common: Sequence[str]
) -> Iterator[tuple[str, str, str, str]]:
    """For each value that cannot stand, and each key that is missing: the key, a rule, the message and the hint."""
    names = counted(keys, values)
    for name, value in values.items():
        if name not in names:
            known = (*common, *names)
            hint = did_you_mean(name, known) or f"Use: {', '.join(known)}."
            yield name, "key", f"`{name}` is no setting of this target.", hint
        elif type(value) is not keys[name].kind:
            what, hint = KINDS[keys[name].kind]
            yield name, "type", f"`{name}` is {what}.", hint
        elif keys[name].options and value not in keys[name].options:
            hint = did_you_mean(str(value), keys[name].options)
            hint = hint or f"Use one of: {', '.join(keys[name].options)}."
            yield name, "value", f"`{name}` cannot be `{value}`.", hint
    for name in names:
        if keys[name].needed and name not in values:
            hint = f"Add a line `{name} = ...`, or run `python3 tasks.py deploy.setup`."
            yield name, "missing", f"`{name}` is missing. {keys[name].question}", hint


def address(value: str) -> str:
    """The address of a site, no slash at its end. Raises BadSetting."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if (
        not host
        or parts.scheme not in ("http", "https")
        or parts.query
        or parts.fragment
        or parts.username
        or re.search(r"[\s\"'<>\\^`{|}]", value)
    ):
        hint = 'Write the whole address, such as "https://example.com".'
        raise BadSetting("address", f'"{value}" is not the address of a site.', hint)
    return value.rstrip("/")
