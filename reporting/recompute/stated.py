"""What a printed table states: figures with their decimals, inputs and results of each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from reporting.measures import Direction, Rollup

HALF_STEP = Decimal("0.5")


class RowKind(StrEnum):
    """What a row is: figures of its own, or the sum or mean of the rows above it."""

    PLAIN = "plain"
    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True)
class Figure:
    """A number as printed, with the number of its decimals."""

    value: Decimal
    places: int = 0

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """What it may stand for before it was rounded for print; a whole number stands for itself.

        66,7 is 66,65 to 66,75. Counts and rupiah are not rounded: half a document would excuse anything.
        """
        half = HALF_STEP.scaleb(-self.places) if self.places else Decimal(0)
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Result:
    """A printed result and its place ("G5" and the column's heading); `problem` says why it is unreadable."""

    cell: str
    column: str
    figure: Figure | None = None
    problem: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether anything stands there."""
        return self.figure is not None or bool(self.problem)


@dataclass(frozen=True)
class Inputs:
    """What a row says in one group of columns (a year, performance or money).

    `target` is the lower bound and `upper` the upper bound of a range, or the pagu of money; `parts` are the
    entries of the year in order; `words` are realisation and target of a predicate; `problem` says why an
    input is unreadable.
    """

    target: Figure | None = None
    upper: Figure | None = None
    realised: Figure | None = None
    parts: tuple[Figure | None, ...] = ()
    words: tuple[str, str] | None = None
    is_money: bool = False
    total: Result | None = None
    percent: Result | None = None
    problem: str = ""

    @property
    def achieved(self) -> Figure | None:
        """The realisation that is printed as one figure, or as the total of its parts."""
        return self.realised or (self.total.figure if self.total else None)

    @property
    def has_figures(self) -> bool:
        """Whether the row says anything of its own from which a percentage could follow."""
        return bool(self.words or self.target or self.achieved or any(self.parts) or self.problem)


@dataclass(frozen=True)
class Row:
    """One row; `level` (0 is the highest) places it in a tree and is None in a flat table."""

    number: int
    name: str
    groups: Mapping[str, Inputs] = field(default_factory=dict)
    direction: Direction | None = None
    rollup: Rollup = Rollup.SUM
    kind: RowKind = RowKind.PLAIN
    level: int | None = None
