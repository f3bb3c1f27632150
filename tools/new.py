"""In: a title, a kind of page and answers. Out: a draft in content/ with a head, sections and notes, and its path."""

from __future__ import annotations

import datetime
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.facts import load
from rules.clinic import Clinic
from rules.fields import KINDS, SUMMARY, split
from rules.problem import SiteError, did_you_mean

Ask = Callable[[str], str]
Say = Callable[[str], None]

FOLDERS = {
    "article": "articles",
    "page": "pages",
    "service": "pages/services",
    "condition": "pages/conditions",
}
ABOUT = {"service": ["treatment"], "condition": ["symptom"]}
URGENT_HELP = "pages/urgent-help.md"
LONGEST_NAME = 60
NO_NAME = "text"


def main(
    content: Path, title: str, kind: str, ask: Ask | None, say: Say, today: datetime.date | None = None
) -> int:
    """Write a draft, and say where. ask is None where nobody can answer: what is not known stays open in the draft.

    Raises SiteError when the kind does not exist or the title is taken, ContentError when clinic.toml cannot be used.
    """
    if kind not in FOLDERS:
        near = did_you_mean(kind, FOLDERS) or f"Use one of: {', '.join(FOLDERS)}."
        raise SiteError(f"There is no kind of page `{kind}`. {near}")
    clinic, _ = load(content / "clinic.toml", "clinic.toml")
    title = " ".join(title.split()) or (" ".join(ask("What is the page about? ").split()) if ask else "")
    if not re.search(r"\w", title) or "<" in title:
        raise SiteError('Say what the page is about, in plain words: `python3 tasks.py new "Sore shoulder"`.')
    _refuse_taken(content, title)
    folder = content / FOLDERS[kind]
    file = folder / f"{file_name(title)}.md"
    if file.exists():
        raise SiteError(
            f"There is a file {FOLDERS[kind]}/{file.name} already. Open it, or choose another title."
        )
    text = draft(content, clinic, title, kind, today or datetime.date.today(), ask, say)
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    say(f"Your draft is {shown(file)}. `python3 tasks.py serve` shows it; only you see it until it is done.")
    if kind == "service" and file.stem not in [service.id for service in clinic.services]:
        say(
            f'To list it with the others, add to clinic.toml: [[services]] with id = "{file.stem}" and its name.'
        )
    return 0


def draft(
    content: Path, clinic: Clinic, title: str, kind: str, today: datetime.date, ask: Ask | None, say: Say
) -> str:
    """The text of a draft of this kind; asks for what the head still needs."""
    topics = [topic.id for topic in clinic.topics]
    people = [person.id for person in clinic.people]
    about = ABOUT.get(kind, [])
    summary = category = ""
    author = "clinic"
    if ask:
        summary = _summary(ask, say)
        if kind == "article":
            category = "".join(_chosen(ask, say, "Which topic?", topics)[:1])
            author = "".join(_chosen(ask, say, "Who writes it?", ["clinic", *people])[:1]) or "clinic"
        about = about or _chosen(ask, say, "What is it about? Several with commas.", KINDS)
    unknown = not about and kind == "article"  # then the rules go by the title: both parts stand ready
    environment = Environment(  # noqa: S701  # Markdown, not HTML; what staff typed is cleaned by the reader
        loader=FileSystemLoader(Path(__file__).with_name("drafts")),
        undefined=StrictUndefined,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#%",
        comment_end_string="%#]",
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    urgent_help = posixpath.relpath(URGENT_HELP, FOLDERS[kind]) if (content / URGENT_HELP).exists() else ""
    text = environment.get_template(f"{kind}.txt").render(
        title=title,
        kind=kind,
        today=today.isoformat(),
        summary=summary,
        category=category,
        author=author,
        about=about,
        topics=topics,
        urgent_help=urgent_help,
        unknown=unknown,
        symptom=unknown or "symptom" in about,
        treatment=unknown or "treatment" in about,
    )
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def file_name(title: str) -> str:
    """Small letters, digits and hyphens for an address, cut at a word: "Back pain & sleep" -> back-pain-sleep."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['`]", "", plain)).strip("-")
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]
    return name or NO_NAME


def shown(file: Path) -> str:
    """The file as somebody who stands in the working folder would name it."""
    try:
        return file.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return file.as_posix()


def _refuse_taken(content: Path, title: str) -> None:
    for file in sorted(content.rglob("*.md")):
        head, _, _ = split(file.read_text(encoding="utf-8", errors="replace"))
        if "Title" in head and head["Title"].value.casefold() == title.casefold():
            raise SiteError(
                f"{shown(file)} has this title already. Open it, or say in the title what is different."
            )


def _summary(ask: Ask, say: Say) -> str:
    least, most = SUMMARY
    question = (
        f"In one sentence, what is the answer? ({least} to {most} characters; Enter to write it later) "
    )
    while True:
        answer = " ".join(ask(question).split())
        if not answer or least <= len(answer) <= most:
            return answer
        say(f"That has {len(answer)} characters. Use {least} to {most}, or press Enter.")


def _chosen(ask: Ask, say: Say, question: str, known: Iterable[str]) -> list[str]:
    """The known words of an answer; asks again until all are known. An empty answer chooses nothing."""
    words = {word.lower(): word for word in known}
    if not words:
        return []
    while True:
        answer = ask(f"{question} ({', '.join(words.values())}; Enter to leave it open) ")
        given = [part.strip().lower() for part in answer.split(",") if part.strip()]
        wrong = [word for word in given if word not in words]
        if not wrong:
            return [words[word] for word in given]
        say(f"`{wrong[0]}` is not known. {did_you_mean(wrong[0], words.values())}".rstrip())
