"""Submitting: the rows of a task become part of the report, all of them or none."""

from datetime import datetime
from typing import Any

from kinerja.lib.numbers import format_money, format_percent
from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.actions.entry import on_behalf
from reporting.models import Realisation, Spending
from reporting.queries.entry import Line, Place, Sheet, sheet_of
from reporting.queries.entry_problems import standing_reasons
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked


def submit(task: Task, *, by: Person | None, now: datetime) -> None:
    """Mark every row of the task as submitted; Blocked where one still lacks something."""
    sheet = sheet_of(task)
    problems = sheet.problems
    if problems:
        raise Blocked([Blocker(problem.sentence, f"#{problem.anchor}") for problem in problems])
    _forget_reasons(sheet)
    for model in (Realisation, Spending):
        rows = [place.row.pk for place in sheet.rows if isinstance(place.row, model)]
        model.objects.filter(pk__in=rows, submitted_at=None).update(submitted_at=now)
    period = task.run.period.label
    sentence = f"{on_behalf(task, by)} menyampaikan {len(sheet.rows)} baris realisasi {period}."
    record(
        Event("entry_submitted", task, sentence, {"receipt": receipt_number(task), "rows": _rows(sheet)}),
        by=by,
        at=now,
        agency=task.run.agency,
    )


def receipt_number(task: Task) -> str:
    """The number on the receipt: agency, period, task."""
    return f"{task.run.agency.code.upper()}/{task.run.period.code}/{task.pk:05d}"


def _forget_reasons(sheet: Sheet) -> None:
    """Evidence or another month may have settled a warning since its reason was written."""
    for model in (Realisation, Spending):
        settled: list[Any] = []
        for place in sheet.open_rows:
            standing = standing_reasons(place)
            if isinstance(place.row, model) and place.row.reasons != standing:
                place.take({"reasons": standing})
                settled.append(place.row)
        model.objects.bulk_update(settled, ["reasons"], batch_size=200)


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """What was submitted, in words: the receipt shows it even after a later correction."""
    return [
        {"code": _code(place), "name": place.subject, "value": _value(place), "unit": _unit(place)}
        for place in sheet.rows
    ]


def _code(place: Place) -> str:
    if isinstance(place, Line):
        return f"{place.indicator.node.code} {place.indicator.code} {place.month.code}"
    return f"{place.node.code} {place.month.code}"


def _value(place: Place) -> str:
    if isinstance(place, Line):
        return place.value_text
    amount, physical = place.row.amount, place.row.physical
    parts = [
        "" if amount is None else format_money(amount),
        "" if physical is None else f"fisik {format_percent(physical)}",
    ]
    return ", ".join(part for part in parts if part)


def _unit(place: Place) -> str:
    figure = isinstance(place, Line) and place.row.value is not None and not place.is_predicate
    return place.indicator.unit if isinstance(place, Line) and figure else ""
