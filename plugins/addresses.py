"""In: Documents. Out: their slug, template and address, and the old addresses of redirects.toml.

Drafts and pages of a day to come leave a production build here.
"""

from __future__ import annotations

import re
import tomllib

from plugins import stages
from rules.fields import MAX_SLUG, NO_SLUG, SLUG, TEMPLATES
from rules.problem import Problem, did_you_mean
from rules.site import Document, Redirect, Shown, Site

FOLDERS = {"article": "health/", "service": "services/", "condition": "conditions/", "page": ""}
FIXED = ("", "404.html", "feed.xml", "sitemap.xml", "robots.txt")


def assign(site: Site) -> None:
    """Give every document its address. Where two want one, both keep it: meta.slug names them, and the gate stops."""
    for document in site.documents:
        file_name = document.name.rpartition("/")[2].rpartition(".")[0]
        wanted = document.value("Slug")
        document.slug = (
            wanted if SLUG.fullmatch(wanted) and len(wanted) <= MAX_SLUG else _slug(wanted or file_name)
        ) or NO_SLUG
        template = document.value("Template")
        document.template = template if template in TEMPLATES else document.kind
        folder = FOLDERS[document.kind]
        document.url = "" if document.template == "home" else f"{folder}{document.slug}/"
    known = dict(site.table)
    for document in site.documents:
        if site.publish and (document.draft or document.scheduled):
            known.pop(document.name, None)
            site.held[document.name] = document.url
        else:
            site.held.pop(document.name, None)
            known[document.name] = document.shown
            site.anchors[document.name] = document.anchors
    if known.keys() != site.table.keys():
        known = {name: known[name] for name in sorted(known, key=lambda name: name.split("/"))}
    if known != site.table:
        site.table = known
    site.documents = [document for document in site.documents if document.name in site.table]
    site.redirects = _redirects(site)


def _slug(name: str) -> str:
    if SLUG.fullmatch(name):
        return name[:MAX_SLUG].strip("-")
    from pelican.utils import slugify  # here: Pelican takes longer to load than a check of all texts

    slug = slugify(name, [(r"[^\w\s-]", ""), (r"\A\s*|\s*\Z", ""), (r"[-\s_]+", "-")])
    return str(slug)[:MAX_SLUG].strip("-")


def is_first(document: Document | Shown, site: Site) -> bool:
    """Whether a document is the one that is written at its address: the first by name where several want the same."""
    return next(iter(site.with_url(document.url))).name == document.name


def _redirects(site: Site) -> list[Redirect]:
    """Those of redirects.toml. One that leads to a held page waits with it, as imports write them before anybody publishes."""
    file = site.files.get("redirects.toml")
    if file is None:
        return []
    shown = f"{site.shown}/redirects.toml"
    try:
        text = file.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        site.problems.append(
            Problem(
                shown,
                1,
                0,
                "redirect.file",
                "E",
                "This file is not saved as UTF-8.",
                "In your editor choose Save as, encoding UTF-8.",
            )
        )
        return []
    except tomllib.TOMLDecodeError as error:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(error))) else 1
        site.problems.append(
            Problem(
                shown,
                line,
                0,
                "redirect.file",
                "E",
                "This line is not written as it should be.",
                'Write each as: "/old-address/" = "/new-address/"',
            )
        )
        return []
    known = {f"/{url}" for url in site.urls | site.listings | set(FIXED)}
    redirects = []
    held = {f"/{url}" for url in site.held.values()} - known
    for old, new in table.items():
        if isinstance(new, str) and new.partition("#")[0] in held:
            continue
        line = next(
            (
                n
                for n, row in enumerate(text.splitlines(), 1)
                if row.lstrip().startswith((f'"{old}"', f"'{old}'", old))
            ),
            1,
        )
        if problem := _wrong(old, new, known, set(table)):
            site.problems.append(Problem(shown, line, 0, "redirect.target", "E", *problem))
        else:
            redirects.append(Redirect(old, new, line))
    return redirects


def _wrong(old: str, new: object, known: set[str], olds: set[str]) -> tuple[str, str] | None:
    """What is wrong with one line of redirects.toml, and what to do; None when it is right."""
    if not isinstance(new, str) or not re.fullmatch(r"/(?:[\w.~-]+/)*(?:[\w.~-]+)?", old):
        return f"`{old}` is not the address of a page.", 'Write each as: "/old-address/" = "/new-address/"'
    if old in known:
        return (
            f"There is a page at `{old}` now, so it cannot be sent elsewhere.",
            "Take this line out, or give the page another slug.",
        )
    target = new.partition("#")[0]
    if target in olds:
        return f"`{new}` is itself an old address.", "Send it straight to where that one goes."
    if target not in known:
        return f"There is no page at `{new}`.", did_you_mean(
            target, known
        ) or "Write the address of a page of this site."
    return None


def register() -> None:
    stages.add(assign)
