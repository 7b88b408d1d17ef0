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
    withdraw,
)
from sop.workflow.blockers import Blocked, NotYours, blockers_of, may_do
from sop.workflow.correction import Order, start_correction

__all__ = [
    "RELEASED",
    "Blocked",
    "Call",
    "Conflict",
    "NotYours",
    "Order",
    "advance",
    "blockers_of",
    "call_again",
    "close_by_clock",
    "extend",
    "may_do",
    "open_window",
    "start",
    "start_correction",
    "withdraw",
]
