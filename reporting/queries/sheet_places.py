"""Where the rows of a shared sheet can belong: the indicators and sub kegiatan of a plan with their PPTK."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from organisation.models import Person
from reporting.models import Indicator, Plan, PlanNode
from reporting.queries.entry import Sheet, sheet_of
from reporting.queries.plan import inherited, own_officers
from sop.models import Run, Task


@dataclass(frozen=True)
class Places:
    """The plan as a list of places, and who answers for each line of it."""

    indicators: list[Indicator]
    nodes: list[PlanNode]
    officers: Mapping[int, Person]

    def officer(self, node: int) -> Person | None:
        return self.officers.get(node)


def place_of(indicator: Indicator) -> str:
    """ "5.02.02.2.01.0001/1.1": how a mapping remembers an indicator in any revision."""
    return f"{indicator.node.code}/{indicator.code}"


def places_of(plan: Plan, run: Run) -> Places:
    nodes = list(plan.nodes.order_by("order", "pk"))
    parents = {node.pk: node.parent_id for node in nodes}
    indicators = Indicator.objects.filter(node__plan=plan).select_related("node")
    officers = inherited(parents, own_officers(plan, run.period.ends_on))
    return Places(list(indicators.order_by("node__order", "order", "pk")), nodes, officers)


def whole_sheet(run: Run) -> Sheet | None:
    """Every row of a period, as if one person answered for the whole plan; None before it is opened."""
    tasks = Task.objects.filter(run=run, act__kind="fill").order_by("round", "pk")
    task = tasks.select_related("run__report__plan", "run__agency", "act__step", "act__actor").first()
    if task is None:
        return None
    whole = copy(task)
    whole.assignee = None
    return sheet_of(whole)
