"""The sheet of a PPTK: every row of a task with its target, its past, its figures and what it still lacks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypedDict

from django.db.models import Exists, OuterRef, Q, Subquery
from django_stubs_ext import WithAnnotations

from kinerja.lib.periods import Period
from reporting.entry_rules import EntryRules
from reporting.models import (
    Assignment,
    CorrectedRow,
    Indicator,
    Plan,
    PlanNode,
    Realisation,
    Report,
    Spending,
    Target,
)
from reporting.policy import Policy
from reporting.queries.entry_line import Line, Past, place_of
from reporting.queries.entry_money import Money
from reporting.queries.entry_notes import attach_notes, notes_of
from reporting.queries.entry_problems import Problem
from reporting.queries.entry_standing import attach_standing
from reporting.queries.evidence import attach_evidence
from reporting.queries.plan import ceilings_of, inherited
from reporting.queries.policy import rules_of_entry
from sop.models import Task

__all__ = ["Card", "Line", "Money", "Place", "Problem", "Sheet", "plan_of", "sheet_of"]

PAST_MONTHS = 12


class _Answered(TypedDict):
    officer_id: int | None
    has_corrections: bool  # whether the office ever corrected a report


AnsweredNode: TypeAlias = "WithAnnotations[PlanNode, _Answered]"
Place: TypeAlias = Line | Money


@dataclass
class Card:
    """A line of the plan with what is to be entered there."""

    node: PlanNode
    path: list[PlanNode]
    lines: list[Line] = field(default_factory=list)
    moneys: list[Money] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Level, code and the two lines above, in words; further up it is the same for all."""
        own = f"{self.node.get_level_display()} {self.node.code}"
        return " · ".join([own, *(above.name for above in self.path[-2:])])


@dataclass
class Sheet:
    """Everything that one task asks for."""

    task: Task
    plan: Plan | None
    cards: list[Card]
    is_correction: bool

    @property
    def rows(self) -> list[Place]:
        rows: list[Place] = []
        for card in self.cards:
            rows += [*card.lines, *card.moneys]
        return rows

    @property
    def by_key(self) -> dict[str, Place]:
        return {row.key: row for row in self.rows}

    @property
    def open_rows(self) -> list[Place]:
        return [row for row in self.rows if row.is_open]

    @property
    def problems(self) -> list[Problem]:
        """What must be mended before submitting; rows that are closed were submitted before."""
        return [problem for row in self.open_rows for problem in row.problems]

    @property
    def filled(self) -> int:
        """How many open rows lack nothing."""
        return sum(1 for row in self.open_rows if not row.problems)


def sheet_of(task: Task) -> Sheet:
    """The sheet of a `fill` task; a fixed number of queries, whatever the number of rows."""
    plan = plan_of(task)
    if plan is None:
        return Sheet(task, None, [], is_correction=False)
    nodes = _nodes(plan, task.run.period.ends_on)
    mine = _nodes_of(task, nodes)
    notes = notes_of(task)
    policy, rules = rules_of_entry(task.run.agency, task.run.period.ends_on)
    lines = _lines(task, plan, mine, policy, rules)
    moneys = _moneys(task, plan, mine, rules)
    if any(node.has_corrections for node in nodes):
        attach_standing(task, lines, moneys)
    attach_evidence([*lines, *moneys], task.run.agency)
    attach_notes(lines, moneys, notes)
    sheet = Sheet(task, plan, _cards(nodes, mine, lines, moneys), is_correction=False)
    sheet.is_correction = any(row.notes for row in sheet.rows)
    return sheet


def plan_of(task: Task) -> Plan | None:
    """The plan to which the report of the run is bound; None before the period is opened."""
    report: Report | None = getattr(task.run, "report", None)
    return report.plan if report else None


def _nodes(plan: Plan, on: date) -> "list[AnsweredNode]":
    """The lines of the plan, each with whoever is named for it on that day."""
    named = Assignment.objects.in_force(on).filter(node=OuterRef("pk")).order_by("-from_on")
    return list(
        PlanNode.objects.filter(plan=plan)
        .annotate(
            officer_id=Subquery(named.values("officer")[:1]),
            has_corrections=Exists(CorrectedRow.objects.filter(correction__report__agency=plan.agency_id)),
        )
        .order_by("order", "pk")
    )


def _nodes_of(task: Task, nodes: "list[AnsweredNode]") -> dict[int, PlanNode]:
    """The lines of the plan for which the task's assignee answers; the whole plan where nobody is named."""
    if task.assignee_id is None:
        return {node.pk: node for node in nodes}
    own = {node.pk: node.officer_id for node in nodes if node.officer_id}
    officers = inherited({node.pk: node.parent_id for node in nodes}, own)
    return {node.pk: node for node in nodes if officers.get(node.pk) == task.assignee_id}


