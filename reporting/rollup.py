"""Months become quarters, semesters and years by the indicator's own roll-up, targets by their style.

The result is again an entry, so a semester may be rolled up from quarters: for sums, ratios and last
positions it is exactly what all months together give. A mean must be taken over the months themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Self

from reporting.measures import (
    EXACT,
    HUNDRED,
    ZERO,
    Rollup,
    TargetStyle,
    ValueState,
    equals,
    is_usable,
    operand,
    settled,
)

# What a whole says when no part has a figure: the first of these that any part says.
_PRECEDENCE = (ValueState.NIHIL, ValueState.BLANK, ValueState.NOT_DUE)


@dataclass(frozen=True)
class Entry:
    """One month (or an earlier roll-up): its state, and a figure or numerator and denominator."""

    state: ValueState
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @classmethod
    def of(cls, value: Decimal | None) -> Self:
        """A filled cell, or a blank one for None."""
        return cls(ValueState.BLANK) if value is None else cls(ValueState.VALUE, value)

    @classmethod
    def ratio(cls, numerator: Decimal | None, denominator: Decimal | None) -> Self:
        """A cell with numerator and denominator; blank unless both are there."""
        if numerator is None or denominator is None:
            return cls(ValueState.BLANK)
        return cls(ValueState.VALUE, None, numerator, denominator)


BLANK = Entry(ValueState.BLANK)
NOT_MEASURED = Entry(ValueState.NOT_MEASURED)
NIHIL = Entry(ValueState.NIHIL)
NOT_DUE = Entry(ValueState.NOT_DUE)


@dataclass(frozen=True)
class RolledUp:
    """The whole as an entry, how many parts were filled (nihil is filled), and the working."""

    entry: Entry
    filled: int
    explanation: str

    @property
    def value(self) -> Decimal | None:
        """The figure, if there is one."""
        return self.entry.value

    @property
    def state(self) -> ValueState:
        """What the whole says."""
        return self.entry.state


def roll_up(entries: Sequence[Entry], rollup: Rollup, *, factor: Decimal = HUNDRED) -> RolledUp:
    """Roll ordered entries up; never raises.

    Blank, not measured and not due are passed over and are never 0. Nihil adds 0 to a sum and is passed
    over elsewhere. `factor` belongs to ratios: 100 for percent, 1 for a plain ratio; a denominator of 0 in
    all is nihil (there was nothing to measure). A published value (release) is the last one published: the
    caller marks all months but the release months as not measured, and a release that is still awaited as
    not due.
    """
    filled = sum(1 for entry in entries if entry.state in {ValueState.VALUE, ValueState.NIHIL})
    with localcontext(EXACT):
        entry, working = _whole(entries, rollup, factor)
    return RolledUp(entry, filled, working or f"{entry.state.label.capitalize()}.")


def _whole(entries: Sequence[Entry], rollup: Rollup, factor: Decimal) -> tuple[Entry, str]:
    """The whole and its working, by type."""
    match rollup:
        case Rollup.SUM:
            return _sum(entries)
        case Rollup.LAST | Rollup.RELEASE:
            return _last(entries, rollup)
        case Rollup.MEAN:
            return _mean(entries)
        case Rollup.RATIO:
            return _ratio(entries, factor)


def _figures(entries: Sequence[Entry]) -> list[Decimal]:
    """The figures of the filled entries."""
    return [e.value for e in entries if e.state is ValueState.VALUE and is_usable(e.value)]


def _silence(entries: Sequence[Entry]) -> ValueState:
    """What a whole without a figure says; a figure that cannot be used counts as blank."""
    states = {ValueState.BLANK if e.state is ValueState.VALUE else e.state for e in entries}
    return next((state for state in _PRECEDENCE if state in states), ValueState.NOT_MEASURED)


def _sum(entries: Sequence[Entry]) -> tuple[Entry, str]:
    """Σ of the figures; only nihil gives a nihil of 0."""
    figures = _figures(entries)
    if figures:
        total = sum(figures, ZERO)
        return Entry(ValueState.VALUE, total), _working(
            " + ".join(operand(f) for f in figures), total, figures
        )
    state = _silence(entries)
    return Entry(state, ZERO if state is ValueState.NIHIL else None), ""


def _last(entries: Sequence[Entry], rollup: Rollup) -> tuple[Entry, str]:
    """The last filled position."""
    figures = _figures(entries)
    if not figures:
        return Entry(_silence(entries)), ""
    return Entry(ValueState.VALUE, figures[-1]), f"{rollup.label} = {operand(figures[-1])}"


def _mean(entries: Sequence[Entry]) -> tuple[Entry, str]:
    """Σ ÷ n of the filled ones."""
    figures = _figures(entries)
    if not figures:
        return Entry(_silence(entries)), ""
    value = settled(sum(figures, ZERO) / len(figures))
    terms = " + ".join(operand(f) for f in figures)
    return Entry(ValueState.VALUE, value), _working(f"({terms}) ÷ {len(figures)}", value, figures)


def _ratio(entries: Sequence[Entry], factor: Decimal) -> tuple[Entry, str]:
    """Σ numerator ÷ Σ denominator × factor, never a mean of percentages."""
    pairs = [
        (e.numerator, e.denominator)
        for e in entries
        if e.state in {ValueState.VALUE, ValueState.NIHIL}
        and is_usable(e.numerator)
        and is_usable(e.denominator)
    ]
    if not pairs:
        return Entry(_silence(entries)), ""
    above, below = sum((n for n, _ in pairs), ZERO), sum((d for _, d in pairs), ZERO)
    if not below:
        return Entry(ValueState.NIHIL, None, above, below), "Nihil: penyebut 0."
    value = settled(above / below * factor)
    times = "" if factor == 1 else f" × {operand(factor)}"
    sentence = f"{operand(above)} ÷ {operand(below)}{times} {equals(value)}"
    return Entry(ValueState.VALUE, value, above, below), sentence


def _working(terms: str, value: Decimal, figures: Sequence[Decimal]) -> str:
    """The working of a sum or mean; a single figure needs none."""
    return operand(value) if len(figures) == 1 else f"{terms} {equals(value, trim=True)}"


def target_of(monthly: Sequence[Decimal | None], style: TargetStyle) -> Decimal | None:
    """The target that a series of months promises, None where it promises nothing; never raises.

    Pass January up to the period's end for the target to date, twelve months for the year's. Cumulative: the
    last position set. Instalment: the sum so far. Once: what its month says, if that month is in the series;
    0 in the other months means the same as nothing there.
    """
    stated = [target for target in monthly if is_usable(target)]
    if style is TargetStyle.ONCE:
        stated = [target for target in stated if target]
    if not stated:
        return None
    if style is TargetStyle.INSTALMENT:
        with localcontext(EXACT):
            return sum(stated, ZERO)
    return stated[-1]
