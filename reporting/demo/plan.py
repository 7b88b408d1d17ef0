"""The plan of the demonstration: the tree, its indicators, targets, budgets and PPTK."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate, count
from typing import Any

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency, Person
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, SpendingTarget, Target

FIGURES = ("annual_target", "range_low", "range_high", "cap")
_SHARES = (4, 6, 8, 8, 9, 9, 9, 9, 9, 9, 10, 10)  # percent of the pagu, January first
NOT_COLUMNS = {"targets", *FIGURES}


def write_plan(document: Mapping[str, Any]) -> Plan:
    plan = Plan.objects.create(
        agency=Agency.objects.get(code=document["agency"]),
        year=document["year"],
        label=document["label"],
        from_on=date.fromisoformat(document["from"]),
    )
    order = count(1)
    for row in document["nodes"]:
        _write_node(plan, None, row, order)
    return plan


def _write_node(plan: Plan, parent: PlanNode | None, row: Mapping[str, Any], order: "count[int]") -> None:
    node = PlanNode.objects.create(
        plan=plan, parent=parent, level=row["level"], code=row["code"], name=row["name"], order=next(order)
    )
    if "officer" in row:
        officer = Person.objects.get(username=row["officer"])
        Assignment.objects.create(node=node, officer=officer, from_on=plan.from_on)
    Budget.objects.bulk_create(
        Budget(
            node=node,
            amount=Decimal(budget["amount"]),
            from_on=date.fromisoformat(budget["from"]),
            label=budget["label"],
        )
        for budget in row.get("budgets", [])
    )
    if row.get("budgets"):
        _write_months(plan, node, Decimal(row["budgets"][0]["amount"]))
    for place, indicator in enumerate(row.get("indicators", []), start=1):
        _write_indicator(node, place, indicator)
    for child in row.get("children", []):
        _write_node(plan, node, child, order)


def _write_months(plan: Plan, node: PlanNode, ceiling: Decimal) -> None:
    """Rencana kas and target fisik along one invented curve: slow at first, even afterwards."""
    reached = accumulate(_SHARES)
    SpendingTarget.objects.bulk_create(
        SpendingTarget(
            node=node,
            period=Period(Cycle.MONTH, plan.year, month),
            amount=(ceiling * share / 100).quantize(Decimal(1)),
            physical=Decimal(done),
        )
        for month, (share, done) in enumerate(zip(_SHARES, reached, strict=True), start=1)
    )


def _write_indicator(node: PlanNode, place: int, row: Mapping[str, Any]) -> None:
    columns = {name: value for name, value in row.items() if name not in NOT_COLUMNS}
    figures = {name: Decimal(row[name]) for name in FIGURES if row.get(name) is not None}
    indicator = Indicator(node=node, order=place, **columns, **figures)
    indicator.full_clean()
    indicator.save()
    Target.objects.bulk_create(
        Target(indicator=indicator, period=Period.parse(month), value=Decimal(value))
        for month, value in row["targets"].items()
    )
