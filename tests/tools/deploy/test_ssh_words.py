"""In: what programs say when they fail. Out: proof of the sentence that people get."""

from __future__ import annotations

import pytest

from tools.deploy.ssh_words import in_words, no_program

NAMES: dict[str, str | int] = {
    "host": "www.example.com", "port": 22, "user": "deploy", "path": "/srv/www",
    "where": "deploy@www.example.com:/srv/www", "login": "ssh deploy@www.example.com",
}  # fmt: skip
DOWN = (
    "www.example.com does not answer at port 22. Check `host` and `port` in deploy.toml and your line to the internet; "
    "if they are right, the server is down."
)
NO_KEY = (
    "www.example.com does not let this computer in: its key is not known there, or not any more, or is locked by a "
    "passphrase (then run `ssh-add` first). Run `ssh deploy@www.example.com` to try; whoever looks after the server can let your key in."
)
FULL = "The disk of www.example.com is full. Make room there, or ask whoever looks after the server to; then deploy again."
CLOSED = (
    "deploy may not write to /srv/www on www.example.com. Correct `path` in deploy.toml, or ask whoever looks after "
    "the server to let deploy write there."
)
BROKEN = "The line to www.example.com broke off. Deploy again: what has arrived is not sent twice."
POOR = (
    "www.example.com does not have the commands of a Linux server (flock, mv -T, stat, timeout). "
    "Use the driver `files` with sftp for it."
)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ssh: connect to host www.example.com port 22: Connection refused", DOWN),
        ("ssh: connect to host www.example.com port 22: Connection timed out", DOWN),
        ("ssh: connect to host www.example.com port 22: No route to host", DOWN),
        ("Connection timed out during banner exchange", DOWN),
        ("kex_exchange_identification: Connection closed by remote host", DOWN),
        ("deploy@www.example.com: Permission denied (publickey,password).", NO_KEY),
        ("Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures", NO_KEY),
        ('Load key "/home/a/.ssh/id": error in libcrypto\nPermission denied (publickey).', NO_KEY),
        ('rsync: [receiver] write failed on "/srv/www/a": No space left on device (28)', FULL),
        ("mkdir: cannot create directory 'releases': Disk quota exceeded", FULL),
        ("mkdir: cannot create directory '/srv/www': Permission denied", CLOSED),
        ("sh: 1: cannot create /srv/www/.lock: Read-only file system", CLOSED),
        ("client_loop: send disconnect: Broken pipe", BROKEN),
        ("Timeout, server www.example.com not responding.", BROKEN),
        ("rsync: connection unexpectedly closed (0 bytes received so far) [sender]", BROKEN),
        ("Connection to www.example.com closed by remote host.", BROKEN),
        ("", BROKEN),
        ("mv: invalid option -- 'T'", POOR),
        ("sh: 1: timeout: not found", POOR),
        (
            "rsync: --outbuf=L: unknown option\nrsync error: syntax or usage error (code 1) at main.c(1234)",
            "The rsync of this computer is too old: version 3.1 or newer is needed.",
        ),
        (
            "protocol version mismatch -- is your shell clean?\nrsync error: protocol incompatibility (code 2)",
            "deploy on www.example.com is greeted with a text at login even when a program logs in, which garbles what "
            "it sends. Ask whoever looks after the server to take that text out of .bashrc or .profile.",
        ),
        (
            "rsync: [sender] change_dir failed: Too many levels of symbolic links (40)\nrsync error: partial (code 23)",
            "www.example.com could not do what a deploy needs "
            "(rsync: [sender] change_dir failed: Too many levels of symbolic links (40)).",
        ),
        (
            "This account is not allowed to do that.\n",
            "www.example.com could not do what a deploy needs (This account is not allowed to do that.).",
        ),
    ],
)
def test_what_a_program_says_becomes_a_sentence(said: str, sentence: str) -> None:
    assert in_words(said, **NAMES) == sentence


def test_the_package_of_a_missing_program_is_named() -> None:
    assert no_program("ssh") == (
        "There is no `ssh` on this computer. Install it (on Debian and Ubuntu: `sudo apt install openssh-client`), "
        "then deploy again."
    )
