"""A call with room gives what it would give without, and the room is there."""

import sys
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import connection

from kinerja.lib.roomy import roomy


def depth(left: int) -> int:
    return 1 + depth(left - 1) if left else 0


def test_what_is_called_gets_its_arguments_and_its_errors_come_out() -> None:
    assert roomy(dict, [("a", 1)], b=2) == {"a": 1, "b": 2}
    with pytest.raises(ZeroDivisionError):
        roomy(divmod, 1, 0)


def test_the_first_frame_claims_more_than_a_piece_and_deep_calls_still_return() -> None:
    assert roomy.__code__.co_stacksize * 8 > 16 * 1024
    limit = sys.getrecursionlimit()
    assert roomy(depth, limit // 2) == limit // 2


def test_the_web_processes_serve_their_pages_through_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinerja import wsgi  # noqa: PLC0415 - a start of its own, only when this test runs

    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    told: list[str] = []
    asked = {"PATH_INFO": "/masuk/", "HTTP_HOST": "localhost"}
    setup_testing_defaults(asked)
    answer = b"".join(wsgi.application(asked, lambda status, _headers: told.append(status)))
    assert told == ["200 OK"]
    assert b"Masuk ke Kinerja" in answer
