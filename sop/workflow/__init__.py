"""The engine: the only place where a run or a task changes state."""

from sop.workflow.advance import (
    RELEASED,
    Call,
    Conflict,
    advance,
    call_again,
    close_by_clock,
    extend,
    open_window,
    start,
)
from sop.workflow.blockers import Blocked, NotYours, blockers_of, may_do

__all__ = [
    "RELEASED",
    "Blocked",
    "Call",
    "Conflict",
    "NotYours",
    "advance",
    "blockers_of",
    "call_again",
    "close_by_clock",
    "extend",
    "may_do",
    "open_window",
    "start",
]
