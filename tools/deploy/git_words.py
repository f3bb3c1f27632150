"""In: what git said when it refused. Out: one sentence for people: what is wrong, and what to do."""

from __future__ import annotations

import re

UNCHANGED = "What is live there is as it was."
REASONS = (  # what git or ssh say -> what a person is told
    (r"host key verification failed|remote host identification has changed",
     "{place} shows a key that this computer does not know. Log in there once with `ssh`, compare the key, then deploy again."),
    (r"authentication failed|could not read (username|password)|permission denied \(|error: 40[13]|invalid credentials",
     "{place} does not let you in. Check the key or the token that `git` has for it, then deploy again."),
    (r"stale info|fetch first|non-fast-forward|cannot lock ref|reference already exists",
     "Another deploy to {place} was finished in the meantime. Deploy again to compare with what is live now."),
    (r"no space left|disk quota|unable to write|disk full",
     "There is no room left at {place}. Make room there, then deploy again."),
    (r"pre-receive hook declined|protected branch|hook declined|denied to|deny",
     "{place} does not take changes to this branch. Allow them there, then deploy again."),
    (r"read-only file system|insufficient permission|permission denied|unable to create",
     "{place} cannot be written to. Check who may write there, then deploy again."),
    (r"could not resolve|connection refused|connection timed out|network is unreachable|no route|failed to connect"
     r"|timed out|too slow|less than|connection reset|hung up|broken pipe|early eof",
     "{place} does not answer, or the line broke off. Check the connection, then deploy again."),
    (r"not found|does not exist|does not appear to be a git repository|repository .* is not",
     "There is no repository {place}, or you may not see it. Check its address in deploy.toml."),
)  # fmt: skip


def reason(said: str, place: str) -> str:
    """The sentence for what git said about place."""
    for pattern, sentence in REASONS:
        if re.search(pattern, said, re.IGNORECASE):
            return sentence.format(place=place)
    last = (said.strip().splitlines() or ["nothing"])[-1]
    return f"{place} refused. Git says: {last}."
