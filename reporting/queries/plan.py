"""A plan as it stands on a day: the revision in force, its pagu, and who answers for which line.

For a period the last day of the period decides, not today: whoever answered for January on 31 January fills
January in, and the same question has the same answer whenever it is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.lib.periods import MONTH_NAMES, Period
from organisation.models import Agency, Person
from organisation.permissions import agencies_where
from reporting.measures import Direction
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, Target
from reporting.queries.figures import shown, shown_target
from reporting.queries.plan_lines import Head, printed_order

Level = PlanNode.Level
Officer = TypeVar("Officer")  # a person, or the key of one
ZERO = Decimal(0)


@dataclass
class Branch:
    """A line of the tree with everything that hangs on it."""

    node: PlanNode
    depth: int
    officer: Person | None
    ceiling: Decimal | None
    indicators: list["Promise"] = field(default_factory=list)
    total: Decimal = ZERO  # the pagu of everything below and of the line itself
    place: int = 0  # among its brothers, the first one is 0
    is_last: bool = False

    @property
    def needs_officer(self) -> bool:
        """Somebody has to enter something here, and nobody is named."""
        return self.officer is None and (bool(self.indicators) or self.node.level == Level.SUBACTIVITY)


@dataclass
class Promise:
    """An indicator with its monthly targets, January first."""

    indicator: Indicator
    monthly: list[Decimal | None]

    @property
    def annual_text(self) -> str:
        if self.indicator.direction == Direction.RANGE.value:
            return shown_target(self.indicator, self.indicator.range_low, self.indicator.range_high)
        return shown(self.indicator, self.indicator.annual_target)

    @property
    def months_text(self) -> str:
        """ "Januari 1, Februari 2, …": the months that have a target."""
        pairs = zip(MONTH_NAMES, self.monthly, strict=True)
        words = [f"{name} {shown(self.indicator, value)}" for name, value in pairs if value is not None]
        return ", ".join(words) or "Belum ada target per bulan."


def plans_for(person: Person, on: date) -> QuerySet[Plan]:
    """What a person may read: published plans, and drafts only by those who look after plans."""
    mine = agencies_where(person, "edit_plan", on)
    seen: QuerySet[Plan] = Plan.objects.visible_to(person)
    return seen.filter(Q(status=Plan.Status.PUBLISHED) | Q(agency__in=mine))


def revisions_of(plan: Plan, *, with_drafts: bool = True) -> list[Plan]:
    """All plans of the same agency and year, the newest first."""
    found = Plan.objects.filter(agency=plan.agency_id, year=plan.year).select_related("published_by")
    return list((found if with_drafts else found.published()).order_by("-revision"))


def holding_of(revisions: Iterable[Plan], on: date) -> Plan | None:
    """The one that is in force on a day."""
    begun = [plan for plan in revisions if plan.status == Plan.Status.PUBLISHED and plan.from_on <= on]
    return max(begun, key=lambda plan: (plan.from_on, plan.revision), default=None)


def next_revision(plan: Plan, day: date) -> Head:
    """What the next revision of a plan is called, from which day, unless somebody says otherwise."""
    number = max(revision.revision for revision in revisions_of(plan)) + 1
    return Head(f"Perubahan {number}", day, plan.nomenclature)


def plan_for(agency: Agency, period: Period) -> Plan | None:
    """The revision that holds on the last day of the period."""
    plan: Plan | None = Plan.objects.in_force(agency, period.year, period.ends_on)
    return plan


def officers_of(plan: Plan, on: date) -> dict[int, Person]:
    """Node → PPTK on that day; a line without a PPTK of its own belongs to that of its nearest ancestor."""
    parents = dict(plan.nodes.values_list("pk", "parent_id"))
    return inherited(parents, own_officers(plan, on))


def own_officers(plan: Plan, on: date) -> dict[int, Person]:
    named = Assignment.objects.in_force(on).filter(node__plan=plan).select_related("officer")
    return {assignment.node_id: assignment.officer for assignment in named.order_by("from_on")}


def inherited(parents: Mapping[int, int | None], own: Mapping[int, Officer]) -> dict[int, Officer]:
    found: dict[int, Officer] = {}
    for node in parents:
        here: int | None = node
        while here is not None and here not in own:
            here = parents.get(here)
        if here is not None:
            found[node] = own[here]
    return found


def officers_to_report(plan: Plan, period: Period) -> list[Person]:
    """The people with at least one row to fill in for the period, by name."""
    officers = officers_of(plan, period.ends_on)
    entered = plan.nodes.filter(
        Q(level=Level.SUBACTIVITY) | Exists(Indicator.objects.filter(node=OuterRef("pk")))
    )
    people = {officers[pk] for pk in entered.values_list("pk", flat=True) if pk in officers}
    return sorted(people, key=lambda person: (person.name, person.pk))


def ceilings_of(nodes: Iterable[int], on: date) -> dict[int, Decimal]:
    """Node → the pagu in force on that day."""
    budgets = Budget.objects.filter(node__in=list(nodes), from_on__lte=on).order_by("from_on")
    return dict(budgets.values_list("node_id", "amount"))


def tree_of(plan: Plan, on: date) -> list[Branch]:
    """The plan from tujuan to sub kegiatan in printed order, as it stands on a day."""
    nodes = printed_order(plan.nodes.all())
    parents = {node.pk: node.parent_id for node in nodes}
    brothers: dict[int | None, list[int]] = {}
    for node in nodes:
        brothers.setdefault(node.parent_id, []).append(node.pk)
    officers = inherited(parents, own_officers(plan, on))
    ceilings = ceilings_of(parents, on)
    promises = _promises(plan)
    totals = _totals(nodes, ceilings)
    return [
        Branch(
            node,
            _depth(node.pk, parents),
            officers.get(node.pk),
            ceilings.get(node.pk),
            promises.get(node.pk, []),
            totals[node.pk],
            brothers[node.parent_id].index(node.pk),
            brothers[node.parent_id][-1] == node.pk,
        )
        for node in nodes
    ]


def _totals(nodes: Sequence[PlanNode], ceilings: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The pagu of each line with everything below it; `nodes` as printed, so children come later."""
    totals = {node.pk: ceilings.get(node.pk, ZERO) for node in nodes}
    for node in reversed(nodes):
        if node.parent_id:
            totals[node.parent_id] += totals[node.pk]
    return totals


def _depth(node: int, parents: Mapping[int, int | None]) -> int:
    depth = 0
    parent = parents[node]
    while parent is not None:
        depth, parent = depth + 1, parents.get(parent)
    return depth


def _promises(plan: Plan) -> dict[int, list[Promise]]:
    targets: dict[int, dict[int, Decimal]] = {}
    for target in Target.objects.filter(indicator__node__plan=plan):
        targets.setdefault(target.indicator_id, {})[target.period.last_month] = target.value
    promises: dict[int, list[Promise]] = {}
    for indicator in Indicator.objects.filter(node__plan=plan).order_by("order", "pk"):
        monthly = targets.get(indicator.pk, {})
        promise = Promise(indicator, [monthly.get(month) for month in range(1, 13)])
        promises.setdefault(indicator.node_id, []).append(promise)
    return promises
