"""In: articles and the programs. Out: a site for each, laid out on disk, and how it is built, served and edited."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.problem import SiteError
from tools.bench import corpus
from tools.bench.corpus import Article
from tools.bench.peers import Peers

HERE = Path(__file__).resolve().parent
OURS, HUGO, PELICAN = "ours", "Hugo", "Pelican"
CODE = (
    "tasks.py",
    "pelicanconf.py",
    "publishconf.py",
    "requirements.txt",
    "plugins",
    "rules",
    "theme",
    "tools",
)


@dataclass(frozen=True)
class Site:
    """A program and its site.

    build makes the pages in a new process; without_search is the same but for the search index, where there is one;
    serve shows them and follows every save, once a port is added to its end; made is what a build leaves, and
    archive the address of a page that lists every title.
    """

    program: str
    articles: Path
    build: list[str]
    serve: list[str]
    made: list[Path]
    archive: str
    folder: Path
    without_search: tuple[str, ...] = ()

    def source(self, article: Article) -> Path:
        return self.articles / f"{article.slug}.md"

    def forget(self) -> None:
        """Delete the pages and every cache, so that the next build is a cold one."""
        for folder in self.made:
            shutil.rmtree(folder, ignore_errors=True)


def copy_code(root: Path, copy: Path) -> None:
    """Our own code as it is now, with caches of its own, and an environment of its own that its first call makes."""
    copy.mkdir(parents=True, exist_ok=True)
    for name in CODE:
        old, new = root / name, copy / name
        shutil.rmtree(new) if new.is_dir() else new.unlink(missing_ok=True)
        shutil.copytree(old, new) if old.is_dir() else shutil.copy(old, new)
    if subprocess.run([_python(), "tasks.py", "--list"], cwd=copy, stdout=subprocess.DEVNULL).returncode:
        raise SiteError("The copy of this project that `bench` measures does not start.")
    # As after some calls: the others come compiled. A file of a package that cannot be compiled is none of ours.
    subprocess.run([_python(), "-m", "compileall", "-qq", "."], cwd=copy, stdout=subprocess.DEVNULL)


def lay_out(written: Sequence[Article], folder: Path, root: Path, copy: Path, peers: Peers) -> list[Site]:
    """The three sites, written anew in folder."""
    shutil.rmtree(folder, ignore_errors=True)
    ours, hugo, pelican = folder / "ours", folder / "hugo", folder / "pelican"
    corpus.write_ours(written, ours / "content", root / "content")
    shutil.copytree(HERE / "hugo", hugo)
    corpus.write_hugo(written, hugo / "content")
    corpus.write_pelican(written, pelican / "content")
    return [_ours(ours, copy), _hugo(hugo, peers), _pelican(pelican, peers)]


def _ours(folder: Path, copy: Path) -> Site:
    content, output = str(folder / "content"), str(folder / "output")
    inside = str(copy / ".venv" / "bin" / "python")
    where = ["--content", content, "--output", output]
    return Site(
        program=OURS,
        articles=folder / "content" / "articles",
        build=[_python(), "tasks.py", "build", *where],
        serve=[_python(), "tasks.py", "serve", "--content", content, "--port"],
        made=[folder / "output", copy / ".cache"],
        archive="health/",
        folder=copy,
        without_search=(inside, "-m", "tools.build", *where, "--search-later"),
    )


def _hugo(folder: Path, peers: Peers) -> Site:
    program = str(peers.hugo)
    return Site(
        program=HUGO,
        articles=folder / "content" / "health",
        build=[program],
        serve=[program, "server", "--port"],
        made=[folder / "public", folder / "resources"],
        archive="archive/",
        folder=folder,
    )


def _pelican(folder: Path, peers: Peers) -> Site:
    program = [
        str(peers.python),
        "-m",
        "pelican",
        "content",
        "-o",
        "output",
        "-s",
        str(HERE / "stock_pelican.py"),
    ]
    return Site(
        program=PELICAN,
        articles=folder / "content",
        build=program,
        serve=[*program, "--autoreload", "--listen", "--port"],
        made=[folder / "output"],
        archive="archives.html",
        folder=folder,
    )  # fmt: skip


def _python() -> str:
    """The Python outside of our environment, as staff call it."""
    return str(getattr(sys, "_base_executable", "")) or sys.executable
