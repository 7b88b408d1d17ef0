"""Submitting: the rows of a task become part of the report, all of them or none."""

from datetime import datetime
from typing import Any

from kinerja.lib.numbers import format_number
from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.actions.entry import on_behalf
from reporting.models import Realisation, Spending
from reporting.queries.entry import Line, Money, Sheet, sheet_of
from reporting.queries.entry_problems import standing_reasons
from reporting.queries.figures import shown
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
    period = task.run.label
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
    period = sheet.task.run.period
    rows: list[dict[str, str]] = []
    for place in sheet.rows:
        month = "" if place.month == period or isinstance(place, Money) else f" ({place.month.label})"
        rows += [
            {"name": f"{name}{month}", "code": code, "value": value, "unit": unit}
            for name, code, value, unit in (_line(place) if isinstance(place, Line) else _money(place))
        ]
    return rows


def _line(line: Line) -> list[tuple[str, str, str, str]]:
    code = f"{line.indicator.node.code} {line.indicator.code}"
    if line.row.value is None or line.is_predicate:
        return [(line.subject, code, line.value_text, "")]
    value = shown(line.indicator, line.row.value)
    working = f"{line.row.raw} → {value}" if line.is_ratio and line.row.raw else value
    return [(line.subject, code, working, line.indicator.unit)]


def _money(money: Money) -> list[tuple[str, str, str, str]]:
    node, parts = money.node, []
    for name, value, unit in (("keuangan", money.row.amount, "Rp"), ("fisik", money.row.physical, "%")):
        text = "" if value is None else format_number(value, trim=True)
        parts.append((f"{node.name}: {name}", node.code, text, unit))
    return parts
