"""In: what rclone logs. Out: the sentence that people are told."""

from __future__ import annotations

from tools.deploy.rclone_words import NO_ANSWER, NO_ROOM, Heard

ABORTED = 'update stor: 1 error occurred: * 426 "None; transfer aborted."'
RESET = "write tcp 127.0.0.1:51280->127.0.0.1:42273: write: connection reset by peer"


def heard(*texts: str) -> Heard:
    told = Heard()
    for text in texts:
        told.error(text)
    return told


def test_a_server_that_falls_silent_is_gone() -> None:
    told = heard(RESET)
    assert told.last == NO_ANSWER
    told.stalled()
    assert told.problem == NO_ANSWER


def test_a_server_that_falls_silent_after_it_refused_files_is_full() -> None:
    told = heard(ABORTED, RESET)
    assert told.last == NO_ROOM
    told.stalled()
    assert told.problem == NO_ROOM