def _lines(
    task: Task, plan: Plan, nodes: Mapping[int, PlanNode], policy: Policy, rules: EntryRules
) -> list[Line]:
    """The rows of the period, each with what was submitted in the months before it."""
    period = task.run.period
    rows = _realisations(plan, nodes.values(), period)
    past: dict[tuple[str, str], dict[Period, Realisation]] = defaultdict(dict)
    for row in rows:
        past[place_of(row.indicator)][row.period] = row
    due = [row for row in rows if row.indicator.node_id in nodes and row.period in period.months]
    due.sort(key=lambda row: _order(row.indicator, row.period, nodes))
    targets = _targets({row.indicator_id for row in due})
    return [
        Line(
            row,
            row.indicator,
            _of_year(past[place_of(row.indicator)], plan.year),
            targets.get(row.indicator_id, {}),
            [],
            [],
            is_open=row.indicator.is_measured_in(row.period.last_month),
            policy=policy,
            rules=rules,
            past=_past(row, past[place_of(row.indicator)]),
        )
        for row in due
    ]


def _of_year(known: Mapping[Period, Realisation], year: int) -> dict[int, Realisation]:
    return {month.last_month: row for month, row in known.items() if month.year == year}


def _realisations(plan: Plan, nodes: Iterable[PlanNode], period: Period) -> list[Realisation]:
    """The rows of the year and of the twelve months; of several for a month the best one stands last."""
    lines = Q(
        indicator__node__plan__agency=plan.agency_id,
        indicator__node__code__in=[node.code for node in nodes],
    )
    own_year = Q(indicator__node__plan__year=plan.year) & _counting(period)
    older = [month for month in twelve_months(period.months[0]) if month.year != plan.year]
    last_year = Q(indicator__node__plan__year=plan.year - 1, period__in=older, submitted_at__isnull=False)
    found = Realisation.objects.filter(lines & (own_year | last_year))
    rows = list(
        found.select_related("indicator__node", "entered_by").order_by("indicator__node__plan__revision")
    )
    rows.sort(key=lambda row: row.indicator.node.plan_id == plan.pk)  # this revision wins over earlier ones
    return rows


def twelve_months(last: Period) -> list[Period]:
    """The month and the eleven before it, in order."""
    months = [last]
    while len(months) < PAST_MONTHS:
        months.insert(0, months[0].previous)
    return months


def _past(row: Realisation, known: Mapping[Period, Realisation]) -> list[Past]:
    return [
        Past(month, known.get(month), row.indicator.is_measured_in(month.last_month))
        for month in twelve_months(row.period)
    ]


def _order(indicator: Indicator, month: Period, nodes: Mapping[int, PlanNode]) -> tuple[int, ...]:
    return (nodes[indicator.node_id].order, indicator.order, indicator.pk, month.last_month)


def _counting(period: Period) -> Q:
    """What was submitted this year, and the period itself."""
    return Q(period__in=period.months_to_date, submitted_at__isnull=False) | Q(period__in=period.months)


def _targets(indicators: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for target in Target.objects.filter(indicator__in=list(indicators)):
        found.setdefault(target.indicator_id, {})[target.period.last_month] = target.value
    return found


def _moneys(task: Task, plan: Plan, nodes: Mapping[int, PlanNode], rules: EntryRules) -> list[Money]:
    period = task.run.period
    found = Spending.objects.filter(
        _counting(period),
        node__plan__agency=plan.agency_id,
        node__plan__year=plan.year,
        node__code__in=[node.code for node in nodes.values()],
    )
    found = found.select_related("node", "entered_by").order_by("node__plan__revision")
    rows = sorted(found, key=lambda row: row.node.plan_id == plan.pk)
    past: dict[str, dict[int, Spending]] = {}
    for row in rows:
        past.setdefault(row.node.code, {})[row.period.last_month] = row
    due = [row for row in rows if row.node_id in nodes and row.period in period.months]
    due.sort(key=lambda row: (nodes[row.node_id].order, row.node_id, row.period))
    ceilings = ceilings_of({row.node_id for row in due}, period.ends_on)
    count = Counter(row.node_id for row in due)
    return [
        Money(
            row,
            row.node,
            ceilings.get(row.node_id),
            past[row.node.code],
            [],
            [],
            is_open=True,
            covers=period if count[row.node_id] == 1 else row.period,
            rules=rules,
        )
        for row in due
    ]


def _cards(
    nodes: "list[AnsweredNode]", mine: Mapping[int, PlanNode], lines: list[Line], moneys: list[Money]
) -> list[Card]:
    by_pk = {node.pk: node for node in nodes}
    cards = {node.pk: Card(node, _path(node, by_pk)) for node in nodes if node.pk in mine}
    for line in lines:
        cards[line.indicator.node_id].lines.append(line)
    for money in moneys:
        cards[money.node.pk].moneys.append(money)
    return [card for card in cards.values() if card.lines or card.moneys]


def _path(node: PlanNode, by_pk: Mapping[int, PlanNode]) -> list[PlanNode]:
    """The lines above a line, from the top."""
    above: list[PlanNode] = []
    parent = by_pk.get(node.parent_id) if node.parent_id else None
    while parent is not None:
        above.insert(0, parent)
        parent = by_pk.get(parent.parent_id) if parent.parent_id else None
    return above
