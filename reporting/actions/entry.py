"""Entering realisations: the gate through which every value comes, from the page, a stand-in or a seed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db import transaction

from organisation.actions.history import Event, record_all
from organisation.models import Person
from reporting.actions.entry_changes import (
    COLUMNS,
    SILENT,
    WORDS,
    Change,
    Row,
    measured,
    measured_ratio,
    reasons_for_all,
    silent,
    spent,
)
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import Realisation, Spending
from reporting.queries.entry import Line, Money, Place, Sheet, sheet_of
from reporting.queries.entry_problems import standing_reasons
from reporting.queries.figures import HUNDRED, factor_of
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours, blockers_of, may_do

__all__ = [
    "SILENT", "WORDS", "Change", "Row", "Saved", "closed_because", "measured", "measured_ratio", "on_behalf",
    "open_sheet", "plausible", "require_rows", "save_entry", "save_sheet", "silent", "spent", "try_sheet",
]  # fmt: skip

ZERO = Decimal(0)
CENT = Decimal("0.01")
CHECKED = "Sudah dicocokkan dengan dokumen sumber."
RELEASED_AT = "https://rilis.contoh.go.id/"
CLOSED = {
    Task.Status.DONE: "Realisasi ini sudah disampaikan dan tidak dapat diubah lagi.",
    Task.Status.SUPERSEDED: "Isian ini sudah digantikan oleh putaran berikutnya.",
}
Reader = Callable[[Sheet], Iterable[Change]]


@dataclass
class Saved:
    """What came of saving: the sheet as it is now, what changed, and what somebody else changed meanwhile."""

    sheet: Sheet
    changed: list[Row] = field(default_factory=list)
    conflicts: dict[str, Row] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


# --- who may ------------------------------------------------------------------------------------------------


def closed_because(task: Task, by: Person, now: datetime) -> list[Blocker]:
    """Why `by` cannot enter anything on this task now; empty when the sheet is open."""
    if task.status in CLOSED:
        return [Blocker(CLOSED[Task.Status(task.status)])]
    if not may_do(task, by, now):
        return [
            Blocker(f"Isian ini milik {task.assignee or task.act.actor.label}. Anda hanya dapat melihat.")
        ]
    return _in_the_way(task, by, now)


def _in_the_way(task: Task, by: Person, now: datetime) -> list[Blocker]:
    """What keeps the person whose task it is from entering anything."""
    blockers = blockers_of(task, by, now)
    if task.status == Task.Status.MISSED and not blockers:
        return [Blocker("Isian ini sudah ditutup karena tidak disampaikan sampai tenggat.")]
    return blockers


def on_behalf(task: Task, by: Person | None) -> str:
    """ "Budi", or "Budi a.n. Olivia" where somebody acts for the person whose task it is."""
    name = str(by or "Sistem")
    if by is None or task.assignee_id in {None, by.pk}:
        return name
    return f"{name} a.n. {task.assignee}"


def _require_open(task: Task, by: Person, now: datetime) -> None:
    if not may_do(task, by, now):
        raise NotYours("Isian ini bukan milik Anda.")
    if task.status in CLOSED:
        raise Conflict(CLOSED[Task.Status(task.status)])
    if reasons := _in_the_way(task, by, now):
        raise Blocked(reasons)


def require_rows(sheet: Sheet, keys: Iterable[str]) -> None:
    """Every key is an open row of the sheet; NotYours otherwise, before anything is written."""
    own = {row.key for row in sheet.open_rows}
    if not set(keys) <= own:
        raise NotYours("Isian memuat baris yang bukan milik Anda atau tidak dibuka. Tidak ada yang disimpan.")


# --- saving -------------------------------------------------------------------------------------------------


def save_entry(task: Task, values: Iterable[Change], *, by: Person, now: datetime) -> Saved:
    """Save rows of a task as a draft; see `save_sheet`."""
    return save_sheet(task, lambda _: values, by=by, now=now)


@transaction.atomic
def save_sheet(task: Task, read: Reader, *, by: Person, now: datetime) -> Saved:
    """Save what `read` makes of the open sheet as a draft; unchanged values change nothing.

    Raises NotYours for another person's task or a row that the task does not hold open, Conflict once the
    task is done, Blocked outside its window. A row that somebody else changed after `edition` is left alone
    and given back among the conflicts.
    """
    sheet = open_sheet(task, by=by, now=now)
    changes = _changes(sheet, read)
    locked = _lock(changes)
    for key, row in locked.items():
        _stand(sheet.by_key[key], row)
    saved = _weigh(sheet, changes, locked, by=by)
    for row in saved.changed:
        row.edition += 1
        row.entered_by, row.entered_at, row.submitted_at = by, now, None  # a draft until it is submitted
    _store(saved.changed)
    record_all(saved.events, by=by, at=now, agency=sheet.task.run.agency)
    return saved


def try_sheet(task: Task, read: Reader, *, by: Person, now: datetime) -> Saved:
    """What `save_sheet` would give, with the same refusals; nothing is written and nobody waits."""
    _require_open(task, by, now)
    sheet = sheet_of(task)
    changes = _changes(sheet, read)
    return _weigh(sheet, changes, {change.key: sheet.by_key[change.key].row for change in changes}, by=by)


def open_sheet(task: Task, *, by: Person, now: datetime) -> Sheet:
    """The sheet of a task that `by` may fill in now, with the task held until the transaction ends."""
    held = Task.objects.select_for_update(of=("self",))
    locked = held.select_related(
        "run__agency", "run__report__plan", "act__step", "act__actor", "assignee"
    ).get(pk=task.pk)
    _require_open(locked, by, now)
    return sheet_of(locked)


def _changes(sheet: Sheet, read: Reader) -> list[Change]:
    changes = list(read(sheet))
    require_rows(sheet, [change.key for change in changes])
    for change in changes:
        change.check()
    return changes


def _weigh(sheet: Sheet, changes: Sequence[Change], rows: Mapping[str, Row], *, by: Person) -> Saved:
    """Put the changes into the sheet at hand, but for those that were made to an older version of a row."""
    saved, by_key = Saved(sheet), sheet.by_key
    for change in changes:
        place = by_key[change.key]
        before = {name: getattr(place.row, name) for name in {*change.columns, "reasons"}}
        place.take(change.columns)
        place.take({"reasons": standing_reasons(place)})
        new = {name: getattr(place.row, name) for name in before if getattr(place.row, name) != before[name]}
        if new and change.edition != place.row.edition:
            saved.conflicts[change.key] = rows[change.key]
            place.take(before)
        elif new:
            saved.changed.append(place.row)
            details = {"before": {name: before[name] for name in new}, "after": new}
            saved.events.append(Event("entry_changed", place.row, _sentence(sheet, place, by), details))
    return saved


def _lock(changes: Sequence[Change]) -> dict[str, Row]:
    """The rows as they are now, held until the end of the transaction."""
    realisations = [change.row.pk for change in changes if isinstance(change.row, Realisation)]
    spendings = [change.row.pk for change in changes if isinstance(change.row, Spending)]
    rows: dict[str, Row] = {}
    lines = Realisation.objects.select_for_update(of=("self",)).select_related("entered_by")
    for realisation in lines.filter(pk__in=realisations) if realisations else ():
        rows[f"r{realisation.pk}"] = realisation
    moneys = Spending.objects.select_for_update(of=("self",)).select_related("entered_by")
    for spending in moneys.filter(pk__in=spendings) if spendings else ():
        rows[f"s{spending.pk}"] = spending
    return rows


def _stand(place: Place, row: Row) -> None:
    """The sheet was read a moment before the row was held."""
    place.take({column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields})


def _store(rows: Sequence[Row]) -> None:
    common = ["edition", "entered_by", "entered_at", "submitted_at"]
    for model in (Realisation, Spending):
        found: list[Any] = [row for row in rows if isinstance(row, model)]
        model.objects.bulk_update(found, [*sorted(COLUMNS[model]), *common], batch_size=200)


def _sentence(sheet: Sheet, place: Place, by: Person) -> str:
    who = on_behalf(sheet.task, by)
    if isinstance(place, Line):
        return f"{who} mengubah realisasi “{place.indicator.name}” {place.month.label}."
    return f"{who} mengubah realisasi keuangan dan fisik {place.node.code} {place.month.label}."


# --- a willing stand-in ---------------------------------------------------------------------------------


def plausible(sheet: Sheet) -> list[Change]:
    """Values for every open row that lacks something, made from the targets; the same each time."""
    months = sheet.task.run.period.cycle.months
    return [
        _plausible_line(row) if isinstance(row, Line) else _plausible_money(row, months)
        for row in sheet.open_rows
        if row.problems
    ]


def _plausible_line(line: Line) -> Change:
    if line.row.state != ValueState.BLANK.value:
        words: dict[str, Any] = {
            "obstacle": line.row.obstacle or "Sebagian data baru diterima pada akhir bulan.",
            "follow_up": line.row.follow_up or "Jadwal pengumpulan data dimajukan satu minggu.",
            "reasons": {**reasons_for_all(CHECKED), **line.row.reasons},
        }
        if line.is_release:
            words["source_url"] = line.row.source_url or RELEASED_AT
        return Change(line.row, words, line.row.edition)
    target = line.figure.target or ZERO
    others: dict[str, Any] = {"reasons": reasons_for_all(CHECKED)}
    if line.is_ratio:
        above = (target / factor_of(line.indicator) * HUNDRED).quantize(CENT, ROUND_CEILING)
        return measured_ratio(line.row, above, HUNDRED, **others)
    if line.is_release:
        others["source_url"] = RELEASED_AT
    if line.is_predicate:
        scores = sorted(line.indicator.scores.values())
        score = next((score for score in scores if score >= target), scores[-1] if scores else target)
        return measured(line.row, score, **others)
    value = target
    if line.indicator.rollup == Rollup.SUM.value and line.before is not None:
        value = max(target - (line.before.rolled.value or ZERO), ZERO)
    step = CENT if line.indicator.decimals else Decimal(1)
    is_lower = line.indicator.direction == Direction.LOWER.value
    return measured(line.row, value.quantize(step, ROUND_FLOOR if is_lower else ROUND_CEILING), **others)


def _plausible_money(money: Money, months: int) -> Change:
    month = money.month.last_month
    amount = money.row.amount
    if amount is None or (money.total or ZERO) < ZERO:
        ceiling = money.ceiling or ZERO
        amount = min(round(ceiling * months / 12, 0), max(ceiling - (money.before or ZERO), ZERO))
    physical = money.row.physical
    if physical is None:
        physical = max(round(HUNDRED * month / 12, 2), money.physical_before or ZERO)
    return spent(money.row, amount, physical, reasons=reasons_for_all(CHECKED))
