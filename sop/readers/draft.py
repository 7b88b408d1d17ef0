"""A draft for a person to look through: what was concluded, how surely and why, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sop.readers.reading import Document

THRESHOLD = 0.6  # below it nothing is filled in; the value stays a suggestion beside a question


@dataclass(frozen=True)
class Proposal:
    """A value that is not printed, where it belongs, how sure it is, and why in one sentence."""

    place: str
    field: str
    value: Any
    confidence: float
    reason: str
    step: int | None = None

    @property
    def is_taken(self) -> bool:
        """Whether it is sure enough to stand in the draft."""
        return self.confidence >= THRESHOLD


@dataclass(frozen=True)
class Question:
    """What a person must decide. `step` counts from 0; empty choices ask for free text."""

    place: str
    field: str
    text: str
    choices: Sequence[str] = ()
    step: int | None = None


@dataclass
class Draft:
    """A document with everything that could be concluded, and what is left to decide."""

    document: Document
    proposals: list[Proposal] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: Sequence[str] = ()
