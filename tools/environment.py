"""In: any Python 3 and requirements.txt. Out: this command, running inside .venv with exactly what the lock names.

Only the standard library, and nothing that an old Python cannot read: it has to reach the sentence that says so.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements.txt")
VENV = os.path.join(ROOT, ".venv")
PYTHON = (
    os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
)

HANDED_OVER = "CLINIC_HANDED_OVER"  # tells the Python inside that the one outside had no answer

AGAIN = "Run the same command again and it starts over."
FULL = "The disk is full: free about 200 MB and run the same command again."
NO_VENV = (
    "This Python cannot make virtual environments: on Debian and Ubuntu run `sudo apt install python3-venv`, "
    "elsewhere install Python from python.org; then run the same command again."
)
NO_NETWORK = (
    "No network: the packages could not be fetched. Connect to the internet and run the same command again."
)
WRONG_HASH = (
    "A package that arrived is not the one requirements.txt names, so nothing of it was installed. "
    "Run the same command again; if it says the same, tell whoever looks after the code."
)
SIGNS = (  # what pip and venv print, and what it means for a person
    (("No space left", "Errno 28", "not enough space"), FULL),
    (("ensurepip is not available", "No module named venv", "No module named ensurepip"), NO_VENV),
    (("DO NOT MATCH THE HASHES",), WRONG_HASH),
    (("Retrying (", "ConnectionError", "Failed to establish", "name resolution", "timed out"), NO_NETWORK),
)


def enter():
    # type: () -> None
    """Return only inside a finished .venv: make it first where it is missing, half-made or older than the lock.

    A command that has its answer already is over before a second Python starts.
    """
    if sys.version_info < (3, 11):
        stop("This needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    try:
        if not finished(VENV, LOCK):
            make(inside)
        if not os.environ.pop(HANDED_OVER, ""):
            from tools import unchanged  # here: no old Python comes so far

            unchanged.answer(ROOT, sys.argv[1:])
        if not inside:
            hand_over()
    except KeyboardInterrupt:
        stop("Stopped. " + AGAIN, 130)
    except OSError as error:
        full = error.errno == 28 or getattr(error, "winerror", 0) == 112
        stop(FULL if full else "%s cannot be made: %s." % (VENV, error.strerror or error))


def make(inside):
    # type: (bool) -> None
    """Make .venv from nothing (or only refresh it, when this very Python runs from it), and mark it as finished last."""
    if os.path.lexists(VENV) and not inside:
        marked = os.path.exists(mark_of(VENV, LOCK)) and os.path.exists(PYTHON)
        changed = "requirements.txt or the folder has changed"
        say("%s: making .venv again ..." % changed if marked else ".venv is not whole: making it again ...")
        import shutil  # here, as below: most starts need none of it, and loading takes time

        if os.path.islink(VENV) or os.path.isfile(VENV):
            os.remove(VENV)
        else:
            shutil.rmtree(VENV)
    elif not inside:
        say("First start: making .venv for this project (about a minute, only this once) ...")
    if not inside:
        run([sys.executable, "-m", "venv", VENV], "Python could not make .venv")
    install(LOCK)
    say("Ready.")


def install(lock):
    # type: (str) -> None
    """Install a lock into .venv and note there what it was, so that the next start knows."""
    with open(lock, encoding="utf-8") as lines:
        count = sum("==" in line for line in lines)
    say(
        "Installing %d packages, each checked against its fingerprint in %s ..."
        % (count, os.path.relpath(lock, ROOT))
    )
    mark = mark_of(VENV, lock)
    if os.path.exists(mark):
        os.remove(mark)
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",  # most of it is never loaded; what is, is compiled then
        "--retries",
        "3",
    ]
    run(
        pip + ["--require-hashes", "--only-binary", ":all:", "-r", lock],
        "The packages could not be installed",
    )
    with open(mark, "wb") as file:
        file.write(installed(lock))


def finished(venv, lock):
    # type: (str, str) -> bool
    """Whether a lock as it is now was installed to the end, into a .venv that still stands where it was made."""
    try:
        with open(mark_of(venv, lock), "rb") as file:
            noted = file.read()
    except OSError:
        return False
    whole = os.path.exists(PYTHON) and os.path.exists(os.path.join(venv, "pyvenv.cfg"))
    return whole and noted == installed(lock)


def mark_of(venv, lock):
    # type: (str, str) -> str
    return os.path.join(venv, os.path.relpath(lock, ROOT).replace(os.sep, "-") + ".installed")


def installed(lock):
    # type: (str) -> bytes
    """The mark of a lock: its text, and the folder, since the programs in a .venv name the folder that they were made in."""
    with open(lock, "rb") as file:
        return file.read() + b"\0" + os.fsencode(VENV)


def run(command, failed):
    # type: (list[str], str) -> None
    """Run a command in silence; where it fails, end with the one sentence that its words stand for."""
    import subprocess

    env = dict(os.environ, PIP_USER="0")
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return
    words = done.stdout.decode("utf-8", "replace")
    for signs, sentence in SIGNS:
        if any(sign in words for sign in signs):
            stop(sentence)
    last = [line.strip() for line in words.splitlines() if line.strip()] or ["no reason was given"]
    stop("%s: %s" % (failed, last[-1]))


def hand_over():
    # type: () -> None
    """Go on with the same command inside .venv; never returns."""
    command = [PYTHON] + sys.argv
    os.environ[HANDED_OVER] = "1"
    if os.name != "nt":
        os.execv(PYTHON, command)  # noqa: S606 - the same process, so that signals and exit codes are its own
    import subprocess

    child = subprocess.Popen(command)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            pass  # the child had it too, and says so itself


def say(text):
    # type: (str) -> None
    """To stderr: what a command prints for machines on stdout stays clean."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def stop(sentence, code=1):
    # type: (str, int) -> None
    say(sentence)
    sys.exit(code)
