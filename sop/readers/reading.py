"""What a reader hands back: one SOP as printed, and what a person should know about how it was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]


class Unreadable(ValueError):
    """No SOP can be read from the file; the text is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Row:
    """One line of a document as cells, and the text it came from.

    A paragraph is a row of one cell. A cell that a row does not have is not the same as an empty one.
    """

    cells: tuple[str, ...]
    source: str
    lists: frozenset[int] = frozenset()  # places of the cells that the source marks as lists

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]

    @property
    def text(self) -> str:
        return " ".join(self.filled)


@dataclass(frozen=True)
class Reading:
    """A document in the shape of docs/formats/sop.schema.json, whole and as printed."""

    document: Document
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        return str(self.document.get("title") or "")
