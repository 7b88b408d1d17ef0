"""What corrections mean for the past of a sheet: figures that still hold, and those restated since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reporting.models import Realisation, Report, Spending
from reporting.queries.corrections import Columns, Touched, touched_in
from reporting.queries.entry_line import Line, place_of
from reporting.queries.entry_money import Money
from sop.models import Task

R = TypeVar("R", Realisation, Spending)


def attach_standing(task: Task, lines: Sequence[Line], moneys: Sequence[Money]) -> None:
    """Give the past of every row the values that hold: a correction replaces them once it is signed.

    One query, one more for each kind of row that a running correction is about; nothing is written.
    """
    own: Report | None = getattr(task.run, "report", None)
    touched = touched_in(task.run.agency_id, but=own)
    if touched.standing.realisations:
        _stand_lines(task, lines, touched.standing.realisations)
    if touched.standing.spendings:
        _stand_moneys(task, moneys, touched.standing.spendings)
    _mark(lines, moneys, touched)


def _stand_lines(task: Task, lines: Sequence[Line], standing: Mapping[int, Columns]) -> None:
    found = Realisation.objects.filter(pk__in=list(standing)).select_related("indicator__node", "entered_by")
    rows = [row for row in found if row.period not in task.run.period.months]
    for row in rows:
        held = _as_it_was(row, standing[row.pk])
        for line in lines:
            if place_of(line.indicator) != place_of(row.indicator):
                continue
            if row.period.year == line.month.year:
                line.months = _with(line.months, row.period.last_month, held)
            line.past = [replace(past, row=held) if past.period == row.period else past for past in line.past]


def _stand_moneys(task: Task, moneys: Sequence[Money], standing: Mapping[int, Columns]) -> None:
    found = Spending.objects.filter(pk__in=list(standing)).select_related("node", "entered_by")
    for row in found:
        if row.period in task.run.period.months:
            continue
        held = _as_it_was(row, standing[row.pk])
        for money in moneys:
            if money.node.code == row.node.code and row.period.year == money.month.year:
                money.months = _with(money.months, row.period.last_month, held)


def _with(months: Mapping[int, R], month: int, held: R | None) -> dict[int, R]:
    """The months of a row with what holds in one of them, if anything does."""
    others = {number: row for number, row in months.items() if number != month}
    return {**others, month: held} if held is not None else others


def _as_it_was(row: R, columns: Columns) -> R | None:
    """The row with the values that hold; None where nothing had been submitted."""
    if columns["submitted_at"] is None:
        return None
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def _mark(lines: Sequence[Line], moneys: Sequence[Money], touched: Touched) -> None:
    """By which report a figure of an earlier month was restated."""
    for line in lines:
        line.past = [
            replace(past, restated=number)
            if past.row is not None
            and (number := touched.restated_by(past.row, ("state", "value", "numerator", "denominator")))
            else past
            for past in line.past
        ]
    for money in moneys:
        money.restated = {
            month: number
            for month, row in money.months.items()
            if (number := touched.restated_by(row, ("amount", "physical")))
        }
