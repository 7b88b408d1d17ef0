"""What stands in the printed forms of planning: promises by sasaran, quarters, programmes and their money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from organisation.models import Appointment
from organisation.roles import Role
from reporting.achievement import achieve, spending_percent
from reporting.measures import AchievementStatus, Direction
from reporting.models import BudgetLine, Compilation, Indicator, Plan, PlanNode, ReportLine
from reporting.queries.figures import rule_of, shown, shown_target, target_to
from reporting.queries.plan import Branch, Promise, tree_of
from reporting.queries.report import Signatory

QUARTER_ENDS = (3, 6, 9, 12)
Level = PlanNode.Level
_AGREED = (Level.GOAL, Level.OBJECTIVE)


@dataclass(frozen=True)
class Figure:
    """A figure, or the words that stand in its place (a range, a predicate); None and "" for nothing."""

    value: Decimal | None
    words: str = ""


@dataclass(frozen=True)
class Programme:
    """A programme with its money; what was spent is None in a form of planning."""

    code: str
    name: str
    ceiling: Decimal
    spent: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        return spending_percent([self.spent], [self.ceiling]).value if self.spent is not None else None


def day_of(plan: Plan, today: date) -> date:
    """The day on which a plan is looked at: today, but never outside its year and its first day."""
    return min(max(today, plan.from_on), date(plan.year, 12, 31))


def agreed(branches: Iterable[Branch]) -> list[tuple[Branch, Promise]]:
    """What the head promises: the indicators of tujuan and sasaran, or all where the plan has none there."""
    everything = [(branch, promise) for branch in branches for promise in branch.indicators]
    return [pair for pair in everything if pair[0].node.level in _AGREED] or everything


def annual_target(promise: Promise) -> Figure:
    """The target of the year as agreed."""
    indicator = promise.indicator
    if indicator.direction == Direction.RANGE.value:
        return Figure(indicator.range_low, shown_target(indicator, indicator.range_low, indicator.range_high))
    return _figure(indicator, indicator.annual_target)


def quarter_targets(promise: Promise) -> list[Figure]:
    """The target to date at the end of each quarter."""
    indicator = promise.indicator
    monthly = {month: value for month, value in enumerate(promise.monthly, start=1) if value is not None}
    found = []
    for month in QUARTER_ENDS:
        target, upper = target_to(indicator, monthly, month)
        words = shown_target(indicator, target, upper) if upper is not None else ""
        found.append(Figure(target, words) if words else _figure(indicator, target))
    return found


def _figure(indicator: Indicator, value: Decimal | None) -> Figure:
    is_word = indicator.direction == Direction.PREDICATE.value and value is not None
    return Figure(value, shown(indicator, value) if is_word else "")


def ceilings_below(branches: Sequence[Branch]) -> dict[int, Decimal]:
    """Node → its own pagu, or the sum of what stands below it."""
    totals: dict[int, Decimal] = {}
    for branch in reversed(branches):  # children come after their parents
        own = branch.ceiling if branch.ceiling is not None else totals.get(branch.node.pk)
        if own is None:
            continue
        totals[branch.node.pk] = own
        parent = branch.node.parent_id
        if parent is not None:
            totals[parent] = totals.get(parent, Decimal(0)) + own
    return totals


def planned_programmes(branches: Sequence[Branch]) -> list[Programme]:
    totals = ceilings_below(branches)
    return [
        Programme(branch.node.code, branch.node.name, totals.get(branch.node.pk, Decimal(0)))
        for branch in branches
        if branch.node.level == Level.PROGRAMME
    ]


def measured_lines(compilation: Compilation) -> list[ReportLine]:
    """The frozen lines of tujuan and sasaran, or all where the report has none there."""
    lines = list(compilation.lines.select_related("indicator"))
    return [line for line in lines if line.path[-1][0] in _AGREED] or lines


def year_achievement(line: ReportLine) -> Figure:
    """What was reached so far against the year's target; a form of the year looks past a silent month."""
    status = AchievementStatus(line.annual_status)
    if status is AchievementStatus.EVALUATED:
        return Figure(line.annual_achievement)
    if status is AchievementStatus.NOT_MEASURED and line.value is not None:
        indicator = line.indicator
        judged = achieve(line.value, line.annual_target, rule_of(indicator), upper=indicator.range_high)
        return Figure(judged.value, "" if judged.is_evaluated else judged.status.label)
    return Figure(None, status.label)


def measured_programmes(compilation: Compilation) -> list[Programme]:
    """Pagu and realisation by programme, summed from the frozen lines."""
    groups: dict[tuple[str, str], list[BudgetLine]] = {}
    for line in compilation.budget_lines.all():
        at = next((node for node in line.path if node[0] == Level.PROGRAMME), line.path[-1])
        groups.setdefault((at[1], at[2]), []).append(line)
    return [
        Programme(code, name, _sum(line.ceiling for line in lines), _sum(line.amount for line in lines))
        for (code, name), lines in groups.items()
    ]


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def head_of(plan: Plan, on: date) -> Signatory | None:
    """The head of the agency on that day, as printed under a form."""
    held = Appointment.objects.in_force(on).of_role(plan.agency, Role.HEAD).select_related("person")
    office = held.order_by("-from_on").first()
    if office is None:
        return None
    person = office.person
    return Signatory(
        plan.agency.city, office.printed_title, person.name, person.printed_rank, person.printed_nip
    )


def branches_of(plan: Plan, on: date) -> list[Branch]:
    return tree_of(plan, on)


def last_compilation(plan: Plan) -> Compilation | None:
    """The newest draft or report of the year that was compiled on this revision of the plan."""
    found = Compilation.objects.filter(report__plan=plan).select_related("report__agency", "report__plan")
    return max(found, key=lambda each: (each.report.period.ends_on, each.round), default=None)
