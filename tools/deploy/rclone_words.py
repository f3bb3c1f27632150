"""In: the lines that rclone logs and the errors it answers. Out: one sentence for people, and whether to go on trying."""

from __future__ import annotations

import json
import re

NO_REMOTE = (
    "rclone's own configuration has no remote of that name. "
    "Correct `remote` in deploy.toml, or make it with `.venv/bin/rclone config`."
)

# What rclone says -> what that means, and what to do. Trying again would not help with any of these.
HOPELESS = (
    (
        r"unable to authenticate|^530|: 530 |401 Unauthorized|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken",
        "The host refused the user name or the password. Correct them, then deploy again.",
    ),
    (
        r"api error Forbidden",  # an answer without a body: S3 says no more than that
        "The host refused the access key, its secret, or what they want to do. Correct them, then deploy again.",
    ),
    (
        r"key is unknown",
        "This computer does not know the key of that server yet. Compare it with what your host tells you, "
        "and keep it with `ssh-keyscan SERVER >> ~/.ssh/known_hosts`.",
    ),
    (
        r"key mismatch",
        "The server shows another key than the one this computer knows. "
        "Somebody may be in between: ask your host before you go on.",
    ),
    (
        r"no space left|ENOSPC|[^0-9]552[^0-9]|507 Insufficient|[Qq]uota ?[Ee]xceeded|over quota|[Dd]isk full|XMinioStorageFull",
        "The host has no room left. Make room there, then deploy again.",
    ),
    (
        r"[Pp]ermission denied|PERMISSION_DENIED|[^0-9]550 |Forbidden|StatusCode: 403|AccessDenied|405 Method",
        "The host does not let this user write there. Correct the folder or the rights, then deploy again.",
    ),
    (r"409 Conflict", "There is no such folder at the host. Make it there, or correct deploy.toml; then deploy again."),
    (r"NoSuchBucket", "There is no bucket of that name at the host. Correct deploy.toml, then deploy again."),
    (r"x509: |tls: ", "The host could not prove who it is: its certificate is not right. Ask whoever runs it."),
    (r"didn't find section in config", NO_REMOTE),
    (r"no such host", "There is no server of that name. Correct deploy.toml, then deploy again."),
)  # fmt: skip
# These may pass; when they come again and again, they do not.
DOUBTFUL = r"SSH_FX_FAILURE|sizes differ|426 .*abort"
DOUBTS = 10
NO_ROOM = "The host does not take files whole; most often this means that it has no room left."
NO_ANSWER = "The host does not answer. Try again later; if it stays so, ask whoever runs it."


class Heard:
    """What was heard of one call. problem: a sentence that ends it; last: one that counts if trying again is in vain."""

    def __init__(self) -> None:
        self.problem = ""
        self.last = ""
        self._doubts = 0

    def line(self, line: bytes) -> None:
        """A line of the log."""
        try:
            entry = json.loads(line)
        except ValueError:
            entry = {"level": "error", "msg": line.decode("utf-8", "replace").strip()}
        if isinstance(entry, dict) and entry.get("level") in ("error", "critical"):
            text = str(entry.get("msg", ""))
            if not text.startswith("rc: "):  # what is answered as well
                self.error(text)

    def error(self, text: str) -> None:
        self._doubts += bool(re.search(DOUBTFUL, text))
        hopeless = next((words for pattern, words in HOPELESS if re.search(pattern, text)), "")
        if not hopeless and self._doubts == DOUBTS:
            hopeless = NO_ROOM
        if hopeless:
            self.problem = self.problem or hopeless
        elif re.search(DOUBTFUL, text):
            self.last = NO_ROOM
        elif re.search(r"timeout|refused|reset|EOF|closed|broken pipe|unreachable|dial", text):
            self.last = self._silence
        else:
            self.last = (
                f"The host said: {text.splitlines()[0]}. Try again; if it stays so, ask whoever runs it."
            )

    def stalled(self) -> None:
        """Nothing moves any more."""
        self.problem = self.problem or self._silence

    @property
    def _silence(self) -> str:
        """A server that fell silent after it had refused whole files is full rather than gone."""
        return NO_ROOM if self._doubts else NO_ANSWER
