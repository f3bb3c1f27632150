"""In: whatever a command raised. Out: one sentence on stderr and an exit code; never a traceback."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from rules.problem import SiteError

P = ParamSpec("P")
TRACE = Path(__file__).resolve().parent.parent / ".cache" / "error.txt"


def in_words(command: Callable[P, int | None]) -> Callable[P, None]:
    """Decorate a command: it ends with the exit code it returns, and every exception ends in a sentence.

    0 fine; 1 the program failed; 2 the content or the settings need a person; 130 stopped by Ctrl-C.
    """

    @functools.wraps(command)
    def ended(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs) or 0
        except SiteError as error:
            from tools import report

            report.show_error(error, str(kwargs.get("format", "text")))
            code = error.exit_code
        except KeyboardInterrupt:
            print("Stopped. Nothing is half done: run the command again when you like.", file=sys.stderr)
            code = 130
        except BrokenPipeError:  # `check | head`
            sys.stdout = None
            code = 1
        except Exception as error:  # the one place where any exception is right: staff see no traceback
            print(surprise(error), file=sys.stderr)
            code = 1
        if code:
            sys.exit(code)

    return ended


def surprise(error: Exception) -> str:
    """Keep the traceback in a file, and say where."""
    import traceback  # here: few commands need it, and loading it takes time

    what = f"{type(error).__name__}: {error}".splitlines()[0]
    told = f"Something went wrong inside the program ({what})."
    try:
        TRACE.parent.mkdir(parents=True, exist_ok=True)
        TRACE.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return f"{told} Please tell whoever looks after the code."
    return f"{told} The details are in {TRACE}: please send that file to whoever looks after the code."
