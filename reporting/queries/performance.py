"""What an LKjIP tells, as figures: each sasaran with its indicators, money, words and comparisons.

The figures come from the same pure functions as the monthly report; nothing is kept until the head signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.lib.periods import Cycle, Period
from reporting.achievement import Achievement, Aggregate, spending_percent
from reporting.efficiency import efficiency
from reporting.means import GroupMean, group_mean, mean_of_groups
from reporting.measures import AgencyMean, Efficiency
from reporting.models import BudgetLine, PerformanceReport, PlanNode, ReportLine
from reporting.policy import Policy
from reporting.queries.compiled import budget_lines_of, judged_lines
from reporting.queries.figures import Figure
from reporting.queries.means import MID_YEAR, Judged, objective_of, outputs_of
from reporting.queries.performance_past import Comparison, Past, past_of
from reporting.queries.performance_words import Quote, quotes_of
from reporting.queries.policy import policy_of
from reporting.queries.sources import Sources, sources_of

Level = PlanNode.Level
PROMISED = (Level.GOAL, Level.OBJECTIVE)
_BELOW_A_GOAL = (Level.PROGRAMME,)  # its sasaran list the rest
_BELOW_AN_OBJECTIVE = (Level.PROGRAMME, Level.ACTIVITY, Level.SUBACTIVITY)


@dataclass(frozen=True)
class Measure:
    """One indicator in the period: against the year's target in a year, to date in a semester."""

    line: ReportLine
    figure: Figure
    period: Period
    past: Past

    @property
    def is_yearly(self) -> bool:
        return self.period.cycle is Cycle.YEAR

    @property
    def target(self) -> Decimal | None:
        return self.line.annual_target if self.is_yearly else self.line.target

    @property
    def target_text(self) -> str:
        return self.line.annual_target_text if self.is_yearly else self.line.target_text

    @property
    def achievement(self) -> Achievement:
        return self.figure.of_year if self.is_yearly else self.figure.achievement

    @property
    def working(self) -> str:
        return self.line.annual_working if self.is_yearly else self.line.achievement_working

    @property
    def is_met(self) -> bool | None:
        """Whether the target was reached; None where nothing could be judged."""
        raw = self.achievement.raw
        return None if raw is None else raw >= 100

    @property
    def progress(self) -> Comparison | None:
        """How far the medium-term target is reached."""
        return self.past.medium_term


@dataclass(frozen=True)
class Money:
    """Pagu and realisation of a programme, kegiatan or sub kegiatan."""

    level: str
    code: str
    name: str
    ceiling: Decimal
    amount: Decimal
    physical: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        return spending_percent([self.amount], [self.ceiling]).value


@dataclass(frozen=True)
class Objective:
    """A sasaran (or a tujuan with indicators of its own) with everything that its analyses need."""

    level: str
    code: str
    name: str
    measures: Sequence[Measure]
    outputs: Sequence[Measure]
    mean: GroupMean
    rating: str
    money: Sequence[Money]
    spent: Aggregate
    efficiency: Aggregate | None
    quotes: Sequence[Quote]

    @property
    def label(self) -> str:
        """ "Sasaran S1"."""
        return f"{Level(self.level).label} {self.code}"

    @property
    def is_met(self) -> bool:
        """Whether every indicator that could be judged reached its target."""
        return all(measure.is_met is not False for measure in self.measures)


@dataclass(frozen=True)
class Content:
    """The whole of an LKjIP in figures."""

    report: PerformanceReport
    policy: Policy
    sources: Sources
    objectives: Sequence[Objective]
    mean: GroupMean
    rating: str
    money: Sequence[Money]
    spent: Aggregate
    budget_lines: Sequence[BudgetLine]

    @property
    def measures(self) -> list[Measure]:
        return [measure for objective in self.objectives for measure in objective.measures]


