"""In: a command line. Out: the command, run inside .venv; each is a few lines here and lives in tools/."""

import sys

if __name__ == "__main__":
    from tools import environment

    environment.enter()

    from tools import unchanged

    unchanged.answer(environment.ROOT, sys.argv[1:])

from pathlib import Path

from invoke.collection import Collection
from invoke.context import Context
from invoke.program import Program
from invoke.tasks import task

from tools import command_line
from tools.endings import in_words

ROOT = Path(__file__).resolve().parent

HELP = {
    "content": "another folder of texts than content/",
    "output": "another folder for the pages than output/",
    "clean": "make everything anew, and use nothing that is kept of earlier builds",
    "why": "a text or a page, such as articles/sleep.md: what made it necessary to make it anew",
    "publish": "the pages for the public: stops at any problem that must be mended",
    "path": "a file or folder to check; may stand several times",
    "format": "text for people, json for machines (one object a line), github for notes in a pull request",
    "explain": "a rule, such as claim.safe: why it is there, its source, a bad and a good example",
    "due": "which pages a clinician has to read again, and when",
    "ics": "write what is due into a calendar file as well: --ics reviews.ics",
    "law": "what the law asks of this clinic's site, by when, and what is missing",
    "port": "where to show it: http://localhost:PORT/",
    "long": "many more random cases",
    "args": "more words for pytest",
    "size": "how many articles; may stand several times; 100 and 1000 when nothing is said, up to 10000",
    "rounds": "how often each is measured; the median counts",
    "write": "put what was measured into docs/speed.md and docs/speed.svg",
    "target": "which table of deploy.toml is meant; the only one, or `live`, when nothing is said",
    "yes": "do not ask the first time",
    "many_deletions": "go on when more than 30 % of the live site would go away",
    "build": "which build: the first digits of its name will do; the one before, when nothing is said",
    "title": "what the page is about",
    "kind": "article, page, service or condition",
    "file": "an old text: a text file, .docx, web page, WordPress export, or a folder of Hugo or Jekyll",
    "again": "bring in what came in before once more, beside it",
}


@task(help={key: HELP[key] for key in ("publish", "clean", "why", "content", "output")})
@in_words
def build(
    c: Context, publish: bool = False, clean: bool = False, why: str = "", content: str = "", output: str = ""
) -> int:
    """Make the site in output/ from content/, and show what is to mend."""
    from tools import build, report

    folders = Path(content or ROOT / "content"), Path(output or ROOT / "output")
    found = build.build(ROOT, *folders, publish=publish, clean=clean)
    report.show(found)
    if why:
        print(build.why(found, why))
    return 0


@task(
    iterable=["path"],
    help={key: HELP[key] for key in ("path", "content", "format", "explain", "due", "ics", "law")},
)
@in_words
def check(
    c: Context,
    path: "list[str]",
    content: str = "",
    format: str = "text",
    explain: str = "",
    due: bool = False,
    ics: str = "",
    law: bool = False,
) -> int:
    """Show what is to mend, and write nothing: `check [PATH ...]`; also --due and --law."""
    from tools import check as checking
    from tools import due as reviews
    from tools import explain as explaining
    from tools import law as duties
    from tools import report

    command_line.known_format(format)
    if explain:
        print(explaining.explained(explain))
        return 0
    if due or ics:
        return reviews.show(ROOT, Path(content or ROOT / "content"), ics)
    if law:
        return duties.show(ROOT, Path(content or ROOT / "content"))
    found = checking.check(ROOT, Path(content or ROOT / "content"), path)
    report.show(found, format)
    return 2 if any(problem.severity == "E" for problem in found.problems) else 0


@task(help={key: HELP[key] for key in ("content", "port")})
@in_words
def serve(c: Context, content: str = "", port: str = "8000") -> int:
    """Show the site in a browser, and again after every save."""
    from tools import serve

    serve.serve(ROOT, Path(content or ROOT / "content"), command_line.known_port(port))
    return 0


@task(help={key: HELP[key] for key in ("title", "kind", "content")})
@in_words
def new(c: Context, title: str = "", kind: str = "article", content: str = "") -> int:
    """Write a draft with the right parts: `new "Sore shoulder" --kind condition`."""
    from tools import new

    ask = input if sys.stdin.isatty() else None
    return new.main(Path(content or ROOT / "content"), title, kind, ask, print)


