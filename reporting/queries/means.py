"""The aggregates of a compilation: means by the policy, money and physical progress, efficiency; as kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kinerja.lib.periods import Period
from reporting.achievement import RULE_VERSION, Aggregate, spending_percent, weighted_mean
from reporting.efficiency import Output, efficiency
from reporting.means import GroupMean, group_mean, mean_of_groups
from reporting.measures import HUNDRED, AgencyMean, Direction, Efficiency
from reporting.models import BudgetLine, PlanNode, ReportLine
from reporting.policy import Policy
from reporting.queries.figures import Figure, stored
from reporting.queries.spending_plan import planned_means

Objective = tuple[str, str, str]
MID_YEAR = " Serapan dihitung terhadap pagu setahun, jadi angka ini baru bermakna penuh pada akhir tahun."


@dataclass(frozen=True)
class Judged:
    """A line that is about to be frozen, and its figures at full precision."""

    line: ReportLine
    figure: Figure


def means_of(
    judged: Sequence[Judged], budget_lines: Sequence[BudgetLine], policy: Policy, period: Period
) -> dict[str, Any]:
    """The headline figures of a compilation, each with its working; figures are kept as text."""
    groups: dict[Objective, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[objective_of(each.line.path)].append(each)
    objectives = {name: _group_mean(part, policy) for name, part in groups.items()}
    if policy.agency_mean is AgencyMean.OBJECTIVES:
        agency = mean_of_groups(list(objectives.values()))
    else:
        agency = _group_mean(judged, policy)
    money = _money(budget_lines)
    found = {
        "rule": RULE_VERSION,
        "objectives": [
            {"level": level, "code": code, "name": name, **_record(mean)}
            for (level, code, name), mean in objectives.items()
        ],
        "agency": {**_record(agency), "over": policy.agency_mean.value},
        "budget": _record(money),
        "physical": _record(weighted_mean([(line.physical, line.ceiling) for line in budget_lines])),
        "ceiling": str(sum((line.ceiling for line in budget_lines), Decimal(0))),
        "month_amount": str(sum((line.month_amount or Decimal(0) for line in budget_lines), Decimal(0))),
        "amount": str(sum((line.amount or Decimal(0) for line in budget_lines), Decimal(0))),
    }
    found |= planned_means(budget_lines, found)
    saved = efficiency(policy.efficiency, outputs_of(judged, budget_lines), agency.value, money.value)
    if saved is not None:
        found["efficiency"] = _efficiency_record(saved, policy.efficiency, period)
    return found


def objective_of(path: Sequence[Sequence[str]]) -> Objective:
    """Level, code and name of the sasaran on a path; the topmost node where there is none."""
    level, code, name = next((node for node in path if node[0] == PlanNode.Level.OBJECTIVE), path[0])
    return level, code, name


def _group_mean(part: Sequence[Judged], policy: Policy) -> GroupMean:
    pairs = [(each.figure.achievement, each.line.weight) for each in part]
    return group_mean(pairs, skips_zero=policy.mean_skips_zero)


def _money(budget_lines: Sequence[BudgetLine]) -> Aggregate:
    """Σ realisasi ÷ Σ pagu in force; what was not stated is nothing spent, and counted as left out."""
    return spending_percent([line.amount for line in budget_lines], [line.ceiling for line in budget_lines])


def outputs_of(judged: Sequence[Judged], budget_lines: Sequence[BudgetLine]) -> list[Output]:
    """One keluaran per sub kegiatan with pagu: its money, and the volume that its indicators reached."""
    by_node: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        by_node[each.line.indicator.node_id].append(each)
    return [
        Output(line.amount, line.ceiling, *_volume(by_node[line.node_id]))
        for line in budget_lines
        if by_node[line.node_id]
    ]


def _volume(parts: Sequence[Judged]) -> tuple[Decimal | None, Decimal | None]:
    """RVK and TVK against the year, as the pagu is the year's.

    A single count or measure stands for itself; several, or one that is better when lower, by the mean of
    their achievements (uncapped) against 100.
    """
    if len(parts) == 1 and parts[0].line.direction == Direction.HIGHER:
        figure = parts[0].figure
        return (figure.rolled.value if figure.of_year.is_evaluated else None), figure.annual_target
    reached = [part.figure.of_year.raw for part in parts if part.figure.of_year.raw is not None]
    return (sum(reached, Decimal(0)) / len(reached) if reached else None), HUNDRED


def _record(aggregate: Aggregate) -> dict[str, Any]:
    value = stored(aggregate.value)
    kept = {
        "value": None if value is None else str(value),
        "counted": aggregate.counted,
        "left_out": aggregate.left_out,
        "working": aggregate.explanation,
    }
    return {**kept, "weighted": aggregate.is_weighted} if isinstance(aggregate, GroupMean) else kept


def _efficiency_record(saved: Aggregate, method: Efficiency, period: Period) -> dict[str, Any]:
    kept = {**_record(saved), "method": method.value}
    if saved.value is not None and method is not Efficiency.PMK_249 and period.last_month < 12:
        kept["working"] += MID_YEAR
    return kept
