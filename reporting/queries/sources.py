"""Everything that a report's figures are made from, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from kinerja.lib.periods import Period
from organisation.models import Person
from reporting.models import Indicator, Plan, PlanNode, Realisation, Report, Spending, Target
from reporting.queries.corrections import Columns, standing_of
from reporting.queries.plan import ceilings_of, officers_of
from reporting.queries.spending_plan import Planned, planned_of

Key = tuple[str, ...]
Row = dict[str, Any]
Months = dict[int, Row]


@dataclass(frozen=True)
class Sources:
    """Plan, targets, submitted rows and pagu of a period, by key."""

    period: Period
    paths: dict[int, list[list[str]]]
    nodes: list[PlanNode]
    indicators: dict[int, list[Indicator]]
    targets: dict[int, dict[int, Decimal]]
    realisations: dict[Key, Months]
    spendings: dict[Key, Months]
    ceilings: dict[int, Decimal]
    officers: dict[int, Person]
    planned: dict[int, Planned]
    children: dict[int, list[str]]


def sources_of(plan: Plan, period: Period, *, correction: Report | None = None) -> Sources:
    """What was promised in the plan and submitted up to the end of the period.

    Rows of a running correction count as they were before, but for the report of that correction itself.
    """
    standing = standing_of(plan.agency_id, but=correction)
    nodes, paths = _tree(PlanNode.objects.filter(plan=plan))
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.filter(node__plan=plan).order_by("order", "pk"):
        indicators[indicator.node_id].append(indicator)
    targets: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for target in Target.objects.filter(indicator__node__plan=plan):
        targets[target.indicator_id][target.period.last_month] = target.value
    return Sources(
        period=period,
        paths=paths,
        nodes=nodes,
        indicators=indicators,
        targets=targets,
        realisations=_realisations(plan, period, standing.realisations),
        spendings=_spendings(plan, period, standing.spendings),
        ceilings=ceilings_of(paths, period.ends_on),
        officers=officers_of(plan, period.ends_on),
        planned=planned_of(plan),
        children=_names_below(nodes),
    )


def _names_below(nodes: Iterable[PlanNode]) -> dict[int, list[str]]:
    """The names of the lines right under each line, as printed."""
    found: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        if node.parent_id:
            found[node.parent_id].append(node.name)
    return found


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


def _realisations(plan: Plan, period: Period, standing: Mapping[int, Columns]) -> dict[Key, Months]:
    """By codes: after a change of plan the months entered on the earlier revision still count."""
    rows = Realisation.objects.filter(
        Q(submitted_at__isnull=False) | Q(pk__in=list(standing)),
        indicator__node__plan__agency=plan.agency_id,
        indicator__node__plan__year=period.year,
        period__in=period.months_to_date,
    ).annotate(files=Count("evidence"))
    found: dict[Key, Months] = defaultdict(dict)
    for row in _as_standing(
        rows.values(*_REALISATION_COLUMNS).order_by("indicator__node__plan__revision"), standing
    ):
        key = (row["indicator__node__code"], row["indicator__code"])
        _keep(found[key], row, own=row["indicator__node__plan"] == plan.pk)
    return found


def _spendings(plan: Plan, period: Period, standing: Mapping[int, Columns]) -> dict[Key, Months]:
    rows = Spending.objects.filter(
        Q(submitted_at__isnull=False) | Q(pk__in=list(standing)),
        node__plan__agency=plan.agency_id,
        node__plan__year=period.year,
        period__in=period.months_to_date,
    )
    found: dict[Key, Months] = defaultdict(dict)
    for row in _as_standing(rows.values(*_SPENDING_COLUMNS).order_by("node__plan__revision"), standing):
        _keep(found[(row["node__code"],)], row, own=row["node__plan"] == plan.pk)
    return found


def _as_standing(rows: Iterable[Row], standing: Mapping[int, Columns]) -> Iterator[Row]:
    """The rows, those of a running correction as they were; what was not submitted then does not count."""
    for row in rows:
        before = standing.get(row["pk"])
        if before is None:
            yield row
        elif before["submitted_at"] is not None:
            yield {**row, **{name: value for name, value in before.items() if name in row}}


def _keep(months: Months, row: Row, *, own: bool) -> None:
    """One row per month: that of the report's own plan, else that of the latest revision."""
    month = row["period"].last_month
    if own or month not in months or not months[month]["own"]:
        months[month] = {**row, "own": own}


_REALISATION_COLUMNS = (
    *("pk", "period", "indicator__code", "indicator__node__code", "indicator__node__plan"),
    *("state", "value", "numerator", "denominator", "obstacle", "support", "follow_up", "reasons"),
    "files",
)
_SPENDING_COLUMNS = (
    *("pk", "period", "node__code", "node__plan", "amount", "physical", "obstacle", "follow_up", "reasons"),
)
