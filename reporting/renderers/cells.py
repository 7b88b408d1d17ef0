"""A column of a table, its cells, and how their figures are written, on page and paper alike."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kinerja.lib.numbers import format_figure
from reporting.queries.report import Line

NOTHING = "–"


class Form(StrEnum):
    """How a column's figures are written."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True)
class Cell:
    """A figure, or words where there is none (or where words say more: a predicate, a range, “nihil”)."""

    figure: Decimal | None
    words: str
    form: Form

    @property
    def text(self) -> str:
        """What stands in the cell, on screen and on paper."""
        if self.words or self.form is Form.TEXT:
            return self.words or NOTHING
        return written(self.figure, self.form)

    @property
    def is_figure(self) -> bool:
        return not self.words and self.figure is not None


@dataclass(frozen=True)
class Column:
    """One column; `width` is a share of the printed line, `words` what stands in place of a figure.

    What is `asked` is printed only where the office asks for it; what is `planned` only where a plan for
    money or progress exists, unless the office asks for it.
    """

    key: str
    heading: str
    width: int
    form: Form
    words: Callable[[Any], str]
    get: Callable[[Any], Decimal | None] = lambda _: None
    asked: bool = False
    planned: bool = False

    @property
    def is_figure(self) -> bool:
        return self.form is not Form.TEXT

    def cell(self, line: Line) -> Cell:
        return Cell(self.get(line), self.words(line), self.form)


def written(figure: Decimal | None, form: Form) -> str:
    """A figure in Indonesian form, never as the round figure that it is just under; a dash for none."""
    if figure is None:
        return NOTHING
    return format_figure(figure, places_of(figure, form), trim=form is Form.COUNT)


def places_of(figure: Decimal, form: Form) -> int:
    """Decimal places to show: small figures need more than two, whole rupiah none."""
    if form is Form.PERCENT:
        return 2
    if figure == figure.to_integral_value():
        return 0
    return 6 if form is Form.COUNT and abs(figure) < 1 else 2
