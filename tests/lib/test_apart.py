"""Work in a process of its own: its result comes back, and whatever it takes, the worker goes on."""

import os
import socket

import pytest

from kinerja.lib import apart
from kinerja.lib.apart import Limits, Stopped, Work, run_apart
from tests.reporting import monsters


def test_the_work_is_done_elsewhere_politely_and_reaches_nobody() -> None:
    told: list[tuple[int, str]] = []

    def tell(percent: int, words: str) -> None:
        told.append((percent, words))

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        said = run_apart(monsters.looks_around, port, limits=Limits(60, 1024), tell=tell)
        with pytest.raises(TimeoutError):
            server.accept()
    process, niceness, seed, answer = said.decode().split()
    assert int(process) != os.getpid()
    assert int(niceness) >= 10
    assert (seed, answer) == ("0", "ditolak")
    assert told == [(50, f"mengetuk {port}")]


@pytest.mark.parametrize(
    ("work", "argument", "limits", "sentence"),
    [
        (monsters.devours, 2000, Limits(60, 400), apart.TOO_BIG.format(400)),
        (monsters.never_ends, None, Limits(1, 1024), apart.TOO_LONG.format(1)),
    ],
    ids=["too much memory", "too long"],
)
def test_a_monster_ends_alone_with_a_sentence(
    work: Work, argument: object, limits: Limits, sentence: str
) -> None:
    with pytest.raises(Stopped) as stopped:
        run_apart(work, argument, limits=limits, tell=lambda _percent, _words: None)
    assert str(stopped.value) == sentence


@pytest.mark.parametrize(
    ("code", "in_time", "sentence"),
    [
        (-9, False, apart.TOO_LONG.format(7)),
        (-14, True, apart.TOO_LONG.format(7)),
        (-6, True, apart.TOO_BIG.format(64)),
        (3, True, apart.TOO_BIG.format(64)),
        (1, True, apart.BROKEN.format(1)),
    ],
)
def test_every_way_to_end_has_its_sentence(code: int, in_time: bool, sentence: str) -> None:
    assert apart.why(code, Limits(7, 64), in_time=in_time) == sentence
