"""The engine: the only place where a run or a task changes state."""

from sop.workflow.advance import Conflict, advance, close_by_clock, extend, open_window, start
from sop.workflow.blockers import Blocked, NotYours, blockers_of, may_do

__all__ = [
    "Blocked",
    "Conflict",
    "NotYours",
    "advance",
    "blockers_of",
    "close_by_clock",
    "extend",
    "may_do",
    "open_window",
    "start",
]
