"""The notes on the rows of a sheet, of a reviewer or of a correction; they open those rows alone."""

from collections.abc import Sequence

from reporting.models import Review, ReviewNote
from reporting.queries.corrections import Note, remarks_on
from reporting.queries.entry_line import Line, place_of
from reporting.queries.entry_money import Money
from sop.models import Task


def notes_of(task: Task) -> Sequence[Note]:
    """The notes of the return that opened this round; none for a round that an extension opened. In a
    correction, first those with which it was opened: no other row is ever open.
    """
    if task.round == 1 or task.extensions.exists():
        return remarks_on(task.run) if task.run.is_correction else []
    returned = Review.objects.filter(
        compilation__report__run=task.run_id, decision=Review.Decision.RETURNED, task__round=task.round - 1
    ).order_by("-at", "-pk")
    notes = ReviewNote.objects.filter(review__in=returned.values("pk")[:1])
    return list(notes.select_related("line__indicator__node", "budget_line", "review__by"))


def attach_notes(lines: list[Line], moneys: list[Money], notes: Sequence[Note]) -> None:
    """Pin the notes to their rows, by code; then those rows, and no others, are open.

    Once the report has moved to another revision of the plan, all rows are: some of them are new.
    """
    for line in lines:
        line.notes = [n for n in notes if n.line and place_of(n.line.indicator) == place_of(line.indicator)]
    for money in moneys:
        money.notes = [n for n in notes if n.budget_line and n.budget_line.code == money.node.code]
    if not _same_plan(lines, moneys):
        return
    rows: Sequence[Line | Money] = [*lines, *moneys]
    if any(row.notes for row in rows):
        for row in rows:
            row.is_open = row.is_open and bool(row.notes)


def _same_plan(lines: list[Line], moneys: list[Money]) -> bool:
    """Whether the notes were written on rows of the plan that is filled in now."""
    noted = [n.line.indicator_id == line.indicator.pk for line in lines for n in line.notes if n.line]
    noted += [
        n.budget_line.node_id == money.node.pk for money in moneys for n in money.notes if n.budget_line
    ]
    return all(noted)
