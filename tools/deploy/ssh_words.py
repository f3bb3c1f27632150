"""In: what ssh, rsync or a shell on the host said when it failed. Out: a sentence for people: what is wrong and what to do."""

from __future__ import annotations

import re

BROKEN = "The line to {host} broke off. Deploy again: what has arrived is not sent twice."
SILENT = (
    "{host} has stopped answering. Deploy again; if that does not help, ask whoever looks after the server."
)
BUSY = (
    "Another deploy to {where} runs at this moment, or one broke off less than a minute ago. "
    "Wait a minute, then try again."
)
WORDS = (  # the first that is found counts
    (
        "IDENTIFICATION HAS CHANGED",
        "{host} shows another key than the one this computer knows: either the server was set up anew, or somebody "
        "pretends to be it. Do not deploy there before whoever looks after the server has told you its new key.",
    ),
    (
        "Host key verification failed|host key is known for",
        "This computer does not know the key of {host} yet, so it cannot tell it from an impostor. Run `{login}`, "
        "compare what it shows with the key that whoever looks after the server tells you, and answer yes.",
    ),
    (
        r"Permission denied \(|Too many authentication failures|Load key|UNPROTECTED PRIVATE KEY",
        "{host} does not let this computer in: its key is not known there, or not any more, or is locked by a passphrase "
        "(then run `ssh-add` first). Run `{login}` to try; whoever looks after the server can let your key in.",
    ),
    (
        "Could not resolve hostname",
        "There is no computer called {host}. Correct `host` in deploy.toml, or check your line to the internet.",
    ),
    (
        r"connect to host|banner exchange|Connection timed out during|kex_exchange_identification",
        "{host} does not answer at port {port}. Check `host` and `port` in deploy.toml and your line to the internet; "
        "if they are right, the server is down.",
    ),
    (
        "No space left|quota exceeded",
        "The disk of {host} is full. Make room there, or ask whoever looks after the server to; then deploy again.",
    ),
    (
        "Read-only file system|Permission denied|Operation not permitted",
        "{user} may not write to {path} on {host}. Correct `path` in deploy.toml, or ask whoever looks after the "
        "server to let {user} write there.",
    ),
    (
        r"rsync: (command )?not found|remote command not found|\brsync: No such file",
        "There is no rsync on {host}. Ask whoever looks after the server to install it "
        "(on Debian and Ubuntu: `sudo apt install rsync`), then deploy again.",
    ),
    (
        r"(flock|timeout|stat|sh|readlink): (command )?not found|(mv|stat|flock): (invalid|illegal|unrecognized) option",
        "{host} does not have the commands of a Linux server (flock, mv -T, stat, timeout). "
        "Use the driver `files` with sftp for it.",
    ),
    (
        "is your shell clean",
        "{user} on {host} is greeted with a text at login even when a program logs in, which garbles what it sends. "
        "Ask whoever looks after the server to take that text out of .bashrc or .profile.",
    ),
    (
        r"unknown option|Syntax or usage error",
        "The rsync of this computer is too old: version 3.1 or newer is needed.",
    ),
    (
        r"closed by|Broken pipe|reset by peer|not responding|unexpectedly closed|Connection (to|lost)|timed out",
        BROKEN,
    ),
)
OTHER = "{host} could not do what a deploy needs ({last})."
NO_PROGRAM = (
    "There is no `{program}` on this computer. "
    "Install it (on Debian and Ubuntu: `sudo apt install {package}`), then deploy again."
)
PACKAGES = {"ssh": "openssh-client"}


def in_words(said: str, **names: str | int) -> str:
    """One or two sentences. names: host, port, user, path, login (the command with which a person would log in)."""
    for pattern, sentence in WORDS:
        if re.search(pattern, said, re.IGNORECASE):
            return sentence.format(**names)
    lines = [line.strip() for line in said.splitlines() if line.strip() and "rsync error:" not in line]
    return OTHER.format(last=lines[-1], **names) if lines else BROKEN.format(**names)


def no_program(program: str) -> str:
    return NO_PROGRAM.format(program=program, package=PACKAGES.get(program, program))
