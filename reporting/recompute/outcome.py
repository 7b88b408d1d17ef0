"""What a printed cell should say: the total of its parts, its own percentage, or one over other rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from kinerja.lib.numbers import format_number
from reporting.achievement import (
    AUDIT_OPINION,
    CAPS,
    SAKIP_PREDICATE,
    Achievement,
    Rule,
    achieve,
    achieve_predicate,
    spending_percent,
)
from reporting.measures import AchievementStatus, Direction, LowerForm, Rollup, operand
from reporting.recompute.stated import Figure, Inputs, Row, RowKind
from reporting.recompute.verdict import Outcome, agrees, shown
from reporting.rollup import Entry, roll_up

MONEY_RULE = "serapan: Σ realisasi ÷ Σ pagu × 100"
MEAN_RULE = "rata-rata capaian baris-barisnya"
SUM_RULE = "jumlah capaian baris-barisnya"
PREDICATES = (AUDIT_OPINION, SAKIP_PREDICATE)


def total_of(row: Row, inputs: Inputs) -> Outcome:
    """The entries of a row rolled up by its type, against its printed total."""
    value, low, high = _rolled(inputs.parts, row.rollup)
    rule = f"gabungan isian: {row.rollup.label}"
    if value is None:
        return Outcome(None, rule, "tidak ada isian yang dapat digabung")
    entries = [Entry.of(part.value if part else None) for part in inputs.parts]
    others = []
    for other in (Rollup.SUM, Rollup.LAST, Rollup.MEAN):
        figure = roll_up(entries, other).value
        if other is not row.rollup and figure is not None:
            others.append((f"gabungan isian: {other.label}", figure))
    words = _stands_for(part for part in inputs.parts if part)
    return Outcome(value, rule, roll_up(entries, row.rollup).explanation, low, high, tuple(others), words)


def own_percent(row: Row, inputs: Inputs, rule: Rule) -> Outcome:
    """The percentage that follows from the row itself."""
    rule = replace(rule, direction=_direction(row, inputs, rule))
    if inputs.problem:
        return Outcome(None, words_of(rule, inputs), inputs.problem)
    if inputs.words is not None:
        judged = _predicate(inputs.words, rule)
        return Outcome(judged.value, words_of(rule, inputs), judged.explanation)
    realised, target = _realised(row, inputs), inputs.target
    judged = _achieve(realised[0] if realised else None, target.value if target else None, inputs, rule)
    if judged.value is None or realised is None or target is None:
        return Outcome(None, words_of(rule, inputs), judged.explanation)
    uppers = [inputs.upper.value] if inputs.upper else [None]
    reached = [
        _achieve(r, t, inputs, rule, upper).value
        for r, t, upper in product(realised, (target.value, *target.bounds), uppers)
    ]
    figures = [value for value in reached if value is not None]
    others = tuple(_others(realised[0], target.value, inputs, rule))
    stands_for = _stands_for(_inputs_of(inputs))
    return Outcome(
        judged.value,
        words_of(rule, inputs),
        judged.explanation,
        min(figures),
        max(figures),
        others,
        stands_for,
    )


def percent_over(parts: Sequence[tuple[Row, Inputs]], kind: RowKind, rule: Rule) -> Outcome:
    """A row without figures of its own: the ratio of sums of money, else the mean (or sum) of the others."""
    if kind is not RowKind.MEAN and any(inputs.is_money for _, inputs in parts):
        return _ratio_of_sums(parts)
    outcomes = [(own_percent(row, inputs, rule), inputs) for row, inputs in parts]
    spans = [_span(outcome, inputs) for outcome, inputs in outcomes if outcome.value is not None]
    words = SUM_RULE if kind is RowKind.SUM else MEAN_RULE
    if not spans:
        return Outcome(None, words, "tidak ada baris yang dapat dihitung")
    share = Decimal(1 if kind is RowKind.SUM else len(spans))
    value, low, high = (sum(figures, Decimal(0)) / share for figures in zip(*spans, strict=True))
    working = _working([span[0] for span in spans], share)
    others = tuple(_of_printed(parts, kind))
    return Outcome(value, words, working, low, high, others, "Angka pada baris-barisnya sudah dibulatkan")


def _span(outcome: Outcome, inputs: Inputs) -> tuple[Decimal, Decimal, Decimal]:
    """A percentage with the least and most that it stands for, its own rounding in print included."""
    value = outcome.value or Decimal(0)
    reach = [value if bound is None else bound for bound in (value, outcome.low, outcome.high)]
    printed = inputs.percent.figure if inputs.percent else None
    if printed is not None and agrees(value, printed):
        reach.append(printed.value)
    return value, min(reach), max(reach)


def words_of(rule: Rule, inputs: Inputs) -> str:
    """The rule in one sentence."""
    if inputs.is_money:
        return MONEY_RULE
    cap = "" if rule.cap is None else f", paling tinggi {operand(rule.cap)}"
    formula = {
        Direction.HIGHER: "R ÷ T × 100",
        Direction.LOWER: rule.lower_form.label,
        Direction.RANGE: "100 di dalam rentang, di luarnya R ÷ batas terdekat × 100",
        Direction.PREDICATE: "skor R ÷ skor T × 100",
    }[rule.direction]
    return f"{rule.direction.label}: {formula}{cap}"


def _direction(row: Row, inputs: Inputs, rule: Rule) -> Direction:
    """The row's own direction, else the one asked for; money and bounds speak for themselves."""
    if inputs.is_money:
        return Direction.HIGHER
    return row.direction or (Direction.RANGE if inputs.upper else rule.direction)


