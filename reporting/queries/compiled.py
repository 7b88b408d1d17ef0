"""The figures of a whole report: read in a fixed number of queries, made by the pure functions, unsaved."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any

from django.db.models import Count

from kinerja.lib.periods import Period
from organisation.models import Person
from reporting.achievement import (
    RULE_VERSION,
    Achievement,
    Aggregate,
    PredicateScale,
    achieve,
    achieve_predicate,
    mean,
    spending_percent,
    weighted_mean,
)
from reporting.measures import AchievementStatus, Direction, Rollup, TargetStyle, ValueState
from reporting.models import (
    BudgetLine,
    Indicator,
    PlanNode,
    Realisation,
    Report,
    ReportLine,
    Spending,
    Target,
)
from reporting.queries.figures import factor_of, rule_of, shown, shown_target, target_to
from reporting.queries.plan import ceilings_of, officers_of
from reporting.ratings import PERMENDAGRI_86_2017
from reporting.rollup import BLANK, NOT_MEASURED, Entry, RolledUp, roll_up, target_of
from sop.models import Task

NOT_SUBMITTED = "belum disampaikan"
SILENT = frozenset({ValueState.BLANK, ValueState.NOT_MEASURED, ValueState.NOT_DUE})
_STEP = Decimal("0.000001")
_WHOLE_DIGITS = 18

Key = tuple[str, ...]
Row = dict[str, Any]
Months = dict[int, Row]


@dataclass(frozen=True)
class Figures:
    """What a compilation freezes; the lines are not saved yet."""

    lines: list[ReportLine]
    budget_lines: list[BudgetLine]
    means: dict[str, Any]
    late: list[str]

    @property
    def digest(self) -> str:
        """SHA-256 of the figures in one canonical spelling: equal figures, equal digest."""
        content = [
            [[_spelt(row, name) for name in names] for row in rows]
            for rows, names in ((self.lines, _LINE_COLUMNS), (self.budget_lines, _BUDGET_COLUMNS))
        ]
        text = json.dumps([content, self.means, self.late], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class _Sources:
    """Everything that the figures are made from, by key."""

    paths: dict[int, list[list[str]]]
    nodes: list[PlanNode]
    indicators: dict[int, list[Indicator]]
    targets: dict[int, dict[int, Decimal]]
    realisations: dict[Key, Months]
    spendings: dict[Key, Months]
    ceilings: dict[int, Decimal]
    officers: dict[int, Person]


def figures_of(report: Report) -> Figures:
    """The report's figures from what was submitted."""
    sources = _read(report)
    pairs = [
        _line(sources, report.period, node, indicator)
        for node in sources.nodes
        for indicator in sources.indicators.get(node.pk, [])
    ]
    lines = [line for line, _ in pairs]
    for order, line in enumerate(lines, start=1):
        line.order = order
    budget_lines = _budget_lines(sources, report.period)
    means = _means(lines, [judged for _, judged in pairs], budget_lines)
    return Figures(lines, budget_lines, means, late_names(report))


def late_names(report: Report) -> list[str]:
    """Who did not submit: the last entry task of each person that is not done."""
    last: dict[int | None, Task] = {}
    tasks = Task.objects.filter(run=report.run_id, act__kind="fill")
    for task in tasks.select_related("assignee", "act__actor").order_by("round", "pk"):
        last[task.assignee_id] = task
    late = (task for task in last.values() if task.status != Task.Status.DONE)
    return sorted(str(task.assignee or task.act.actor.label) for task in late)


def stored(value: Decimal | None) -> Decimal | None:
    """As the columns keep it: six places, cut and not rounded, so that rounding happens once, on display."""
    if value is None or not value.is_finite() or value.adjusted() >= _WHOLE_DIGITS:
        return None
    with localcontext(prec=60):
        return value.quantize(_STEP, rounding=ROUND_DOWN)


# --- reading ---


