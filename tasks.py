"""In: a command line. Out: the command, run inside .venv; each is a few lines here and lives in tools/."""

import gc
import sys

if __name__ == "__main__":
    from tools import environment

    environment.enter()

from pathlib import Path

from tools.command_line import Commands, Option, known_port
from tools.endings import in_words

ROOT = Path(__file__).resolve().parent

CONTENT = Option("--content", "another folder of texts than content/", "DIR")
SELDOM = 20000  # objects between two looks for garbage: most of what a command makes stays to its end
TARGET = "[TARGET]"  # a table of deploy.toml: the only one, or `live`, when nothing is said

commands = Commands()


@commands.add(
    "build",
    Option(
        "--publish", "the pages for the public: stops at any problem that must be mended", kind="store_true"
    ),
    Option(
        "--clean", "make everything anew, and use nothing that is kept of earlier builds", kind="store_true"
    ),
    Option(
        "--why", "a text or a page, such as articles/sleep.md: what made it necessary to make it anew", "PAGE"
    ),
    CONTENT,
    Option("--output", "another folder for the pages than output/", "DIR"),
)
def build(publish: bool, clean: bool, why: str, content: str, output: str) -> int:
    """Make the site in output/ from content/, and show what is to mend."""
    from tools import build, report

    folders = Path(content or ROOT / "content"), Path(output or ROOT / "output")
    found = build.build(ROOT, *folders, publish=publish, clean=clean)
    report.show(found)
    if why:
        print(build.why(found, why))
    return 0


@commands.add(
    "check",
    CONTENT,
    Option(
        "--format",
        "text for people, json for machines (one object a line), github for notes in a pull request",
        "FORMAT",
    ),
    Option(
        "--explain",
        "a rule, such as claim.safe: why it is there, its source, a bad and a good example",
        "RULE",
    ),
    Option("--due", "which pages a clinician has to read again, and when", kind="store_true"),
    Option("--ics", "write what is due into a calendar file as well: --ics reviews.ics", "FILE"),
    Option(
        "--law", "what the law asks of this clinic's site, by when, and what is missing", kind="store_true"
    ),
    words="[PATH ...]",
)
def check(words: list[str], content: str, format: str, explain: str, due: bool, ics: str, law: bool) -> int:
    """Show what is to mend, and write nothing: `check [PATH ...]`; also --due and --law."""
    from tools import report

    format = report.known_format(format)
    if explain:
        from tools import explain as explaining

        print(explaining.explained(explain))
        return 0
    if due or ics:
        from tools import due as reviews

        return reviews.show(ROOT, Path(content or ROOT / "content"), ics)
    if law:
        from tools import law as duties

        return duties.show(ROOT, Path(content or ROOT / "content"))
    from tools import check as checking

    found = checking.check(ROOT, Path(content or ROOT / "content"), words)
    report.show(found, format)
    return 2 if any(problem.severity == "E" for problem in found.problems) else 0


@commands.add("serve", CONTENT, Option("--port", "where to show it: http://localhost:PORT/", "PORT"))
def serve(content: str, port: str) -> int:
    """Show the site in a browser, and again after every save."""
    from tools import serve

    serve.serve(ROOT, Path(content or ROOT / "content"), known_port(port or "8000"))
    return 0


@commands.add(
    "new",
    Option("--kind", "article, page, service or condition", "KIND"),
    CONTENT,
    words="[TITLE ...]",
)
def new(words: list[str], kind: str, content: str) -> int:
    """Write a draft with the right parts: `new "Sore shoulder" --kind condition`."""
    from tools import new

    ask = input if sys.stdin.isatty() else None
    return new.main(Path(content or ROOT / "content"), " ".join(words), kind or "article", ask, print)


@commands.add(
    "import",
    CONTENT,
    Option("--again", "bring in what came in before once more, beside it", kind="store_true"),
    words="FILE ...",
)
def bring_in(words: list[str], content: str, again: bool) -> int:
    """Make drafts of old texts: `import FILE ...`. Nothing is invented, and nothing is lost.

    FILE: a text file, .docx, web page, WordPress export, or a folder of Hugo or Jekyll.
    """
    from tools.importing import command

    return command.main(ROOT, Path(content or ROOT / "content"), words, again)


