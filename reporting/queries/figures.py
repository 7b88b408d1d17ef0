"""An indicator's figures to date, made from its months by the pure functions; page and report share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja.lib.numbers import format_number
from reporting.achievement import Achievement, PredicateScale, Rule, achieve, achieve_predicate
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle, ValueState
from reporting.models import Indicator, Realisation
from reporting.policy import DEFAULT, Policy
from reporting.rollup import BLANK, NOT_MEASURED, Entry, RolledUp, roll_up, target_of

HUNDRED = Decimal(100)
KEPT_DIGITS = 15  # SQLite keeps no more, and fails to read a longer figure back
SILENT = frozenset({ValueState.BLANK, ValueState.NOT_MEASURED, ValueState.NOT_DUE})


@dataclass(frozen=True)
class Figure:
    """Target, realisation and achievement from January up to a month; `upper` only for a range."""

    target: Decimal | None
    upper: Decimal | None
    rolled: RolledUp
    achievement: Achievement

    @property
    def is_off_target(self) -> bool:
        """Judged, and below what was promised."""
        return self.achievement.raw is not None and self.achievement.raw < HUNDRED


def figure_to(
    indicator: Indicator,
    months: Mapping[int, Realisation],
    targets: Mapping[int, Decimal],
    month: int,
    policy: Policy = DEFAULT,
) -> Figure:
    """The figures from January to `month` (1–12); months without a row are blank."""
    entries = [_entry(indicator, number, months.get(number)) for number in range(1, month + 1)]
    now, to_date = (
        roll_up(part, Rollup(indicator.rollup), factor=factor_of(indicator))
        for part in (entries[-1:], entries)
    )
    target, upper = target_to(indicator, targets, month)
    return Figure(target, upper, to_date, judge(indicator, now, to_date, target, upper, policy))


def judge(
    indicator: Indicator,
    now: RolledUp,
    to_date: RolledUp,
    target: Decimal | None,
    upper: Decimal | None,
    policy: Policy = DEFAULT,
) -> Achievement:
    """A row that says nothing this month is not judged by what earlier months said."""
    rule = rule_of(indicator, policy)
    if now.state in SILENT:
        return achieve(None, target, rule, state=now.state)
    if indicator.direction == Direction.PREDICATE and to_date.value is not None and target is not None:
        words = shown(indicator, to_date.value), shown(indicator, target)
        return achieve_predicate(*words, PredicateScale("predikat", tuple(indicator.scores.items())), rule)
    return achieve(to_date.value, target, rule, upper=upper, state=to_date.state)


def _entry(indicator: Indicator, month: int, row: Realisation | None) -> Entry:
    if not indicator.is_measured_in(month):
        return NOT_MEASURED
    return BLANK if row is None else entry_of(row)


def entry_of(row: Realisation) -> Entry:
    return Entry(ValueState(row.state), row.value, row.numerator, row.denominator)


def target_to(
    indicator: Indicator, targets: Mapping[int, Decimal], month: int
) -> tuple[Decimal | None, Decimal | None]:
    """The target to date, and the upper bound of a range (the lower one is the target)."""
    if indicator.direction == Direction.RANGE.value:
        return indicator.range_low, indicator.range_high
    stated = [targets.get(number) for number in range(1, month + 1)]
    return target_of(stated, TargetStyle(indicator.target_style)), None


def rule_of(indicator: Indicator, policy: Policy = DEFAULT) -> Rule:
    """The indicator's own rule, and the agency's where the indicator leaves it open."""
    return Rule(
        Direction(indicator.direction),
        LowerForm(indicator.lower_form),
        zero_target=policy.zero_target,
        cap=policy.cap if indicator.cap is None else indicator.cap,
    )


def factor_of(indicator: Indicator) -> Decimal:
    """A ratio in percent is multiplied by 100, any other is plain."""
    unit = indicator.unit.casefold()
    return HUNDRED if "%" in unit or "persen" in unit else Decimal(1)


def is_kept(value: Decimal) -> bool:
    """Whether every database gives the figure back as it was entered."""
    digits = value.normalize().as_tuple().digits
    return len(digits) <= KEPT_DIGITS and value.adjusted() < KEPT_DIGITS


def shown(indicator: Indicator, value: Decimal | None) -> str:
    """A value in the indicator's own words: a figure, or the code of a scale; "" for none."""
    if value is None:
        return ""
    if indicator.direction == Direction.PREDICATE.value:
        return next(
            (code for code, score in indicator.scores.items() if score == value),
            format_number(value, trim=True),
        )
    return format_number(value, 6 if abs(value) < 1 else 2, trim=True)


def shown_target(indicator: Indicator, target: Decimal | None, upper: Decimal | None) -> str:
    words: Sequence[str] = [shown(indicator, value) for value in (target, upper) if value is not None]
    return "–".join(words)
