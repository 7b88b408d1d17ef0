"""The past of one row of a sheet: twelve values, and every change with who, when, from what to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kinerja.lib.dates import Zone, clock_time, long_date
from kinerja.lib.numbers import format_money, format_number, format_percent
from organisation.models import HistoryEvent
from reporting.entry_rules import Rule
from reporting.measures import ValueState
from reporting.models import Realisation, Spending
from reporting.queries.entry import Line, Money, Place
from reporting.queries.figures import shown
from sop.models import Task

EMPTY = "kosong"
_VALUE = {"state", "raw", "value", "numerator", "denominator"}
_LABELS = {
    "obstacle": "Kendala",
    "support": "Faktor pendukung",
    "follow_up": "Tindak lanjut",
    "source_url": "Tautan sumber rilis",
    "published_on": "Tanggal rilis",
}
_CHANGES = ("entry_changed", "release_entered")


@dataclass(frozen=True)
class Value:
    """One month in words; a dash where nothing was submitted."""

    label: str
    text: str
    entered: str
    restated: str = ""


@dataclass(frozen=True)
class Edit:
    """One input that changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Occurrence:
    """One event of a row: who did what, and the inputs that changed with it."""

    at: datetime
    sentence: str
    edits: Sequence[Edit]


@dataclass(frozen=True)
class RowHistory:
    """Everything that the page of a row's history shows, the newest first."""

    place: Place
    values: Sequence[Value]
    occurrences: Sequence[Occurrence]


def history_of(place: Place, zone: Zone) -> RowHistory:
    """The history of a row; one query for the events."""
    events = HistoryEvent.objects.filter(subject=f"{place.row._meta.label_lower}:{place.row.pk}")
    occurrences = [_occurrence(event) for event in events.order_by("-sequence")]
    return RowHistory(place, list(reversed(_values(place, zone))), occurrences)


def _values(place: Place, zone: Zone) -> list[Value]:
    if isinstance(place, Line):
        return [
            replace(
                _value(past.period.label, past.row, _line_text(place, past.row, past.state), zone),
                restated=past.restated,
            )
            for past in place.past
        ]
    return [
        replace(_value(row.period.label, row, _money_text(row), zone), restated=place.restated.get(month, ""))
        for month, row in sorted(place.months.items())
        if row.period <= place.month
    ]


def _value(label: str, row: Realisation | Spending | None, text: str, zone: Zone) -> Value:
    if row is None or row.entered_at is None:
        return Value(label, text, "")
    day = long_date(zone.local(row.entered_at).date())
    return Value(label, text, f"{row.entered_by or 'Sistem'}, {day}, {clock_time(row.entered_at, zone)}")


def _line_text(line: Line, row: Realisation | None, state: ValueState) -> str:
    if row is not None and row.value is not None:
        return shown(line.indicator, row.value)
    return "–" if row is None and state is ValueState.BLANK else state.label.capitalize()


def _money_text(row: Spending) -> str:
    amount = "–" if row.amount is None else format_money(row.amount)
    return amount if row.physical is None else f"{amount}, fisik {format_percent(row.physical)}"


def _occurrence(event: HistoryEvent) -> Occurrence:
    before, after = event.details.get("before", {}), event.details.get("after", {})
    edits = _edits(before, after) if event.verb in _CHANGES else []
    return Occurrence(event.at, event.sentence, edits)


def _edits(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Edit]:
    edits = []
    if _VALUE & set(after):
        edits.append(Edit("Realisasi", _figure(before), _figure(after)))
    for column, label in (("amount", "Realisasi keuangan"), ("physical", "Realisasi fisik")):
        if {column, f"{column}_raw"} & set(after):
            edits.append(Edit(label, _typed(before, column), _typed(after, column)))
    edits += [
        Edit(label, _word(before.get(column)), _word(after.get(column)))
        for column, label in _LABELS.items()
        if column in after
    ]
    old, new = before.get("reasons") or {}, after.get("reasons") or {}
    edits += [
        Edit(f"Alasan: {_rule(rule)}", _word(old.get(rule)), _word(new.get(rule)))
        for rule in sorted({*old, *new})
        if old.get(rule) != new.get(rule)
    ]
    return [edit for edit in edits if edit.before != edit.after]


def _figure(columns: Mapping[str, Any]) -> str:
    """As typed where something was typed, else what was chosen."""
    if columns.get("raw"):
        return str(columns["raw"])
    state = columns.get("state")
    if state in set(ValueState) - {ValueState.VALUE}:
        return ValueState(state).label
    value = columns.get("value")
    return EMPTY if value is None else format_number(Decimal(value), 6, trim=True)


def _typed(columns: Mapping[str, Any], column: str) -> str:
    value = columns.get(column)
    if columns.get(f"{column}_raw"):
        return str(columns[f"{column}_raw"])
    return EMPTY if value is None else format_number(Decimal(value), 6, trim=True)


def _word(value: Any) -> str:
    if not value:
        return EMPTY
    try:
        return long_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _rule(rule: str) -> str:
    return Rule(rule).label if rule in set(Rule) else rule


def submitted_rows(task: Task) -> list[dict[str, str]]:
    """What a task handed in, as it was then; a later correction changes nothing of it."""
    events = HistoryEvent.objects.filter(
        verb="entry_submitted", subject=f"{task._meta.label_lower}:{task.pk}"
    )
    event = events.order_by("-sequence").first()
    return list(event.details.get("rows", [])) if event else []


def title_of(place: Place) -> str:
    """What the history is about."""
    if isinstance(place, Money):
        return f"{place.node.code} {place.node.name}"
    return place.indicator.name
