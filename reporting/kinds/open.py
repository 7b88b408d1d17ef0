"""Opening the period: the plan is bound and the entry forms of the period exist."""

from sop.registry import Kind, Symbol


class Open(Kind):
    name = "open"
    title = "Buka periode"
    symbol = Symbol.TERMINATOR