def _achieve(
    realised: Decimal | None, target: Decimal | None, inputs: Inputs, rule: Rule, upper: Decimal | None = None
) -> Achievement:
    """One realisation against one target, or money against its pagu."""
    if not inputs.is_money:
        return achieve(realised, target, rule, upper=upper or (inputs.upper.value if inputs.upper else None))
    spent = spending_percent([realised], [target])
    status = AchievementStatus.NOT_EVALUABLE if spent.value is None else AchievementStatus.EVALUATED
    return Achievement(spent.value, spent.value, status, spent.explanation)


def _predicate(words: tuple[str, str], rule: Rule) -> Achievement:
    """A predicate on the scale that knows its target."""
    for scale in PREDICATES:
        if words[1].strip().upper() in {code for code, _ in scale.scores}:
            return achieve_predicate(*words, scale, rule)
    return achieve_predicate(*words, PREDICATES[0], rule)


def _realised(row: Row, inputs: Inputs) -> tuple[Decimal, ...] | None:
    """The realisation and its bounds: printed as one figure, or rolled up from its parts."""
    if inputs.realised is not None:
        return inputs.realised.value, *inputs.realised.bounds
    value, low, high = _rolled(inputs.parts, row.rollup)
    if value is not None and low is not None and high is not None:
        return value, low, high
    return (inputs.achieved.value, *inputs.achieved.bounds) if inputs.achieved else None


def _rolled(parts: Sequence[Figure | None], rollup: Rollup) -> tuple[Decimal | None, ...]:
    """The parts rolled up, and the least and most that they may stand for."""
    spans = [(part.value, *part.bounds) if part else (None, None, None) for part in parts]
    return tuple(roll_up([Entry.of(span[n]) for span in spans], rollup).value for n in range(3))


def _others(realised: Decimal, target: Decimal, inputs: Inputs, rule: Rule) -> Iterable[tuple[str, Decimal]]:
    """What other rules in use would give."""
    if inputs.realised is None and inputs.total and inputs.total.figure:
        judged = _achieve(inputs.total.figure.value, target, inputs, rule)
        if judged.value is not None:
            yield f"jumlah tercetak {shown(inputs.total.figure)}", judged.value
    if inputs.is_money:
        return
    rules = [(f"batas {operand(cap)}" if cap else "tanpa batas", replace(rule, cap=cap)) for cap in CAPS]
    if rule.direction is not Direction.RANGE:
        lower = Direction.LOWER
        for form in LowerForm:
            words = f"{lower.label}: {form.label}"
            rules.append((words, replace(rule, direction=lower, lower_form=form)))
        rules.append((f"{Direction.HIGHER.label}: R ÷ T × 100", replace(rule, direction=Direction.HIGHER)))
    for words, other in rules:
        judged = _achieve(realised, target, inputs, other)
        if judged.value is not None:
            yield words, judged.value


def _ratio_of_sums(parts: Sequence[tuple[Row, Inputs]]) -> Outcome:
    """Σ realisasi ÷ Σ pagu over the rows of money."""
    money = [(row, inputs) for row, inputs in parts if inputs.is_money and inputs.target]
    realised = [_realised(row, inputs) for row, inputs in money]
    ceilings = [inputs.target.value for _, inputs in money if inputs.target]
    spent = spending_percent([found[0] if found else None for found in realised], ceilings)
    return Outcome(spent.value, MONEY_RULE, spent.explanation, others=tuple(_of_printed(money, RowKind.MEAN)))


def _of_printed(parts: Sequence[tuple[Row, Inputs]], kind: RowKind) -> Iterable[tuple[str, Decimal]]:
    """The sum or mean of the percentages as they are printed."""
    figures = [inputs.percent.figure.value for _, inputs in parts if inputs.percent and inputs.percent.figure]
    if not figures:
        return
    total = sum(figures, Decimal(0))
    if kind is RowKind.SUM:
        yield f"jumlah {len(figures)} persentase tercetak", total
    yield f"rata-rata {len(figures)} persentase tercetak", total / len(figures)


def _working(values: Sequence[Decimal], share: Decimal) -> str:
    """The working of a sum or a mean."""
    terms = " + ".join(format_number(value) for value in values)
    total = format_number(sum(values, Decimal(0)) / share)
    return f"{terms} = {total}" if share == 1 else f"({terms}) ÷ {operand(share)} = {total}"


def _inputs_of(inputs: Inputs) -> Iterable[Figure]:
    """The figures that a percentage is made of."""
    stated = [inputs.realised, *inputs.parts, inputs.target]
    return [figure for figure in stated if figure is not None]


def _stands_for(figures: Iterable[Figure]) -> str:
    """What rounded inputs may stand for, in words; "" where none is rounded."""
    words = []
    for figure in figures:
        if figure.places:
            low, high = (operand(bound) for bound in figure.bounds)
            words.append(f"{shown(figure)} dapat berarti {low} sampai {high}")
    return "; ".join(words)
