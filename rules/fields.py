"""In: the text of a file. Out: its head as fields with their lines, and its body; also what a head may hold."""

from __future__ import annotations

import re
from datetime import date

from rules.site import Field

KEYS = (
    "Title",
    "Date",
    "Modified",
    "Status",
    "Slug",
    "Summary",
    "Category",
    "Lang",
    "Template",
    "Author",
    "Reviewer",
    "Reviewed",
    "Kind",
    "Services",
    "Conditions",
    "Related",
    "Also-Known-As",
    "Search-Words",
    "Art",
    "Allow",
)
STATUSES = ("published", "draft")
LANGUAGES = ("en",)
KINDS = ("treatment", "symptom", "self-care", "visit", "news", "about")
TEMPLATES = (
    "article",
    "service",
    "condition",
    "page",
    "home",
    "contact",
    "visit",
    "costs",
    "team",
    "services",
    "conditions",
)
SUMMARY = (50, 160)
MAX_SLUG = 80
NO_SLUG = "page"  # the address of a file whose name has no letter or digit
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LINE = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(.*)|[ \t]*$)")


def split(text: str) -> tuple[dict[str, Field], str, int]:
    """The head's fields by their keys, the body, and the line the body begins on.

    A head is the `Key: value` lines before the first empty line, with or without `---` around them; an indented line
    goes on with the value above. Known keys are found whatever their case; of a key used twice the first stays under
    its name, and the others under name, a space and their line, so that check() can name them. `Allow` may stand several times.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    fenced = lines[0].strip() == "---"
    known = {key.lower(): key for key in KEYS}
    head: dict[str, Field] = {}
    last, number = "", int(fenced)
    for number in range(int(fenced), len(lines)):
        line = lines[number]
        found = LINE.match(line)
        if fenced and line.strip() in ("---", "..."):
            number += 1
            break
        if last and line.strip() and line[0] in " \t":
            field = head[last]
            head[last] = Field(field.key, f"{field.value}\n{line.strip()}".strip(), field.line)
        elif found:
            key = known.get(found[1].lower(), found[1])
            value = (found[2] or "").strip()
            if key == "Allow" and key in head:
                head[key] = Field(key, f"{head[key].value}\n{value}", head[key].line)
                last = key
                continue
            last = key if key not in head else f"{key} {number + 1}"
            head[last] = Field(key, value, number + 1)
        else:
            break
    else:
        number += 1
    while number < len(lines) and not lines[number].strip():
        number += 1
    return head, "\n".join(lines[number:]), number + 1


def parse_date(text: str) -> date | None:
    """An ISO date such as 2026-03-04, or None for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