def _read(report: Report) -> _Sources:
    nodes, paths = _tree(PlanNode.objects.filter(plan=report.plan_id))
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.filter(node__plan=report.plan_id).order_by("order", "pk"):
        indicators[indicator.node_id].append(indicator)
    targets: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for target in Target.objects.filter(indicator__node__plan=report.plan_id):
        targets[target.indicator_id][target.period.last_month] = target.value
    return _Sources(
        paths=paths,
        nodes=nodes,
        indicators=indicators,
        targets=targets,
        realisations=_realisations(report),
        spendings=_spendings(report),
        ceilings=ceilings_of(paths, report.period.ends_on),
        officers=officers_of(report.plan, report.period.ends_on),
    )


def _tree(nodes: Iterable[PlanNode]) -> tuple[list[PlanNode], dict[int, list[list[str]]]]:
    """The nodes as printed (parents first) and the path of each."""
    children: dict[int | None, list[PlanNode]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (node.order, node.code)):
        children[node.parent_id].append(node)
    ordered: list[PlanNode] = []
    paths: dict[int, list[list[str]]] = {}
    waiting = list(reversed(children[None]))
    while waiting:
        node = waiting.pop()
        above = paths[node.parent_id] if node.parent_id else []
        paths[node.pk] = [*above, [node.level, node.code, node.name]]
        ordered.append(node)
        waiting.extend(reversed(children[node.pk]))
    return ordered, paths


def _realisations(report: Report) -> dict[Key, Months]:
    """By codes: after a change of plan the months entered on the earlier revision still count."""
    rows = Realisation.objects.filter(
        indicator__node__plan__agency=report.agency_id,
        indicator__node__plan__year=report.period.year,
        period__in=report.period.months_to_date,
        submitted_at__isnull=False,
    ).annotate(files=Count("evidence"))
    found: dict[Key, Months] = defaultdict(dict)
    for row in rows.values(*_REALISATION_COLUMNS).order_by("indicator__node__plan__revision"):
        key = (row["indicator__node__code"], row["indicator__code"])
        _keep(found[key], row, own=row["indicator__node__plan"] == report.plan_id)
    return found


def _spendings(report: Report) -> dict[Key, Months]:
    rows = Spending.objects.filter(
        node__plan__agency=report.agency_id,
        node__plan__year=report.period.year,
        period__in=report.period.months_to_date,
        submitted_at__isnull=False,
    )
    found: dict[Key, Months] = defaultdict(dict)
    for row in rows.values(*_SPENDING_COLUMNS).order_by("node__plan__revision"):
        _keep(found[(row["node__code"],)], row, own=row["node__plan"] == report.plan_id)
    return found


def _keep(months: Months, row: Row, *, own: bool) -> None:
    """One row per month: that of the report's own plan, else that of the latest revision."""
    month = row["period"].last_month
    if own or month not in months or not months[month]["own"]:
        months[month] = {**row, "own": own}


# --- one indicator ---


def _line(
    sources: _Sources, period: Period, node: PlanNode, indicator: Indicator
) -> tuple[ReportLine, Achievement]:
    rows = sources.realisations.get((node.code, indicator.code), {})
    officer = sources.officers.get(node.pk)
    here = [rows[month.last_month] for month in period.months if month.last_month in rows]
    line = ReportLine(
        indicator=indicator,
        path=sources.paths[node.pk],
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,
        officer=str(officer or ""),
        officer_person=officer,
        obstacle=_last_words(here, "obstacle"),
        support=_last_words(here, "support"),
        follow_up=_last_words(here, "follow_up"),
        evidence_count=sum(row["files"] for row in here),
    )
    return line, _judge_line(line, indicator, rows, sources.targets.get(indicator.pk, {}), period)


def _last_words(rows: Sequence[Row], column: str) -> str:
    """What was said last in the period: a quarter is not silent because its last month is."""
    return next((str(row[column]) for row in reversed(rows) if row[column]), "")


