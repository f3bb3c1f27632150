"""In: paths of old texts. Out: drafts in content/, and words on what was kept, asked and left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.facts import load
from rules.clinic import Clinic
from rules.problem import SiteError
from tools.importing import byline, captions, ledger, pasted, references, tails
from tools.importing.draft import Draft, note, with_facts, written
from tools.importing.folder import Folder
from tools.importing.journal import Journal, Redirects
from tools.importing.old_text import OldText
from tools.importing.opening import Refused, kind_of
from tools.importing.pictures import Album
from tools.importing.single import Single
from tools.importing.source import Links, Source
from tools.importing.wordpress import WordPress
from tools.new import FOLDERS, file_name, shown

Say = Callable[[str], None]

STEPS = (
    tails.above,
    byline.take,
    tails.below,
    byline.title,
    captions.settle,
    references.settle,
    pasted.join_short_lines,
)
JOURNAL = Path(".cache") / "import" / "done.jsonl"
MANY = 20  # from here on a line a text would hide what matters
FORMATS = "a text file, a saved web page, a .docx, a WordPress export (.xml), or the folder of a Hugo or Jekyll site"


def main(root: Path, content: Path, paths: Sequence[str], again: bool, say: Say = print) -> int:
    """Returns 0, or 2 when a file was refused; the others came in all the same."""
    if not paths:
        raise SiteError(f"Name what to bring in: {FORMATS}.")
    if not content.is_dir():
        raise SiteError(f"There is no folder {content}. Name the folder with the texts: --content DIR.")
    clinic, _ = load(content / "clinic.toml", "clinic.toml")
    refused = 0
    for word in paths:
        try:
            run = Import(root, content, clinic, again, say)
            run.bring(Path(word))
        except Refused as error:
            refused += 1
            print(error, file=sys.stderr)
        except KeyboardInterrupt:
            say(
                f"\nStopped. {run.count} came in and are kept: run the same command again to go on with the rest."
            )
            return 130
    return 2 if refused else 0


@dataclass
class Import:
    """One path, from its source to its drafts."""

    root: Path
    content: Path
    clinic: Clinic
    again: bool
    say: Say
    count: int = 0

    def bring(self, path: Path) -> None:
        if not path.exists():
            raise Refused(path, "There is no such file.")
        if path.resolve().is_relative_to(self.content.resolve()):
            raise Refused(path, "It lies in the content folder already.")
        source = opened(path)
        self.journal = Journal(self.root / JOURNAL, self.content)
        self.album = Album(self.content, source.folders)
        self.redirects = Redirects(self.content, path.name)
        entries = source.entries()
        names = self._names(source)
        done = [] if self.again else [entry.key for entry in entries if entry.key in self.journal.done]
        if isinstance(source, Single) and not self.again and source.key in self.journal.done:
            self.say(
                f"{path} came in before, as {self.journal.done[source.key]}. `--again` brings it in once more."
            )
            return
        if done:
            self.say(
                f"{len(done)} of {len(entries)} texts came in before; now the others. `--again` brings in all once more."
            )
        links = Links(
            {address: names[entry.key] for entry in reversed(entries) for address in entry.addresses}
        )
        wanted = {entry.key for entry in entries} - set(done)
        totals = Totals(len(wanted) or 1)
        for old in source.texts(wanted, names, links):
            name, draft, losses = self._one(old, names.get(old.key, ""), path.name)
            totals.add(draft, len(old.left), losses)
            self.count += 1
            if totals.wanted <= MANY:
                self.say(f"{shown(self.content / name)}: {said(draft, len(old.left))}")
            else:
                progress(self.count, totals.wanted, self.say)
        self._end(path, source, totals)

    def _one(self, old: OldText, name: str, source: str) -> tuple[str, Draft, int]:
        """Write one draft, its pictures and its redirects, then note that it is done. losses: words no step has kept."""
        for step in STEPS:
            step(old)
        name = name or self._free("article", old.title or Path(source).stem, set())
        draft = written(old, name, f"{source} ({old.key})", self.clinic, self.album)
        lost = ledger.lost(old.source, draft.text)
        if lost:
            draft.text += "\n" + note("LEFT OUT: words that had no place: " + " ".join(lost)) + "\n"
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.new")
        new.write_text(with_facts(draft.text, self.clinic), encoding="utf-8", newline="\n")
        new.replace(file)
        added, impossible = self.redirects.add(old.old_addresses, name)
        leads = "old address leads" if added == 1 else "old addresses lead"
        draft.notes = [f"{added} {leads} here now"] if added else []
        draft.notes += [f"{each} cannot be sent here" for each in impossible if "?" not in each]
        self.journal.add(old.key, name)
        return name, draft, len(lost)

    def _names(self, source: Source) -> dict[str, str]:
        """Where each draft will be: decided before the first is read, so that links between them are right."""
        names: dict[str, str] = {}
        taken: set[str] = set()
        for entry in source.entries():
            kept = self.journal.done.get(entry.key, "") if not self.again else ""
            names[entry.key] = kept or self._free(entry.kind, entry.wanted, taken)
            taken.add(names[entry.key])
        return names

    def _free(self, kind: str, wanted: str, taken: set[str]) -> str:
        """A name that no other draft and no file of the site has."""
        folder, stem = FOLDERS[kind], file_name(wanted)
        for number in range(1, 100_000):
            name = f"{folder}/{stem}{'' if number == 1 else f'-{number}'}.md"
            if name not in taken and not (self.content / name).exists():
                return name
        raise SiteError(f"There are too many texts called {stem}.")

    def _end(self, path: Path, source: Source, totals: Totals) -> None:
        for left in source.left:
            self.say(f"Not brought in, {left.why}: {left.what}.")
        self.say(totals.sentence(path))
        if self.count:
            self.say(
                "All are drafts: nobody else sees them. Each QUESTION is for a clinician; what was left out stands at the end.\n"
                "`python3 tasks.py serve` shows them, `python3 tasks.py check` says what is to mend."
            )


def opened(path: Path) -> Source:
    """The source that a path holds. Raises Refused."""
    kind = kind_of(path)
    if kind == "folder":
        return Folder(path)
    return WordPress(path) if kind == "wordpress" else Single(path, kind)


@dataclass
class Totals:
    wanted: int
    texts: int = 0
    questions: int = 0
    missing: int = 0
    left: int = 0
    lost: int = 0

    def add(self, draft: Draft, left: int, lost: int) -> None:
        self.texts += 1
        self.questions += draft.questions
        self.missing += draft.missing_pictures
        self.left += left
        self.lost += lost

    def sentence(self, path: Path) -> str:
        if not self.texts:
            return f"{path}: nothing new."
        parts = [counted(self.texts, "text"), counted(self.questions, "question") + " for the clinician"]
        if self.missing:
            parts.append(counted(self.missing, "picture") + " to add")
        parts.append(counted(self.left, "thing") + " left out and listed")
        return f"Brought in from {path}: {', '.join(parts)}."


def said(draft: Draft, left: int) -> str:
    """What became of one text, in a line."""
    parts = [counted(draft.headings, "heading"), counted(draft.pictures, "picture")]
    if draft.missing_pictures:
        parts.append(counted(draft.missing_pictures, "picture") + " to add")
    parts += [counted(draft.questions, "question"), f"{left} left out", *draft.notes]
    return ", ".join(part for part in parts if not part.startswith("0 "))


def counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def progress(count: int, wanted: int, say: Say) -> None:
    """On a terminal one line that moves; elsewhere a line every hundred texts."""
    if sys.stdout.isatty():
        print(f"\r  {count} of {wanted}", end="\n" if count == wanted else "", flush=True)
    elif count % 100 == 0 or count == wanted:
        say(f"  {count} of {wanted}")