@task(name="import", iterable=["file"], help={key: HELP[key] for key in ("file", "content", "again")})
@in_words
def bring_in(c: Context, file: "list[str]", content: str = "", again: bool = False) -> int:
    """Make drafts of old texts: `import FILE ...`. Nothing is invented, and nothing is lost."""
    from tools.importing import command

    return command.main(ROOT, Path(content or ROOT / "content"), file, again)


@task
@in_words
def setup(c: Context) -> int:
    """Ask for the clinic's facts one by one, and keep them."""
    from tools import setup

    return setup.main(ROOT / "content" / "clinic.toml")


@task(help={key: HELP[key] for key in ("target", "yes", "many_deletions")})
@in_words
def site(c: Context, target: str = "", yes: bool = False, many_deletions: bool = False) -> int:
    """Bring the site to its host, look at it there, and go back when it is not right: `deploy [TARGET]`."""
    from tools.deploy import deploy, run

    return deploy.deploy(run.open_run(ROOT, target), yes, many_deletions)


@task(help={"target": HELP["target"]})
@in_words
def plan(c: Context, target: str = "") -> int:
    """Show what a deploy would send and delete, and touch nothing."""
    from tools.deploy import deploy, run

    return deploy.show_plan(run.open_run(ROOT, target))


@task(help={"target": HELP["target"]})
@in_words
def status(c: Context, target: str = "") -> int:
    """Show which build is live, and whether it is still what was put there."""
    from tools.deploy import history, run

    return history.show_status(run.open_run(ROOT, target))


@task(name="list", help={"target": HELP["target"]})
@in_words
def releases(c: Context, target: str = "") -> int:
    """Show which builds can be live again."""
    from tools.deploy import history, run

    return history.show_list(run.open_run(ROOT, target))


@task(help={"target": HELP["target"], "build": HELP["build"]})
@in_words
def rollback(c: Context, target: str = "", build: str = "") -> int:
    """Make an earlier build live again: `deploy.rollback [BUILD]`."""
    from tools.deploy import history, run

    return history.roll_back(run.open_run(ROOT, target), build)


@task(help={"target": HELP["target"]})
@in_words
def host(c: Context, target: str = "") -> int:
    """Show what the server there has to be told, once."""
    from tools.deploy import deploy, run

    return deploy.show_host(run.open_run(ROOT, target))


@task(name="setup")
@in_words
def ask_target(c: Context) -> int:
    """Ask where the site shall stand, keep it in deploy.toml, and try it."""
    from tools.deploy import setup

    return setup.main(ROOT)


@task(help={key: HELP[key] for key in ("long", "args")})
@in_words
def test(c: Context, long: bool = False, args: str = "") -> int:
    """Prove that all of this works; further words go to pytest."""
    from tools import test

    return test.run(ROOT, long, args)


@task(iterable=["size"], help={key: HELP[key] for key in ("size", "rounds", "write")})
@in_words
def bench(c: Context, size: "list[str]", rounds: str = "", write: bool = False) -> int:
    """Measure what builds cost, beside Hugo and stock Pelican: `bench --size 1000 [--write]`."""
    from tools.bench import bench

    return bench.main(ROOT, size, rounds, write)


@task
@in_words
def sbom(c: Context) -> int:
    """List everything that the site is made with, for whoever asks."""
    from tools import supply

    supply.provide(ROOT)
    for file in supply.sbom(ROOT, ROOT / ".cache" / "sbom"):
        print(file)
    return 0


@task
@in_words
def audit(c: Context) -> int:
    """Ask whether any of it has a known hole; nobody to ask is a failure too."""
    from tools import supply

    supply.provide(ROOT)
    print(supply.audit(ROOT))
    return 0


@task
@in_words
def clean(c: Context) -> int:
    """Delete what the commands made: output/ and .cache/, but for builds to go back to."""
    from tools import clean

    clean.clean(ROOT)
    return 0


deploy = Collection("deploy", plan, status, releases, rollback, host, ask_target)
deploy.add_task(site, default=True)
namespace = Collection(build, check, serve, new, bring_in, setup, test, bench, sbom, audit, clean, deploy)
COMMANDS = [name for task, others in namespace.task_names.items() for name in others or [task]]


@in_words
def main() -> None:
    """What `python3 tasks.py ...` does once it runs inside .venv."""
    arguments = command_line.arranged(sys.argv[1:], COMMANDS)
    Program(namespace=namespace, name="tasks.py", binary="python3 tasks.py").run(["tasks.py", *arguments])


if __name__ == "__main__":
    main()
