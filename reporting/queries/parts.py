"""The parts of a period (the quarters of a year, the months of a quarter) as a report freezes them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kinerja.lib.periods import Cycle, Period
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import Indicator
from reporting.policy import Policy
from reporting.queries.figures import NOT_RELEASED, measure, shown, shown_target, stored, target_to
from reporting.rollup import Entry, RolledUp

NOT_SUBMITTED = "belum disampaikan"
_OF = {
    Cycle.MONTH: None,
    Cycle.QUARTER: Cycle.MONTH,
    Cycle.SEMESTER: Cycle.QUARTER,
    Cycle.YEAR: Cycle.QUARTER,
}
Record = dict[str, str]


def parts_of(period: Period) -> list[Period]:
    """What a longer period is told in: a quarter in months, a semester or a year in quarters."""
    cycle = _OF[period.cycle]
    if cycle is None:
        return []
    first, last = period.months[0].number, period.last_month
    return [part for part in _of_year(period.year, cycle) if first <= part.last_month <= last]


def quarters_of(period: Period) -> list[Period]:
    """The four quarters of the period's year."""
    return _of_year(period.year, Cycle.QUARTER)


def _of_year(year: int, cycle: Cycle) -> list[Period]:
    return [Period(cycle, year, number) for number in range(1, cycle.per_year + 1)]


def told_parts(period: Period) -> list[Period]:
    """Every part that some table of the report may show: its own parts, and the quarters of the year."""
    return list(dict.fromkeys([*parts_of(period), *quarters_of(period)]))


def line_parts(
    indicator: Indicator,
    entries: Mapping[int, Entry],
    targets: Mapping[int, Decimal],
    period: Period,
    policy: Policy,
) -> dict[str, Record]:
    """Period → target to its end, realisation in it and to its end, achievement once it is over."""
    found = {}
    for part in told_parts(period):
        target, upper = target_to(indicator, targets, part.last_month)
        record = {
            **_said("target", stored(target), target_words(indicator, target, upper)),
        }
        months = [month.number for month in part.months if month.number <= period.last_month]
        if months:
            record |= _reached(indicator, entries, targets, months, policy)
        if part.last_month > period.last_month:
            record = {key: said for key, said in record.items() if not key.startswith("achievement")}
        found[part.code] = record
    return found


def _reached(
    indicator: Indicator,
    entries: Mapping[int, Entry],
    targets: Mapping[int, Decimal],
    months: list[int],
    policy: Policy,
) -> Record:
    figure = measure(indicator, entries, targets, months, policy)
    now, to_date, judged = figure.now, figure.rolled, figure.achievement
    value = None if now.state is ValueState.BLANK else to_date.value
    return {
        **_said("now", stored(now.value), state_words(indicator, now)),
        **_said("value", stored(value), state_words(indicator, now if value is None else to_date)),
        **_said("achievement", stored(judged.value), "" if judged.is_evaluated else judged.status.label),
    }


def money_parts(amounts: Mapping[int, Decimal | None], period: Period) -> dict[str, Record]:
    """Period → money spent in it; a part that has begun and of which nothing was submitted says so."""
    found = {}
    for part in told_parts(period):
        months = [month.number for month in part.months if month.number <= period.last_month]
        if months:
            total = sum_of(amounts.get(month) for month in months)
            found[part.code] = _said("amount", total, "" if total is not None else NOT_SUBMITTED)
    return found


def sum_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Σ of what was stated; None where nothing was stated at all."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def target_words(indicator: Indicator, target: Decimal | None, upper: Decimal | None) -> str:
    """Words where a target is not one figure: a range, a predicate."""
    if indicator.direction in {Direction.RANGE, Direction.PREDICATE}:
        return shown_target(indicator, target, upper)
    return ""


def state_words(indicator: Indicator, rolled: RolledUp) -> str:
    """What stands in the cell instead of a figure; empty where the figure itself does."""
    if rolled.state is ValueState.BLANK:
        return NOT_SUBMITTED
    if rolled.state is ValueState.NOT_DUE and indicator.rollup == Rollup.RELEASE:
        return NOT_RELEASED
    if rolled.state is not ValueState.VALUE:
        return rolled.state.label
    return shown(indicator, rolled.value) if indicator.direction == Direction.PREDICATE else ""


def _said(name: str, value: Decimal | None, words: str) -> dict[str, Any]:
    """A figure as text and its words, only what there is."""
    said = {name: "" if value is None else f"{value.normalize():f}", f"{name}_text": words}
    return {key: text for key, text in said.items() if text}
