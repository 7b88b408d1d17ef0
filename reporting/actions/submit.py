"""Submitting: the rows of a task become part of the report, all of them or none."""

from datetime import datetime

from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.models import Realisation, Spending
from reporting.queries.entry import Line, Sheet, sheet_of
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked


def submit(task: Task, *, by: Person | None, now: datetime) -> None:
    """Mark every row of the task as submitted; Blocked where one still lacks something."""
    sheet = sheet_of(task)
    problems = sheet.problems
    if problems:
        raise Blocked([Blocker(problem.sentence, f"#{problem.anchor}") for problem in problems])
    realisations = [row.row.pk for row in sheet.rows if isinstance(row, Line)]
    spendings = [row.row.pk for row in sheet.rows if not isinstance(row, Line)]
    Realisation.objects.filter(pk__in=realisations, submitted_at=None).update(submitted_at=now)
    Spending.objects.filter(pk__in=spendings, submitted_at=None).update(submitted_at=now)
    sentence = f"{by or 'Sistem'} menyampaikan {len(sheet.rows)} baris realisasi {task.run.period.label}."
    record(
        Event("entry_submitted", task, sentence, {"receipt": receipt_number(task), "values": _values(sheet)}),
        by=by,
        at=now,
        agency=task.run.agency,
    )


def receipt_number(task: Task) -> str:
    """The number on the receipt: agency, period, task."""
    return f"{task.run.agency.code.upper()}/{task.run.period.code}/{task.pk:05d}"


def _values(sheet: Sheet) -> dict[str, str]:
    """What was submitted, by the code of the row."""
    values = {}
    for row in sheet.rows:
        if isinstance(row, Line):
            code = f"{row.indicator.node.code} {row.indicator.code} {row.month.code}"
            values[code] = row.row.raw if row.row.value is not None else row.row.state
        else:
            values[f"{row.node.code} Rp {row.month.code}"] = f"{row.row.amount} / {row.row.physical} %"
    return values
