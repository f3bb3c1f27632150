"""In: a project and two numbers. Out: one of the edits that people make, or that happens to them; the numbers choose what it meets."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.problem import ContentError
from tests.plugins.incremental.project import Project, article, picture
from tools import build, swap

Edit = Callable[[Project, int, int], None]
WORDS = ("walk", "rest", "stretch", "wait", "swim")
COLOURS = ("red", "blue", "green")
SLUGS = ("text-0", "text-1", "moved", "health", "sore-neck")


def texts(project: Project) -> list[str]:
    found = [file.relative_to(project.content).as_posix() for file in project.content.rglob("*.md")]
    return sorted(found)


def some(project: Project, at: int) -> str:
    names = texts(project)
    return names[at % len(names)] if names else "articles/text-0.md"


def _head(project: Project, at: int, key: str, value: str) -> None:
    """Set a line of a head, or take it out when value is empty."""
    name = some(project, at)
    text = project.read(name) if (project.content / name).is_file() else article(at)
    lines = [line for line in text.split("\n") if not line.startswith(f"{key}:")]
    project.write(name, "\n".join([*([f"{key}: {value}"] if value else []), *lines]))


def add_words(project: Project, at: int, what: int) -> None:
    name = some(project, at)
    if (project.content / name).is_file():
        project.write(name, project.read(name) + f"\nOr {WORDS[what % len(WORDS)]} for {what} minutes.\n")


def change_title(project: Project, at: int, what: int) -> None:
    _head(project, at, "Title", f"Good {WORDS[what % len(WORDS)]} {what % 7}")


def change_summary(project: Project, at: int, what: int) -> None:
    _head(
        project, at, "Summary", f"What you can do on your own with {what} minutes, and when to see somebody."
    )


def change_date(project: Project, at: int, what: int) -> None:
    _head(project, at, "Date", f"{2024 + what % 5}-0{1 + what % 9}-05")  # some are to come


def change_topic(project: Project, at: int, what: int) -> None:
    _head(project, at, "Category", ("back-pain", "sleep", "moving", "nonsense")[what % 4])


def change_slug(project: Project, at: int, what: int) -> None:
    _head(project, at, "Slug", SLUGS[what % len(SLUGS)])


def change_draft(project: Project, at: int, what: int) -> None:
    _head(project, at, "Status", ("draft", "published", "")[what % 3])


def change_names(project: Project, at: int, what: int) -> None:
    _head(project, at, "Also-Known-As", ("", "lumbago", "sore back, bad back")[what % 3])


def change_relations(project: Project, at: int, what: int) -> None:
    key, value = (
        ("Related", "text-1"), ("Related", "text-0, text-3"), ("Services", "massage-therapy"), ("Conditions", "sore-neck"),
        ("Related", "nobody"), ("Related", ""), ("Conditions", ""),
    )[what % 7]  # fmt: skip
    _head(project, at, key, value)


def change_reviewer(project: Project, at: int, what: int) -> None:
    _head(project, at, "Reviewer", ("ann-lee", "", "nobody")[what % 3])


def add_text(project: Project, at: int, what: int) -> None:
    project.write(f"articles/text-{what % 6}.md", article(what % 9))


def remove_text(project: Project, at: int, what: int) -> None:
    (project.content / some(project, at)).unlink(missing_ok=True)


def rename_text(project: Project, at: int, what: int) -> None:
    """Keeps the time of change, as renaming does."""
    file = project.content / some(project, at)
    if file.is_file():
        file.rename(file.with_name(f"text-{what % 6}.md"))


def swap_texts(project: Project, at: int, what: int) -> None:
    one, other = (project.content / some(project, number) for number in (at, what))
    if one.is_file() and other.is_file() and one != other:
        between = one.with_suffix(".x")
        one.rename(between)
        other.rename(one)
        between.rename(other)


def move_text(project: Project, at: int, what: int) -> None:
    file = project.content / some(project, at)
    folder = project.content / ("articles", "pages", "pages/conditions", "pages/services")[what % 4]
    if file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        file.rename(folder / file.name)


def link(project: Project, at: int, what: int) -> None:
    name = some(project, at)
    target = (
        "../articles/text-1.md", "../articles/text-1.md#a-walk-1", "/health/text-2/", "/services/massage-therapy/#risks",
        "../images/red.png", "../files/plan.pdf", "{static}/files/plan.pdf", "../articles/nothing.md", "#a-walk-2",
    )[what % 9]  # fmt: skip
    if (project.content / name).is_file():
        project.write(name, project.read(name) + f"\n[A page about it {what}]({target})\n")


def change_heading(project: Project, at: int, what: int) -> None:
    name = some(project, at)
    if (project.content / name).is_file():
        project.write(name, re.sub(r"(?m)^## .*$", f"## A walk {what % 4}", project.read(name)))


def show_picture(project: Project, at: int, what: int) -> None:
    name = some(project, at)
    if (project.content / name).is_file():
        project.write(name, project.read(name) + f"\n![A line, {what}](../images/{COLOURS[what % 3]}.png)\n")


def change_picture(project: Project, at: int, what: int) -> None:
    file = project.content / f"images/{COLOURS[at % 3]}.png"
    file.parent.mkdir(exist_ok=True)
    if what % 4:
        file.write_bytes(picture(COLOURS[what % 3]) if what % 5 else b"no picture")
    else:
        file.unlink(missing_ok=True)


def change_file(project: Project, at: int, what: int) -> None:
    file = project.content / "files/plan.pdf"
    file.parent.mkdir(exist_ok=True)
    if what % 4:
        file.write_bytes(f"%PDF-1.4 {what}".encode())
    else:
        file.unlink(missing_ok=True)


def change_redirects(project: Project, at: int, what: int) -> None:
    lines = (
        '"/old/" = "/health/text-0/"',
        '"/older/" = "/health/text-1/"',
        '"/x.html" = "/contact/"',
        "nonsense",
        "",
    )
    project.write("redirects.toml", "\n".join({lines[at % 5]: None, lines[what % 5]: None}) + "\n")


def source(project: Project, at: int, what: int) -> None:
    name = some(project, at)
    note = f"note{what % 3}"
    if (project.content / name).is_file() and f"[^{note}]:" not in project.read(name):
        said = f"\nMany people have it.[^{note}]\n\n[^{note}]: WHO. Report {what}. 2024. <https://www.who.int/{what}>\n"
        project.write(name, project.read(name) + said)


def break_text(project: Project, at: int, what: int) -> None:
    file = project.content / some(project, at)
    if file.is_file():
        file.write_bytes((b"\xff\xfe", b"Title: \0", b"", b"a\r\nb\n")[what % 4])


def stray_file(project: Project, at: int, what: int) -> None:
    (project.content / f"notes{at % 2}.docx").write_text(str(what))


def touch(project: Project, at: int, what: int) -> None:
    """As checking out does: other times, the same bytes."""
    file = project.content / some(project, at)
    if file.is_file():
        os.utime(file, ns=(what * 10**9, what * 10**9))


def same_size(project: Project, at: int, what: int) -> None:
    """The same size and the same time of change, other bytes."""
    file = project.content / some(project, at)
    if file.is_file():
        stat = file.stat()
        file.write_bytes(file.read_bytes().replace(b"walk", b"WALK"))
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def change_facts(project: Project, at: int, what: int) -> None:
    text = project.read("clinic.toml")
    project.write("clinic.toml", re.sub(r'phone = ".*?"', f'phone = "(512) 555-70{what % 90 + 10}"', text))


def change_closure(project: Project, at: int, what: int) -> None:
    text = project.read("clinic.toml")
    project.write(
        "clinic.toml", re.sub(r"closed = \[.*?\]", f'closed = ["2026-1{what % 3}-2{at % 9} Away"]', text)
    )


def change_template(project: Project, at: int, what: int) -> None:
    name = ("base.html", "article.html", "partials/related.html", "layout/footer.html", "sitemap.xml")[at % 5]
    file = project.root / "theme/templates" / name
    file.write_text(file.read_text() + f"{{# {what} #}}\n" + ("<!-- x -->" if what % 2 else ""))


def change_style(project: Project, at: int, what: int) -> None:
    file = project.root / "theme/static/css" / ("base.css", "prose.css", "tokens.css")[at % 3]
    file.write_text(file.read_text() + f"\np{{--x:{what}px;margin:{what % 9}px}}\n")


def change_words(project: Project, at: int, what: int) -> None:
    file = project.root / "theme/translations/en.toml"
    file.write_text(re.sub(r'(?m)^skip = ".*"$', f'skip = "Skip {what}"', file.read_text()))


def change_drawing(project: Project, at: int, what: int) -> None:
    file = project.root / "theme/static/art/mark.svg"
    file.write_text(file.read_text().replace("</svg>", f"<!-- {what} --></svg>"))


def change_settings(project: Project, at: int, what: int) -> None:
    file = project.root / "pelicanconf.py"
    file.write_text(file.read_text() + f"\nCLINIC_UNUSED = {what}\n")


def damage_output(project: Project, at: int, what: int) -> None:
    files = sorted(file for file in project.output.rglob("*.html")) if project.output.is_dir() else []
    if files:
        file = files[at % len(files)]
        file.unlink()  # it may be a link to the file of another tree
        if what % 2:
            file.write_text("by hand")


def lose_output(project: Project, at: int, what: int) -> None:
    shutil.rmtree(project.output, ignore_errors=True)


def damage_state(project: Project, at: int, what: int) -> None:
    for file in (project.root / ".cache/builds").glob("*.state"):
        data = file.read_bytes()
        file.write_bytes(
            (
                data[: len(data) // 2],
                b"",
                data[:-1] + bytes(last ^ 1 for last in data[-1:]),
                b"clinic build 0\n" + data,
            )[what % 4]
        )


def crash(project: Project, at: int, what: int) -> None:
    """A build that is stopped before, or just after, its output takes its place."""
    put = swap._put

    def stopped(new: Path, output: Path, old: Path) -> None:
        if what % 2:
            put(new, output, old)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(swap, "_put", stopped)
        add_words(project, at, what)
        if not project.built().files:
            raise KeyboardInterrupt  # it was refused, or nothing had changed
        raise KeyboardInterrupt


def other_builder(project: Project, at: int, what: int) -> None:
    """Somebody builds the other kind of output in between, out of the same caches."""
    other = Project.__new__(Project)
    other.root, other.publish = project.root, not project.publish
    (project.root / "other").mkdir(exist_ok=True)
    shutil.rmtree(project.root / "other")
    try:
        build.build(other.root, other.content, other.root / "other", other.publish, lambda *_: {})
    except ContentError:
        return


ALL: dict[str, Edit] = {
    name: found
    for name, found in sorted(globals().items())
    if callable(found)
    and getattr(found, "__module__", "") == __name__
    and not name.startswith("_")
    and name not in ("some", "texts")
}
