"""Writing down, outside the database, how far every history chain has come: once a day."""

import fcntl
import os
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from kinerja.lib.dates import Zone
from organisation.history_anchors import Anchor, last_anchor
from organisation.models import HistoryHead


def anchor(now: datetime) -> int:
    """Append the end of every chain unless this was done today; returns how many were written.

    These lines find a tail that was cut off and covered by an older, validly sealed head, provided that the
    file (or a copy of it) lies where the administrator of the database cannot write.
    """
    path = Path(settings.ANCHOR_FILE)
    with path.open("a+", encoding="utf-8") as lines:
        fcntl.flock(lines, fcntl.LOCK_EX)
        last = last_anchor(path)
        if last and _day(last.at) == _day(now):
            return 0
        heads = list(HistoryHead.objects.exclude(sequence=0).order_by("chain"))
        _close_half_line(path, lines)
        lines.writelines(Anchor(head.chain, head.sequence, head.hash, now).line() for head in heads)
        lines.flush()
        os.fsync(lines.fileno())
    return len(heads)


def _day(moment: datetime) -> date:
    return Zone.WIB.local(moment).date()


def _close_half_line(path: Path, lines: IO[str]) -> None:
    """A power cut may have left a line without its end; cut it off, it was never a promise."""
    whole = path.read_bytes()
    if whole and not whole.endswith(b"\n"):
        lines.truncate(whole.rfind(b"\n") + 1)
