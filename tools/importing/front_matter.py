"""In: a Markdown file of Hugo or Jekyll. Out: the values of its head (YAML, TOML or JSON) and its body.

Of YAML only what heads of texts use: words, quotes, lists, folded lines. What is nested deeper comes back as the words it is.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from typing import Any

YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
KEY = re.compile(r"([\w-]+)[ \t]*:(?:[ \t]+(.*))?$")


def split(text: str) -> tuple[dict[str, Any], str]:
    """Values by their keys in small letters; a head that cannot be read stays in the body, so that nothing is lost."""
    text = text.lstrip("\n")
    if found := YAML.match(text):
        return {key.lower(): value for key, value in _yaml(found[1]).items()}, text[found.end() :]
    if found := TOML.match(text):
        try:
            return {key.lower(): value for key, value in tomllib.loads(found[1]).items()}, text[found.end() :]
        except tomllib.TOMLDecodeError:
            return {}, text
    if text.startswith("{"):
        try:
            values, end = json.JSONDecoder().raw_decode(text)
            return {key.lower(): value for key, value in values.items()}, text[end:]
        except (ValueError, AttributeError, RecursionError):
            return {}, text
    return {}, text


def strings(value: Any) -> list[str]:
    """All words of a value, whatever its shape."""
    if isinstance(value, dict):
        return [words for key, each in value.items() for words in ([str(key), *strings(each)])]
    if isinstance(value, list):
        return [words for each in value for words in strings(each)]
    if isinstance(value, datetime.date):
        return [value.isoformat()]
    return [] if value is None else [str(value)]


def _yaml(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    key = ""
    folded = False
    for line in text.split("\n"):
        found = KEY.match(line)
        if found and not line[0].isspace():
            key = found[1]
            given = (
                re.sub(r"(?:^|\s+)#.*$", "", found[2] or "")
                if not (found[2] or "").startswith(('"', "'"))
                else found[2]
            )
            folded = given.strip() in ("|", ">", "|-", ">-", "|+", ">+")
            values[key] = "" if folded else _scalar(given.strip())
        elif not key or not line.strip() or line.lstrip().startswith("#"):
            continue
        elif (point := re.match(r"\s*-\s+(.*)", line)) and not folded:
            before = values[key]
            values[key] = [
                *(before if isinstance(before, list) else strings(before or None)),
                _scalar(point[1].strip()),
            ]
        else:
            words = line.strip()
            before = values[key]
            values[key] = [*before, words] if isinstance(before, list) else f"{before} {words}".strip()
    return values


def _scalar(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        parts = re.findall(r"\s*(?:\"((?:\\.|[^\"])*)\"|'((?:''|[^'])*)'|([^,]+?))\s*(?:,|$)", text[1:-1])
        return [
            a.replace('\\"', '"') or b.replace("''", "'") or c.strip()
            for a, b, c in parts
            if (a or b or c).strip()
        ]
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text