def _judge_line(
    line: ReportLine, indicator: Indicator, rows: Months, targets: Mapping[int, Decimal], period: Period
) -> Achievement:
    """Fill the figures of a line in; the achievement against the target to date goes on into the means."""
    entries = [_entry(indicator, number, rows.get(number)) for number in range(1, period.last_month + 1)]
    now, to_date = (_rolled(indicator, part) for part in (entries[-len(period.months) :], entries))
    target, upper = target_to(indicator, targets, period.last_month)
    annual = _annual_target(indicator, targets)
    judged, of_year = (_judge(indicator, now, to_date, wanted, upper) for wanted in (target, annual))
    value = None if now.state is ValueState.BLANK else to_date.value
    line.state = now.state.value
    line.target, line.target_text = stored(target), _target_text(indicator, target, upper)
    line.annual_target, line.annual_target_text = stored(annual), _target_text(indicator, annual, upper)
    line.month_value, line.month_text = stored(now.value), _text(indicator, now)
    line.value, line.value_text = stored(value), _text(indicator, now if value is None else to_date)
    line.achievement, line.achievement_status = stored(judged.value), judged.status.value
    line.achievement_working = _working(indicator, to_date, judged)
    line.annual_achievement, line.annual_status = stored(of_year.value), of_year.status.value
    line.annual_working = _working(indicator, to_date, of_year)
    line.rating = PERMENDAGRI_86_2017.label_of(judged.value)
    return judged


def _entry(indicator: Indicator, month: int, row: Row | None) -> Entry:
    if not indicator.is_measured_in(month):
        return NOT_MEASURED
    if row is None:
        return BLANK
    return Entry(ValueState(row["state"]), row["value"], row["numerator"], row["denominator"])


def _rolled(indicator: Indicator, entries: Sequence[Entry]) -> RolledUp:
    return roll_up(entries, Rollup(indicator.rollup), factor=factor_of(indicator))


def _annual_target(indicator: Indicator, targets: Mapping[int, Decimal]) -> Decimal | None:
    """The target of the year as agreed, else what its months promise; a range holds all year."""
    if indicator.direction == Direction.RANGE:
        return indicator.range_low
    if indicator.annual_target is not None:
        return indicator.annual_target
    return target_of([targets.get(month) for month in range(1, 13)], TargetStyle(indicator.target_style))


def _target_text(indicator: Indicator, target: Decimal | None, upper: Decimal | None) -> str:
    """Words where a target is not one figure: a range, a predicate."""
    if indicator.direction in {Direction.RANGE, Direction.PREDICATE}:
        return shown_target(indicator, target, upper)
    return ""


def _text(indicator: Indicator, rolled: RolledUp) -> str:
    """What stands in the cell instead of a figure; empty where the figure itself does."""
    if rolled.state is ValueState.BLANK:
        return NOT_SUBMITTED
    if rolled.state is not ValueState.VALUE:
        return rolled.state.label
    return shown(indicator, rolled.value) if indicator.direction == Direction.PREDICATE else ""


def _judge(
    indicator: Indicator, now: RolledUp, to_date: RolledUp, target: Decimal | None, upper: Decimal | None
) -> Achievement:
    """A row that was not submitted or not measured this month is not judged by what earlier months said."""
    rule = rule_of(indicator)
    if now.state in SILENT:
        return achieve(None, target, rule, state=now.state)
    if indicator.direction == Direction.PREDICATE and to_date.value is not None and target is not None:
        words = shown(indicator, to_date.value), shown(indicator, target)
        judged = achieve_predicate(*words, PredicateScale("predikat", tuple(indicator.scores.items())), rule)
    else:
        judged = achieve(to_date.value, target, rule, upper=upper, state=to_date.state)
    if judged.value is not None and stored(judged.value) is None:
        sentence = "Tidak dapat dinilai: angka di luar jangkauan."
        return Achievement(None, None, AchievementStatus.NOT_EVALUABLE, sentence)
    return judged


def _working(indicator: Indicator, to_date: RolledUp, judged: Achievement) -> str:
    """The sentence of the achievement; where months were put together, theirs stands before it."""
    if judged.status is AchievementStatus.BLANK:
        return "Realisasi periode ini belum disampaikan."
    together = indicator.rollup in {Rollup.SUM, Rollup.MEAN, Rollup.RATIO} and " = " in to_date.explanation
    if not judged.is_evaluated or not together:
        return judged.explanation
    return f"Realisasi: {to_date.explanation}. Capaian: {judged.explanation}."


# --- budget and means ---


