"""Doing things at the same time, with a place in the code where everybody waits for the others."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

PATIENCE = 3.0  # seconds


class Crossing:
    """Where threads wait for each other; who finds nobody goes on alone after a while."""

    def __init__(self, parties: int = 2) -> None:
        self.barrier = threading.Barrier(parties)
        self.times = 0

    def meet(self) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            self.times += self.barrier.wait(PATIENCE) == 0

    def after(self, monkeypatch: pytest.MonkeyPatch, module: Any, *names: str) -> None:
        """Meet whenever one of these functions of a module has done its work."""
        for name in names:
            monkeypatch.setattr(module, name, self._meeting(getattr(module, name)))

    def _meeting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            self.meet()
            return result

        return wrapped


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed gives back or raises, all done at the same time on connections of their own."""

    def alone(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        futures = [pool.submit(alone, deed) for deed in deeds]
    return [future.exception() or future.result() for future in futures]
