"""What was planned to be spent and done by the end of a period, and how far reality is from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kinerja.lib.numbers import round_half_up
from reporting.achievement import spending_percent, weighted_mean
from reporting.measures import HUNDRED
from reporting.models import BudgetLine, Plan, PlanNode, SpendingTarget
from reporting.queries.figures import stored

_PLACES = 4
Planned = dict[int, SpendingTarget]
Month = tuple[Decimal | None, Decimal | None]  # rencana kas, target fisik


def planned_of(plan: Plan) -> dict[int, Planned]:
    """The monthly plan of each sub kegiatan: node → month → what is planned; one query."""
    found: dict[int, Planned] = defaultdict(dict)
    for row in SpendingTarget.objects.filter(node__plan=plan):
        found[row.node_id][row.period.last_month] = row
    return found


def months_planned(node: PlanNode) -> dict[int, Month]:
    """Month → what a line plans in it."""
    return {row.period.last_month: (row.amount, row.physical) for row in node.spending_targets.all()}


def planned_amount(months: Planned, last: int) -> Decimal | None:
    """Rencana kas up to a month; a month without a figure plans nothing, a plan without any is none."""
    stated = {month: row.amount for month, row in months.items() if row.amount is not None}
    return sum((amount for month, amount in stated.items() if month <= last), Decimal(0)) if stated else None


def planned_physical(months: Planned, last: int) -> Decimal | None:
    """Target fisik reached by a month: the latest one stated, 0 before the first."""
    stated = {month: row.physical for month, row in months.items() if row.physical is not None}
    past = [month for month in stated if month <= last]
    return (stated[max(past)] if past else Decimal(0)) if stated else None


def fill_plan(line: BudgetLine, months: Planned, last: int) -> None:
    """The planned figures of a line and, where something was submitted, the deviations in points."""
    line.planned_amount = planned_amount(months, last)
    line.planned_physical = planned_physical(months, last)
    if line.planned_amount is not None:
        line.planned_percent = _told(spending_percent([line.planned_amount], [line.ceiling]).value)
    line.money_deviation = _apart(line.percent, line.planned_percent)
    line.physical_deviation = _apart(line.physical, line.planned_physical)


def _apart(reached: Decimal | None, planned: Decimal | None) -> Decimal | None:
    return None if reached is None or planned is None else _told(reached - planned)


def _told(figure: Decimal | None) -> Decimal | None:
    """Rounded beyond what is printed: a plan promises nothing that rounding could pretend was reached."""
    return None if figure is None else round_half_up(figure, _PLACES)


def fill_weights(lines: Sequence[BudgetLine]) -> None:
    """Bobot: the share of each sub kegiatan in the whole pagu."""
    whole = sum((line.ceiling for line in lines), Decimal(0))
    for line in lines:
        line.weight = stored(line.ceiling / whole * HUNDRED) if whole else None


def planned_means(lines: Sequence[BudgetLine], means: Mapping[str, Any]) -> dict[str, Any]:
    """The planned totals and their deviations; only where every line with pagu has a plan."""
    bound = [line for line in lines if line.ceiling]
    found: dict[str, Any] = {}
    if bound and _whole(line.planned_amount for line in bound):
        planned = spending_percent(
            [line.planned_amount for line in lines], [line.ceiling for line in lines]
        ).value
        found["planned_amount"] = str(sum((line.planned_amount or Decimal(0) for line in lines), Decimal(0)))
        found |= _pair("planned_percent", "money_deviation", planned, means["budget"]["value"])
    if bound and _whole(line.planned_physical for line in bound):
        target = weighted_mean([(line.planned_physical, line.ceiling) for line in lines]).value
        complete = _whole(line.physical for line in bound)
        found |= _pair(
            "planned_physical", "physical_deviation", target, means["physical"]["value"] if complete else None
        )
    return found


def _whole(figures: Iterable[Decimal | None]) -> bool:
    return all(figure is not None for figure in figures)


def _pair(planned: str, deviation: str, target: Decimal | None, reached: str | None) -> dict[str, str]:
    kept = _told(target)
    if kept is None:
        return {}
    found = {planned: str(kept)}
    if reached is not None:
        found[deviation] = str(_told(Decimal(reached) - kept))
    return found
