"""An indicator's figures to date, made from its months by the pure functions; page and report share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext

from kinerja.lib.numbers import format_figure
from reporting.achievement import Achievement, PredicateScale, Rule, achieve, achieve_predicate
from reporting.measures import (
    AchievementStatus,
    Direction,
    LowerForm,
    Rollup,
    TargetStyle,
    ValueState,
)
from reporting.models import Indicator, Realisation
from reporting.policy import DEFAULT, Policy
from reporting.rollup import BLANK, NOT_MEASURED, Entry, RolledUp, roll_up, target_of

HUNDRED = Decimal(100)
KEPT_DIGITS = 15  # SQLite keeps no more, and fails to read a longer figure back
NOT_RELEASED = "belum dirilis"
SILENT = frozenset({ValueState.BLANK, ValueState.NOT_MEASURED, ValueState.NOT_DUE})
_STEP = Decimal("0.000001")
_WHOLE_DIGITS = 18
_OUT_OF_REACH = Achievement(
    None, None, AchievementStatus.NOT_EVALUABLE, "Tidak dapat dinilai: angka di luar jangkauan."
)
_AWAITED = Achievement(
    None,
    None,
    AchievementStatus.NOT_DUE,
    "Nilai belum dirilis: tidak terlambat, tidak dihitung 0, dan tidak ikut rata-rata.",
)


@dataclass(frozen=True)
class Figure:
    """Target, realisation and achievement from January up to a month; `upper` only for a range.

    `now` is the period by itself; `of_year` the achievement against the target of the year.
    """

    target: Decimal | None
    upper: Decimal | None
    rolled: RolledUp
    achievement: Achievement
    now: RolledUp
    annual_target: Decimal | None
    of_year: Achievement

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
    entries = {number: entry_of(row) for number, row in months.items()}
    return measure(indicator, entries, targets, (month,), policy)


def measure(
    indicator: Indicator,
    entries: Mapping[int, Entry],
    targets: Mapping[int, Decimal],
    months: Sequence[int],
    policy: Policy = DEFAULT,
) -> Figure:
    """The figures of the period with these months (in order), and from January to its last month."""
    series = [_entry(indicator, number, entries.get(number)) for number in range(1, months[-1] + 1)]
    now, to_date = (_rolled(indicator, part) for part in (series[-len(months) :], series))
    target, upper = target_to(indicator, targets, months[-1])
    annual = annual_target(indicator, targets)
    judged, of_year = (
        judge(indicator, now, to_date, wanted, upper, policy=policy) for wanted in (target, annual)
    )
    return Figure(target, upper, to_date, judged, now, annual, of_year)


def judge(
    indicator: Indicator,
    now: RolledUp,
    to_date: RolledUp,
    target: Decimal | None,
    upper: Decimal | None,
    *,
    policy: Policy = DEFAULT,
) -> Achievement:
    """A row that says nothing in the period is not judged by what earlier months said."""
    if now.state is ValueState.NOT_DUE and indicator.rollup == Rollup.RELEASE:
        return _AWAITED
    rule = rule_of(indicator, policy)
    if now.state in SILENT:
        return achieve(None, target, rule, state=now.state)
    if indicator.direction == Direction.PREDICATE and to_date.value is not None and target is not None:
        words = shown(indicator, to_date.value), shown(indicator, target)
        scale = PredicateScale("predikat", tuple(indicator.scores.items()))
        judged = achieve_predicate(*words, scale, rule)
    else:
        judged = achieve(to_date.value, target, rule, upper=upper, state=to_date.state)
    return _OUT_OF_REACH if judged.value is not None and stored(judged.value) is None else judged


def stored(value: Decimal | None) -> Decimal | None:
    """As the columns keep it: six places, cut and not rounded, so that rounding happens once, on display."""
    if value is None or not value.is_finite() or value.adjusted() >= _WHOLE_DIGITS:
        return None
    with localcontext(prec=60):
        return value.quantize(_STEP, rounding=ROUND_DOWN)


def _entry(indicator: Indicator, month: int, entry: Entry | None) -> Entry:
    """What a month says; a value released after its month counts where it was entered."""
    if indicator.is_measured_in(month):
        return entry or BLANK
    late_release = indicator.rollup == Rollup.RELEASE and entry and entry.state is ValueState.VALUE
    return entry if entry and late_release else NOT_MEASURED


def entry_of(row: Realisation) -> Entry:
    return Entry(ValueState(row.state), row.value, row.numerator, row.denominator)


def _rolled(indicator: Indicator, entries: Sequence[Entry]) -> RolledUp:
    return roll_up(entries, Rollup(indicator.rollup), factor=factor_of(indicator))


def annual_target(indicator: Indicator, targets: Mapping[int, Decimal]) -> Decimal | None:
    """The target of the year as agreed, else what its months promise; a range holds all year."""
    if indicator.direction == Direction.RANGE:
        return indicator.range_low
    if indicator.annual_target is not None:
        return indicator.annual_target
    return target_of([targets.get(month) for month in range(1, 13)], TargetStyle(indicator.target_style))


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
            format_figure(value, trim=True),
        )
    return format_figure(value, 6 if abs(value) < 1 else 2, trim=True)


def shown_target(indicator: Indicator, target: Decimal | None, upper: Decimal | None) -> str:
    words: Sequence[str] = [shown(indicator, value) for value in (target, upper) if value is not None]
    return "–".join(words)