def content_of(report: PerformanceReport) -> Content:
    """Everything from what was submitted, by the policy in force on the period's last day."""
    period = report.period
    policy = policy_of(report.agency, period.ends_on)
    sources = sources_of(report.plan, period)
    judged = judged_lines(sources, policy)
    lines = budget_lines_of(sources)
    past = past_of(report, [each.line for each in judged], policy)
    quotes = quotes_of(report, sources)
    promised = [each for each in judged if each.line.path[-1][0] in PROMISED] or judged
    groups: dict[tuple[str, str, str], list[Judged]] = {}
    for each in promised:
        groups.setdefault(objective_of(each.line.path), []).append(each)
    objectives = []
    for place, own in groups.items():
        below = [each for each in judged if list(place) in each.line.path and each not in own]
        measures = [_measure(each, period, past) for each in own]
        outputs = [] if place[0] == Level.GOAL else [_measure(each, period, past) for each in below]
        found = [line for line in lines if list(place) in line.path]
        objective = _objective(place, measures, found, policy)
        saved = _efficiency(policy, objective, [*own, *below], found)
        objectives.append(
            replace(objective, outputs=outputs, efficiency=saved, quotes=quotes.get(place[1], []))
        )
    return _whole(report, policy, sources, objectives, lines)


def _measure(each: Judged, period: Period, past: Mapping[int, Past]) -> Measure:
    line = each.line
    return Measure(line, each.figure, period, past[line.indicator_id].beside(line, each.figure))


def _objective(
    place: tuple[str, str, str], measures: Sequence[Measure], lines: Sequence[BudgetLine], policy: Policy
) -> Objective:
    """The sasaran with its mean and its money, before words and outputs."""
    pairs = [(measure.achievement, measure.line.weight) for measure in measures]
    mean = group_mean(pairs, skips_zero=policy.mean_skips_zero)
    return Objective(
        *place,
        measures=measures,
        outputs=[],
        mean=mean,
        rating=policy.scale.label_of(mean.value),
        money=_money(lines, _BELOW_A_GOAL if place[0] == Level.GOAL else _BELOW_AN_OBJECTIVE),
        spent=_spent(lines),
        efficiency=None,
        quotes=[],
    )


def _whole(
    report: PerformanceReport,
    policy: Policy,
    sources: Sources,
    objectives: Sequence[Objective],
    lines: Sequence[BudgetLine],
) -> Content:
    """The means over all sasaran as the policy says, and all the money."""
    if policy.agency_mean is AgencyMean.OBJECTIVES:
        mean = mean_of_groups([objective.mean for objective in objectives])
    else:
        pairs = [
            (measure.achievement, measure.line.weight)
            for objective in objectives
            for measure in objective.measures
        ]
        mean = group_mean(pairs, skips_zero=policy.mean_skips_zero)
    return Content(
        report=report,
        policy=policy,
        sources=sources,
        objectives=objectives,
        mean=mean,
        rating=policy.scale.label_of(mean.value),
        money=_money(lines, (Level.PROGRAMME, Level.ACTIVITY)),
        spent=_spent(lines),
        budget_lines=lines,
    )


def _spent(lines: Sequence[BudgetLine]) -> Aggregate:
    return spending_percent([line.amount for line in lines], [line.ceiling for line in lines])


def _money(lines: Sequence[BudgetLine], levels: Sequence[str]) -> list[Money]:
    """One row for each line of the plan on these levels, with the sums of what stands below it."""
    found: dict[tuple[str, str], Money] = {}
    for line in lines:
        for level, code, name in line.path:
            if level not in levels:
                continue
            row = found.get((level, code)) or Money(level, code, name, Decimal(0), Decimal(0))
            amount = line.amount or Decimal(0)
            physical = line.physical if code == line.code else None
            found[(level, code)] = replace(
                row, ceiling=row.ceiling + line.ceiling, amount=row.amount + amount, physical=physical
            )
    return list(found.values())


def _efficiency(
    policy: Policy, objective: Objective, judged: Sequence[Judged], lines: Sequence[BudgetLine]
) -> Aggregate | None:
    """By the agency's method, over the outputs and the money of this sasaran alone."""
    method = policy.efficiency
    found = efficiency(method, outputs_of(judged, lines), objective.mean.value, objective.spent.value)
    if found is None or found.value is None or method is Efficiency.PMK_249:
        return found
    is_yearly = objective.measures[0].is_yearly
    return found if is_yearly else replace(found, explanation=found.explanation + MID_YEAR)