@commands.add("setup")
def setup() -> int:
    """Ask for the clinic's facts one by one, and keep them."""
    from tools import setup

    return setup.main(ROOT / "content" / "clinic.toml")


@commands.add(
    "deploy",
    Option("--yes", "do not ask the first time", kind="store_true"),
    Option("--many-deletions", "go on when more than 30 % of the live site would go away", kind="store_true"),
    words=TARGET,
)
def site(words: list[str], yes: bool, many_deletions: bool) -> int:
    """Bring the site to its host, look at it there, and go back when it is not right: `deploy [TARGET]`.

    TARGET: a table of deploy.toml; the only one, or `live`, when nothing is said.
    """
    from tools.deploy import deploy, run

    return deploy.deploy(run.open_run(ROOT, *words), yes, many_deletions)


@commands.add("deploy.plan", words=TARGET)
def plan(words: list[str]) -> int:
    """Show what a deploy would send and delete, and touch nothing."""
    from tools.deploy import deploy, run

    return deploy.show_plan(run.open_run(ROOT, *words))


@commands.add("deploy.status", words=TARGET)
def status(words: list[str]) -> int:
    """Show which build is live, and whether it is still what was put there."""
    from tools.deploy import history, run

    return history.show_status(run.open_run(ROOT, *words))


@commands.add("deploy.list", words=TARGET)
def releases(words: list[str]) -> int:
    """Show which builds can be live again."""
    from tools.deploy import history, run

    return history.show_list(run.open_run(ROOT, *words))


@commands.add("deploy.rollback", words="[TARGET] [BUILD]")
def rollback(words: list[str]) -> int:
    """Make an earlier build live again: `deploy.rollback [BUILD]`.

    BUILD: the first digits of its name, as `deploy.list` shows it; the one before, when nothing is said.
    """
    from tools.deploy import history, run

    target, build = history.named(words)
    return history.roll_back(run.open_run(ROOT, target), build)


@commands.add("deploy.host", words=TARGET)
def host(words: list[str]) -> int:
    """Show what the server there has to be told, once."""
    from tools.deploy import deploy, run

    return deploy.show_host(run.open_run(ROOT, *words))


@commands.add("deploy.setup")
def ask_target() -> int:
    """Ask where the site shall stand, keep it in deploy.toml, and try it."""
    from tools.deploy import setup

    return setup.main(ROOT)


@commands.add(
    "test", Option("--long", "many more random cases", kind="store_true"), words="[ARG ...]", any=True
)
def test(words: list[str], long: bool) -> int:
    """Prove that all of this works; further words go to pytest: `test tests/rules -x`."""
    from tools import test

    return test.run(ROOT, long, words)


@commands.add(
    "bench",
    Option(
        "--size",
        "how many articles; may stand several times; 100 and 1000 when nothing is said, up to 10000",
        "N",
        "append",
    ),
    Option("--rounds", "how often each is measured; the median counts", "N"),
    Option("--write", "put what was measured into docs/speed.md and docs/speed.svg", kind="store_true"),
)
def bench(size: list[str], rounds: str, write: bool) -> int:
    """Measure what builds cost, beside Hugo and stock Pelican: `bench --size 1000 [--write]`."""
    from tools.bench import bench

    return bench.main(ROOT, size, rounds, write)


@commands.add("sbom")
def sbom() -> int:
    """List everything that the site is made with, for whoever asks."""
    from tools import supply

    supply.provide(ROOT)
    for file in supply.sbom(ROOT, ROOT / ".cache" / "sbom"):
        print(file)
    return 0


@commands.add("audit")
def audit() -> int:
    """Ask whether any of it has a known hole; nobody to ask is a failure too."""
    from tools import supply

    supply.provide(ROOT)
    print(supply.audit(ROOT))
    return 0


@commands.add("clean")
def clean() -> int:
    """Delete what the commands made: output/ and .cache/, but for builds to go back to."""
    from tools import clean

    clean.clean(ROOT)
    return 0


if __name__ == "__main__":
    gc.set_threshold(SELDOM)
    try:
        in_words(commands.run)(sys.argv[1:])
    finally:
        gc.freeze()  # to look for garbage on the way out takes longer than to check a text
