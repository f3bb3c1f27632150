"""In: the words after `python3 tasks.py`. Out: what the last build said, and the end of the program, when nothing has changed.

Only the standard library, and before anything else is loaded: looking at all files takes less time than loading what builds.
"""

from __future__ import annotations

import os
import sys
import time

from plugins.incremental import seal

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading it takes longer than the answer
    from collections.abc import Sequence

VALUES = ("--content", "--output")


def answer(root: str, words: Sequence[str]) -> None:
    """Ends the program when it can answer a `build`; else comes back, and the build looks closer."""
    asked = _asked(words)
    if asked is None:
        return
    publish, content, output = asked
    in_colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    told = said(
        root,
        content or os.path.join(root, "content"),
        output or os.path.join(root, "output"),
        publish,
        in_colour,
    )
    if told is None:
        return
    print(told)
    sys.stdout.flush()
    os._exit(0)


def said(root: str, content: str, output: str, publish: bool, in_colour: bool = False) -> str | None:
    """What a build has to say when nothing has changed since the last one; None when somebody has to look closer."""
    start = time.monotonic()
    file = seal.file_of(root, os.path.abspath(content), os.path.abspath(output), publish, "seal")
    found = seal.said(file)
    if found is None:
        return None
    return found[in_colour].replace(seal.SECONDS, f"{time.monotonic() - start:.1f}")


def _asked(words: Sequence[str]) -> tuple[bool, str, str] | None:
    """publish, content and output of a `build`; None of anything else."""
    if not words or words[0] != "build":
        return None
    publish, values = False, dict.fromkeys(VALUES, "")
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--publish":
            publish = True
        elif name in VALUES and (equals or rest):
            values[name] = value if equals else rest.pop(0)
        else:
            return None
    return publish, values["--content"], values["--output"]
