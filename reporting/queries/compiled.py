"""The figures of a whole report: read in a fixed number of queries, made by the pure functions, unsaved."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting.achievement import Achievement, spending_percent
from reporting.entry_rules import Rule
from reporting.measures import AchievementStatus, Rollup, ValueState
from reporting.models import BudgetLine, Indicator, PlanNode, Report, ReportLine
from reporting.policy import Policy
from reporting.queries.figures import Figure, measure, stored
from reporting.queries.means import Judged, means_of
from reporting.queries.parts import line_parts, money_parts, state_words, sum_of, target_words
from reporting.queries.policy import policy_of
from reporting.queries.rules import Record, policy_record, rule_record
from reporting.queries.sources import Row, Sources, sources_of
from reporting.queries.spending_plan import fill_plan, fill_weights
from reporting.rollup import Entry, RolledUp
from sop.models import Task
from sop.workflow import RELEASED

_MOST_NAMED = 5


@dataclass(frozen=True)
class Figures:
    """What a compilation freezes; the lines are not saved yet."""

    lines: list[ReportLine]
    budget_lines: list[BudgetLine]
    means: dict[str, Any]
    policy: Record
    late: list[str]

    @property
    def digest(self) -> str:
        """SHA-256 of the figures in one canonical spelling: equal figures, equal digest."""
        content = [
            [[_spelt(row, name) for name in names] for row in rows]
            for rows, names in ((self.lines, _LINE_COLUMNS), (self.budget_lines, _BUDGET_COLUMNS))
        ]
        everything = [content, self.means, self.policy, self.late]
        return hashlib.sha256(json.dumps(everything, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def figures_of(report: Report) -> Figures:
    """The report's figures from what was submitted, by the policy in force on the period's last day."""
    policy = policy_of(report.agency, report.period.ends_on)
    sources = sources_of(report.plan, report.period, correction=report)
    judged = judged_lines(sources, policy)
    budget_lines = budget_lines_of(sources)
    return Figures(
        lines=[each.line for each in judged],
        budget_lines=budget_lines,
        means=means_of(judged, budget_lines, policy, report.period),
        policy=policy_record(policy),
        late=late_names(report),
    )


def judged_lines(sources: Sources, policy: Policy) -> list[Judged]:
    """A line per indicator in printed order, with its figures at full precision."""
    judged = [
        _line(sources, policy, node, indicator)
        for node in sources.nodes
        for indicator in sources.indicators.get(node.pk, [])
    ]
    for order, each in enumerate(judged, start=1):
        each.line.order = order
    return judged


def late_names(report: Report) -> list[str]:
    """Who did not submit: the last entry task of each person that is not done."""
    last: dict[int | None, Task] = {}
    tasks = Task.objects.filter(run=report.run_id, act__kind="fill")
    for task in tasks.select_related("assignee", "act__actor").order_by("round", "pk"):
        last[task.assignee_id] = task
    late = (task for task in last.values() if task.status != Task.Status.DONE and task.outcome != RELEASED)
    return sorted(str(task.assignee or task.act.actor.label) for task in late)


# --- one indicator ---


def _line(sources: Sources, policy: Policy, node: PlanNode, indicator: Indicator) -> Judged:
    period = sources.period
    rows = sources.realisations.get((node.code, indicator.code), {})
    here = [rows[month.last_month] for month in period.months if month.last_month in rows]
    officer = sources.officers.get(node.pk)
    months = [month.last_month for month in period.months]
    entries = {month: _entry(row) for month, row in rows.items()}
    targets = sources.targets.get(indicator.pk, {})
    figure = measure(indicator, entries, targets, months, policy)
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
        reasons=_reasons(here),
        evidence_count=sum(row["files"] for row in here),
        weight=indicator.weight,
        rule={**rule_record(indicator, policy), "rollup_working": figure.rolled.explanation},
        action_plan=indicator.action_plan or _supporting(sources, node),
        parts=line_parts(indicator, entries, targets, period, policy),
    )
    _fill(line, indicator, figure, policy)
    return Judged(line, figure)


def _supporting(sources: Sources, node: PlanNode) -> str:
    """Where no action plan is written: the plan's own lines under the indicator's, else that line."""
    names = sources.children.get(node.pk) or [node.name]
    more = len(names) - _MOST_NAMED
    return "; ".join(names[:_MOST_NAMED]) + (f"; dan {more} lainnya" if more > 0 else "")


def _entry(row: Row) -> Entry:
    return Entry(ValueState(row["state"]), row["value"], row["numerator"], row["denominator"])


def _reasons(rows: Sequence[Row]) -> list[list[str]]:
    """What was said about each warning in the period, the last word counts: [[warning, reason], …]."""
    said: dict[str, str] = {}
    for row in rows:
        said |= {rule: reason for rule, reason in row["reasons"].items() if reason}
    return [[Rule(rule).label, reason] for rule, reason in sorted(said.items())]


def _last_words(rows: Sequence[Row], column: str) -> str:
    """What was said last in the period: a quarter is not silent because its last month is."""
    return next((str(row[column]) for row in reversed(rows) if row[column]), "")


def _fill(line: ReportLine, indicator: Indicator, figure: Figure, policy: Policy) -> None:
    """The figures of a line as they are kept; its class follows from the unrounded one."""
    now, to_date, judged, of_year = figure.now, figure.rolled, figure.achievement, figure.of_year
    value = None if now.state is ValueState.BLANK else to_date.value
    line.state = now.state.value
    line.target = stored(figure.target)
    line.target_text = target_words(indicator, figure.target, figure.upper)
    line.annual_target = stored(figure.annual_target)
    line.annual_target_text = target_words(indicator, figure.annual_target, figure.upper)
    line.month_value, line.month_text = stored(now.value), state_words(indicator, now)
    line.value, line.value_text = stored(value), state_words(indicator, now if value is None else to_date)
    line.achievement, line.achievement_status = stored(judged.value), judged.status.value
    line.raw_achievement = stored(judged.raw)
    line.achievement_working = _working(indicator, to_date, judged)
    line.annual_achievement, line.annual_status = stored(of_year.value), of_year.status.value
    line.annual_working = _working(indicator, to_date, of_year)
    line.rating = policy.scale.label_of(judged.value)


def _working(indicator: Indicator, to_date: RolledUp, judged: Achievement) -> str:
    """The sentence of the achievement; where months were put together, theirs stands before it."""
    if judged.status is AchievementStatus.BLANK:
        return "Realisasi periode ini belum disampaikan."
    together = indicator.rollup in {Rollup.SUM, Rollup.MEAN, Rollup.RATIO} and " = " in to_date.explanation
    if not judged.is_evaluated or not together:
        return judged.explanation
    return f"Realisasi: {to_date.explanation}. Capaian: {judged.explanation}."


# --- money ---


def budget_lines_of(sources: Sources) -> list[BudgetLine]:
    """A line per sub kegiatan, and per other node with pagu of its own; unsaved."""
    chosen = [
        node
        for node in sources.nodes
        if node.level == PlanNode.Level.SUBACTIVITY or node.pk in sources.ceilings
    ]
    lines = [_budget_line(sources, node, order) for order, node in enumerate(chosen, start=1)]
    fill_weights(lines)
    return lines


def _budget_line(sources: Sources, node: PlanNode, order: int) -> BudgetLine:
    months = sources.spendings.get((node.code,), {})
    here = [months[month.number] for month in sources.period.months if month.number in months]
    ceiling = sources.ceilings.get(node.pk, Decimal(0))
    now, to_date = _total(here), _total(months.values()) if here else None
    physical = [row["physical"] for row in here if row["physical"] is not None]
    officer = sources.officers.get(node.pk)
    percent = spending_percent([to_date], [ceiling]).value if to_date is not None else None
    line = BudgetLine(
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
        reasons=_reasons(here),
        parts=money_parts({month: row["amount"] for month, row in months.items()}, sources.period),
    )
    fill_plan(line, sources.planned.get(node.pk, {}), sources.period.last_month)
    return line


def _total(rows: Iterable[Row]) -> Decimal | None:
    return sum_of(row["amount"] for row in rows)


_LINE_COLUMNS = (
    *("path", "name", "unit", "direction", "officer", "state", "obstacle", "support", "follow_up"),
    *("annual_target", "annual_target_text", "target", "target_text"),
    *("month_value", "month_text", "value", "value_text"),
    *("achievement", "achievement_status", "annual_achievement", "annual_status", "rating"),
    *("raw_achievement", "weight", "rule", "reasons", "action_plan", "parts"),
)
_BUDGET_COLUMNS = (
    *("path", "code", "name", "officer", "ceiling", "month_amount", "amount", "percent", "physical"),
    *("obstacle", "follow_up", "reasons", "weight", "parts"),
    *("planned_amount", "planned_percent", "money_deviation", "planned_physical", "physical_deviation"),
)


def _spelt(row: ReportLine | BudgetLine, name: str) -> Any:
    value = getattr(row, name)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
