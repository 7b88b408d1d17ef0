"""Entering realisations: the gate through which every value comes, from the page, a stand-in or a seed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db import transaction

from kinerja.lib.numbers import format_number
from organisation.actions.history import Event, record_all
from organisation.models import Person
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import Realisation, Spending
from reporting.queries.entry import Line, Money, Sheet, sheet_of
from reporting.queries.figures import HUNDRED, factor_of, is_kept, shown
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours, blockers_of, may_do

ZERO = Decimal(0)
CENT = Decimal("0.01")
Row = Realisation | Spending
WORDS = ("obstacle", "support", "follow_up")
COLUMNS: dict[type[Row], frozenset[str]] = {
    Realisation: frozenset({"state", "raw", "value", "numerator", "denominator", *WORDS}),
    Spending: frozenset({"amount", "amount_raw", "physical", "physical_raw", *WORDS}),
}
CLOSED = {
    Task.Status.DONE: "Realisasi ini sudah disampaikan dan tidak dapat diubah lagi.",
    Task.Status.SUPERSEDED: "Isian ini sudah digantikan oleh putaran berikutnya.",
}
SILENT: Mapping[str, Any] = {"value": None, "numerator": None, "denominator": None, "raw": ""}


@dataclass(frozen=True)
class Change:
    """New values for some columns of a row; `edition` is the version of the row that was looked at."""

    row: Row
    columns: Mapping[str, Any]
    edition: int

    @property
    def key(self) -> str:
        return f"{'r' if isinstance(self.row, Realisation) else 's'}{self.row.pk}"


@dataclass
class Saved:
    """What came of saving: the rows that changed, and those that somebody else changed meanwhile."""

    changed: list[Row] = field(default_factory=list)
    conflicts: dict[str, Row] = field(default_factory=dict)


# --- values as plain figures --------------------------------------------------------------------------------


def measured(row: Realisation, value: Decimal, raw: str = "", **words: str) -> Change:
    """A figure, or the score of a predicate."""
    columns = {
        **SILENT,
        "state": ValueState.VALUE.value,
        "value": value,
        "raw": raw or shown(row.indicator, value),
    }
    return Change(row, {**columns, **words}, row.edition)


def measured_ratio(
    row: Realisation, numerator: Decimal, denominator: Decimal, raw: str = "", **words: str
) -> Change:
    """Numerator and denominator; a denominator of 0 says that there was nothing to measure."""
    raw = raw or f"{format_number(numerator, 6, trim=True)} / {format_number(denominator, 6, trim=True)}"
    parts = {"numerator": numerator, "denominator": denominator, "raw": raw}
    if not denominator:
        return Change(row, {**parts, "state": ValueState.NIHIL.value, "value": None, **words}, row.edition)
    value = round(numerator / denominator * factor_of(row.indicator), 6)
    return Change(row, {**parts, "state": ValueState.VALUE.value, "value": value, **words}, row.edition)


def silent(row: Realisation, state: ValueState, **words: str) -> Change:
    """Nihil, not measured or blank: no figure."""
    return Change(row, {**SILENT, "state": state.value, **words}, row.edition)


def spent(row: Spending, amount: Decimal, physical: Decimal, **words: str) -> Change:
    """Rupiah of this month and percent of the work done so far."""
    raw = {"amount_raw": format_number(amount, trim=True), "physical_raw": format_number(physical, trim=True)}
    return Change(row, {"amount": amount, "physical": physical, **raw, **words}, row.edition)


# --- saving -------------------------------------------------------------------------------------------------


def closed_because(task: Task, by: Person, now: datetime) -> list[Blocker]:
    """Why `by` cannot enter anything on this task now; empty when the sheet is open."""
    if task.status in CLOSED:
        return [Blocker(CLOSED[Task.Status(task.status)])]
    if not may_do(task, by, now):
        return [
            Blocker(f"Isian ini milik {task.assignee or task.act.actor.label}. Anda hanya dapat melihat.")
        ]
    blockers = blockers_of(task, by, now)
    if task.status == Task.Status.MISSED and not blockers:
        return [Blocker("Isian ini sudah ditutup karena tidak disampaikan sampai tenggat.")]
    return blockers


@transaction.atomic
def save_entry(task: Task, values: Iterable[Change], *, by: Person, now: datetime) -> Saved:
    """Save rows of a task as a draft; unchanged values change nothing.

    Raises NotYours for another person's task or a row that the task does not hold open, Conflict once the
    task is done, Blocked outside its window. A row that somebody else changed after `edition` is left alone
    and given back among the conflicts.
    """
    sheet = open_sheet(task, by=by, now=now)
    changes = list(values)
    require_rows(sheet, [change.key for change in changes])
    return _apply(sheet, changes, by=by, now=now)


def open_sheet(task: Task, *, by: Person, now: datetime) -> Sheet:
    """The sheet of a task that `by` may fill in now, with the task held until the transaction ends."""
    held = Task.objects.select_for_update(of=("self",))
    locked = held.select_related("run__agency", "act__step", "act__actor", "assignee").get(pk=task.pk)
    _require_open(locked, by, now)
    return sheet_of(locked)


def _require_open(task: Task, by: Person, now: datetime) -> None:
    if not may_do(task, by, now):
        raise NotYours("Isian ini bukan milik Anda.")
    reasons = closed_because(task, by, now)
    if reasons:
        raise Conflict(reasons[0].sentence) if task.status in CLOSED else Blocked(reasons)


def require_rows(sheet: Sheet, keys: Iterable[str]) -> None:
    """Every key is an open row of the sheet; NotYours otherwise, before anything is written."""
    own = {row.key for row in sheet.open_rows}
    if not set(keys) <= own:
        raise NotYours("Isian memuat baris yang bukan milik Anda atau tidak dibuka. Tidak ada yang disimpan.")


def _apply(sheet: Sheet, changes: Sequence[Change], *, by: Person, now: datetime) -> Saved:
    saved, events = Saved(), []
    by_key = sheet.by_key
    locked = _lock(changes)
    for change in changes:
        row = locked[change.key]
        before = {name: getattr(row, name) for name in change.columns}
        new = {name: value for name, value in change.columns.items() if before[name] != value}
        if not new:
            continue
        if change.edition != row.edition:
            saved.conflicts[change.key] = row
            continue
        _write(row, new, by=by, now=now)
        saved.changed.append(row)
        details = {"before": {name: before[name] for name in new}, "after": new}
        events.append(Event("entry_changed", row, _sentence(by_key[change.key], row, by), details))
    _store(saved.changed)
    record_all(events, by=by, at=now, agency=sheet.task.run.agency)
    return saved


def _lock(changes: Sequence[Change]) -> dict[str, Row]:
    """The rows as they are now, held until the end of the transaction."""
    realisations = [change.row.pk for change in changes if isinstance(change.row, Realisation)]
    spendings = [change.row.pk for change in changes if isinstance(change.row, Spending)]
    rows: dict[str, Row] = {}
    for realisation in Realisation.objects.select_for_update(of=("self",)).filter(pk__in=realisations):
        rows[f"r{realisation.pk}"] = realisation
    for spending in Spending.objects.select_for_update(of=("self",)).filter(pk__in=spendings):
        rows[f"s{spending.pk}"] = spending
    return rows


def _write(row: Row, new: Mapping[str, Any], *, by: Person, now: datetime) -> None:
    """A changed row is a draft again until it is submitted."""
    unknown = set(new) - COLUMNS[type(row)]
    if unknown:
        raise ValueError(f"Kolom {', '.join(sorted(unknown))} tidak diisi di sini.")
    for name, value in new.items():
        if isinstance(value, Decimal) and not is_kept(round(value, 6)):
            raise ValueError(f"Angka {value} terlalu panjang untuk disimpan.")
        setattr(row, name, value)
    row.edition += 1
    row.entered_by, row.entered_at, row.submitted_at = by, now, None


def _store(rows: Sequence[Row]) -> None:
    common = ["edition", "entered_by", "entered_at", "submitted_at"]
    realisations = [row for row in rows if isinstance(row, Realisation)]
    spendings = [row for row in rows if isinstance(row, Spending)]
    Realisation.objects.bulk_update(realisations, [*sorted(COLUMNS[Realisation]), *common], batch_size=200)
    Spending.objects.bulk_update(spendings, [*sorted(COLUMNS[Spending]), *common], batch_size=200)


def _sentence(place: Line | Money, row: Row, by: Person) -> str:
    if isinstance(place, Line):
        return f"{by} mengubah realisasi “{place.indicator.name}” {row.period.label}."
    return f"{by} mengubah realisasi keuangan dan fisik {place.node.code} {row.period.label}."


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
        words = {
            "obstacle": line.row.obstacle or "Sebagian data baru diterima pada akhir bulan.",
            "follow_up": line.row.follow_up or "Jadwal pengumpulan data dimajukan satu minggu.",
        }
        return Change(line.row, words, line.row.edition)
    target = line.figure.target or ZERO
    if line.is_ratio:
        factor = factor_of(line.indicator)
        return measured_ratio(line.row, (target / factor * HUNDRED).quantize(CENT, ROUND_CEILING), HUNDRED)
    if line.is_predicate:
        scores = sorted(line.indicator.scores.values())
        return measured(line.row, next((s for s in scores if s >= target), scores[-1] if scores else target))
    value = target
    if line.indicator.rollup == Rollup.SUM.value and line.before is not None:
        value = max(target - (line.before.rolled.value or ZERO), ZERO)
    step = CENT if line.indicator.decimals else Decimal(1)
    is_lower = line.indicator.direction == Direction.LOWER.value
    return measured(line.row, value.quantize(step, ROUND_FLOOR if is_lower else ROUND_CEILING))


def _plausible_money(money: Money, months: int) -> Change:
    month = money.month.last_month
    amount = money.row.amount
    if amount is None or (money.total or ZERO) < ZERO:
        ceiling = money.ceiling or ZERO
        amount = min(round(ceiling * months / 12, 0), max(ceiling - (money.before or ZERO), ZERO))
    physical = money.row.physical
    if physical is None:
        physical = max(round(HUNDRED * month / 12, 2), money.physical_before or ZERO)
    return spent(money.row, amount, physical)
