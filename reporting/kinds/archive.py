"""Archiving: the package with everything that belongs to the period."""

from sop.registry import Kind, Symbol


class Archive(Kind):
    name = "archive"
    title = "Arsipkan laporan"
    symbol = Symbol.TERMINATOR
