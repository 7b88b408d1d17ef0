"""Reviewing the draft: approve it, or return named rows with a reason."""

from sop.registry import Duty, Kind, Symbol


class Review(Kind):
    name = "review"
    title = "Tinjau laporan"
    symbol = Symbol.DECISION
    outcomes = {"approved": "Disetujui", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    duty = Duty.CHECK
