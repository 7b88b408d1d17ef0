"""The one place where the code learns what time it is.

In demonstration mode the office's clock can be moved: the shift is kept in a small file of the data folder,
because web, worker and beat are separate processes that must agree on it.
"""

import contextlib
import json
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.conf import settings

_fixed: ContextVar[datetime | None] = ContextVar("fixed moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    fixed = _fixed.get()
    return fixed if fixed is not None else datetime.now(UTC) + shift()


@contextlib.contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at `moment` (commands with --at, rehearsals, seeds)."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def shift() -> timedelta:
    """How far the demonstration clock is ahead of the real one; always zero in production."""
    if not settings.KINERJA_DEMO:
        return timedelta()
    try:
        return timedelta(seconds=json.loads(settings.CLOCK_FILE.read_text())["seconds"])
    except (FileNotFoundError, ValueError, KeyError):
        return timedelta()


def move_to(moment: datetime) -> None:
    """Set the demonstration clock to `moment`; it runs on from there."""
    if not settings.KINERJA_DEMO:
        raise RuntimeError("Jam hanya dapat digeser dalam mode peragaan.")
    seconds = (moment - datetime.now(UTC)).total_seconds()
    draft = settings.CLOCK_FILE.with_suffix(".new")
    draft.write_text(json.dumps({"seconds": seconds}))
    draft.replace(settings.CLOCK_FILE)