def _budget_lines(sources: _Sources, period: Period) -> list[BudgetLine]:
    chosen = [
        node
        for node in sources.nodes
        if node.level == PlanNode.Level.SUBACTIVITY or node.pk in sources.ceilings
    ]
    return [_budget_line(sources, period, node, order) for order, node in enumerate(chosen, start=1)]


def _budget_line(sources: _Sources, period: Period, node: PlanNode, order: int) -> BudgetLine:
    months = sources.spendings.get((node.code,), {})
    here = [months[month.number] for month in period.months if month.number in months]
    ceiling = sources.ceilings.get(node.pk, Decimal(0))
    now, to_date = _total(here), _total(months.values()) if here else None
    physical = [row["physical"] for row in here if row["physical"] is not None]
    officer = sources.officers.get(node.pk)
    percent = spending_percent([to_date], [ceiling]).value if to_date is not None else None
    return BudgetLine(
        order=order,
        node=node,
        path=sources.paths[node.pk],
        code=node.code,
        name=node.name,
        officer=str(officer or ""),
        officer_person=officer,
        ceiling=ceiling,
        month_amount=now,
        amount=to_date,
        percent=stored(percent),
        physical=stored(physical[-1]) if physical else None,
        obstacle=_last_words(here, "obstacle"),
        follow_up=_last_words(here, "follow_up"),
    )


def _total(rows: Iterable[Row]) -> Decimal | None:
    """Σ of the amounts; None where nothing was stated at all."""
    amounts = [row["amount"] for row in rows if row["amount"] is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _means(
    lines: Sequence[ReportLine], judged: Sequence[Achievement], budget_lines: Sequence[BudgetLine]
) -> dict[str, Any]:
    groups: dict[tuple[str, str, str], list[Achievement]] = defaultdict(list)
    for line, achievement in zip(lines, judged, strict=True):
        groups[objective_of(line.path)].append(achievement)
    ceilings = [line.ceiling for line in budget_lines]
    return {
        "rule": RULE_VERSION,
        "objectives": [
            {"level": level, "code": code, "name": name, **_mean(mean(part))}
            for (level, code, name), part in groups.items()
        ],
        "agency": _mean(mean(judged)),
        "budget": _mean(spending_percent([line.amount for line in budget_lines], ceilings)),
        "physical": _mean(weighted_mean([(line.physical, line.ceiling) for line in budget_lines])),
        "ceiling": str(sum(ceilings, Decimal(0))),
        "month_amount": str(sum((line.month_amount or Decimal(0) for line in budget_lines), Decimal(0))),
        "amount": str(sum((line.amount or Decimal(0) for line in budget_lines), Decimal(0))),
    }


def objective_of(path: Sequence[Sequence[str]]) -> tuple[str, str, str]:
    """Level, code and name of the sasaran on a path; the topmost node where there is none."""
    level, code, name = next((node for node in path if node[0] == PlanNode.Level.OBJECTIVE), path[0])
    return level, code, name


def _mean(aggregate: Aggregate) -> dict[str, Any]:
    value = stored(aggregate.value)
    return {
        "value": None if value is None else str(value),
        "counted": aggregate.counted,
        "left_out": aggregate.left_out,
        "working": aggregate.explanation,
    }


_REALISATION_COLUMNS = (
    *("period", "indicator__code", "indicator__node__code", "indicator__node__plan"),
    *("state", "value", "numerator", "denominator", "obstacle", "support", "follow_up", "files"),
)
_SPENDING_COLUMNS = ("period", "node__code", "node__plan", "amount", "physical", "obstacle", "follow_up")
_LINE_COLUMNS = (
    *("path", "name", "unit", "direction", "officer", "state", "obstacle", "support", "follow_up"),
    *("annual_target", "annual_target_text", "target", "target_text"),
    *("month_value", "month_text", "value", "value_text"),
    *("achievement", "achievement_status", "annual_achievement", "annual_status", "rating"),
)
_BUDGET_COLUMNS = (
    *("path", "code", "name", "officer", "ceiling", "month_amount", "amount", "percent", "physical"),
    *("obstacle", "follow_up"),
)


def _spelt(row: ReportLine | BudgetLine, name: str) -> Any:
    value = getattr(row, name)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
