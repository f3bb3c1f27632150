"""In: a folder of a test. Out: a small project in it, which is edited and built as people do, and what a clean build makes of it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

from plugins.search_records import Record
from rules.problem import ContentError
from tests.sites import write_publishable
from tools import build
from tools.job import Report

CODE = build.ROOT
HEAD = "Title: {title}\nDate: {date}\nSummary: {summary}\nCategory: {topic}\nReviewer: ann-lee\nReviewed: {date}\n"
SUMMARY = "What you can do about {title} on your own, and when it is time to see somebody."
NAMES = ("sleep", "walking", "lifting", "sitting", "rest")
TOPICS = ("back-pain", "sleep")

PAGES = {
    "pages/home.md": "Title: Care for your back\nTemplate: home\nSummary: Who we are, where we are, and how to come and see us.\n\n",
    "pages/contact.md": "Title: Contact\nTemplate: contact\nSummary: Where we are, when we are open, and how you can reach us.\n\n",
    "pages/services/massage-therapy.md": (
        "Title: Massage therapy\nSummary: What happens on the table, and what you should tell us before it begins.\n"
        "Reviewer: ann-lee\nReviewed: 2026-02-05\n\n"
        'Tell us what hurts.\n\n## Risks\n\nYou may be sore for a day or two.\n\n!!! risk "Tell us first"\n    - a clot\n\n'
        "## Other options\n\nTake a walk, or wait.\n"
    ),
    "pages/conditions/sore-neck.md": (
        "Title: Sore neck\nSummary: What you can do about a sore neck, and when to see somebody about it.\n"
        "Reviewer: ann-lee\nReviewed: 2026-02-05\nServices: massage-therapy\n\n"
        '!!! emergency "Call 911"\n    Call 911 when you cannot move an arm or a leg.\n\nMove as much as you can.\n'
    ),
}


def article(number: int, more: str = "", body: str = "Take a walk each day.") -> str:
    """A text that passes the rules, as far as a short one can."""
    title = f"Good {NAMES[number % len(NAMES)]} {number}"
    head = HEAD.format(
        title=title,
        date=f"2026-0{1 + number % 9}-05",
        summary=SUMMARY.format(title=title.lower()),
        topic=TOPICS[number % 2],
    )
    return f"{head}{more}\n{body}\n\n## A walk {number}\n\nGo as far as you like.\n"


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (420, 40), colour).save(out, "PNG")
    return out.getvalue()


def no_index(root: Path, records: Sequence[Record], output: Path) -> dict[str, str]:
    """Stands in for the index of the search: what it would be told."""
    told = "\n".join(f"{record.url} {record.html}" for record in records)
    file = output / "pagefind/told.txt"
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)  # as search.add does: it is a link to that of the last output
    file.write_text(told)
    return {"pagefind/told.txt": hashlib.sha256(told.encode()).hexdigest()}


@dataclass
class Built:
    """What a build made, or why it refused: files by their path, and problems as people read them."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    refused: bool = False


@dataclass
class Project:
    """A copy of the settings and the theme, with a content folder of its own. publish: production builds."""

    root: Path
    publish: bool = False

    def __post_init__(self) -> None:
        self.root.mkdir()
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy(CODE / name, self.root / name)
        shutil.copytree(CODE / "theme", self.root / "theme")
        kept = self.root / "all"
        write_publishable(CODE / "content", kept)
        self.write("clinic.toml", (kept / "clinic.toml").read_text(encoding="utf-8"))
        shutil.rmtree(kept)
        for name, text in PAGES.items():
            self.write(name, text)
        for number in range(4):
            self.write(f"articles/text-{number}.md", article(number))
        self.write("redirects.toml", '"/old/" = "/health/text-0/"\n')
        (self.content / "images").mkdir()
        (self.content / "images/red.png").write_bytes(picture("red"))

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "output"

    def write(self, name: str, text: str) -> None:
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="surrogateescape")

    def read(self, name: str) -> str:
        """Also one that an edit has broken: what is no UTF-8 comes through a write() as it was."""
        return (self.content / name).read_text(encoding="utf-8", errors="surrogateescape")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace words that a text has; they must stand in it."""
        text = self.read(name)
        assert old in text, (name, old)
        self.write(name, text.replace(old, new))

    def build(self) -> Report:
        return build.build(self.root, self.content, self.output, self.publish, no_index)

    def built(self, clean: bool = False) -> Built:
        """Build, or build a clean copy beside the output."""
        output = self.root / "clean" if clean else self.output
        try:
            found = build.build(self.root, self.content, output, self.publish, no_index, clean)
        except ContentError as error:
            said = [str(problem).removeprefix(f"{output.name}/") for problem in sorted(error.problems)]
            return Built(problems=said, refused=True)
        return Built(
            tree(output), [str(problem).removeprefix(f"{output.name}/") for problem in found.problems]
        )

    def difference(self) -> list[str]:
        """Build as after an edit, and from nothing; what is not alike in both: paths, or lines of problems."""
        one, other = self.built(), self.built(clean=True)
        paths = [
            path
            for path in one.files.keys() | other.files.keys()
            if one.files.get(path) != other.files.get(path)
        ]
        said = set(one.problems) ^ set(other.problems)
        refused = ["only one of them was refused"] if one.refused != other.refused else []
        return [*refused, *sorted(paths), *sorted(said)]

    def rendered(self) -> set[str]:
        """Build, and tell which texts and lists were made anew; "all" when that was everything."""
        found = self.build()
        assert found.state
        return {"all"} if found.because else set(found.again)


def keep(project: Project, aside: Path) -> None:
    """Keep a project as it is, for put_back()."""
    project.root.rename(aside)
    put_back(project.root, aside)


def put_back(root: Path, aside: Path) -> None:
    """Have the project again as it was kept, its output by the same inodes: what was noted of it still holds."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(aside, root, ignore=lambda folder, _: {"output"} if Path(folder) == aside else set())
    shutil.copytree(aside / "output", root / "output", copy_function=os.link)


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
