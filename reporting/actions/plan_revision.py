"""The life of a plan: drafted empty, from last year's or as a change; published, or thrown away."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kinerja.lib.periods import Cycle, Period
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from reporting.actions.opening import open_waiting
from reporting.actions.plan_edit import Edit, authorise, hold_draft
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, SpendingTarget, Target
from reporting.queries.plan_lines import RANK, Head, plan_name
from reporting.queries.plan_problems import problems_of
from sop.registry import Blocker
from sop.workflow import Blocked

BATCH = 200


@transaction.atomic
def create_plan(
    agency: Agency, year: int, head: Head, *, source: Plan | None = None, by: Person, now: datetime
) -> Plan:
    """The first draft of a year: empty, or a copy of an earlier year's plan with its dates moved on."""
    authorise(agency, by=by, now=now)
    Agency.objects.select_for_update().get(pk=agency.pk)
    if present := Plan.objects.filter(agency=agency, year=year).order_by("-revision").first():
        words = f"Rencana {plan_name(present)} sudah ada. Perubahan dibuat dari rencana itu."
        raise Blocked([Blocker(words)])
    if source is not None and source.agency_id != agency.pk:
        raise Blocked([Blocker("Rencana yang disalin harus milik perangkat daerah yang sama.")])
    plan = _draft(agency, year, 0, head, source)
    if source is not None:
        copy_parts(source, plan)
    from_where = f" sebagai salinan rencana {plan_name(source)}" if source else ""
    sentence = f"Draf rencana {plan_name(plan)} dibuat{from_where}."
    record(Event("plan_drafted", plan, sentence), by=by, at=now, agency=agency)
    return plan


@transaction.atomic
def draft_revision(source: Plan, head: Head, *, by: Person, now: datetime) -> Plan:
    """A change of a published plan as a copy, to be edited. Blocked while another draft is open."""
    authorise(source.agency, by=by, now=now)
    agency = Agency.objects.select_for_update().get(pk=source.agency_id)
    if source.status != Plan.Status.PUBLISHED:
        raise Blocked([Blocker("Perubahan dibuat dari rencana yang sudah terbit.")])
    family = Plan.objects.filter(agency=agency, year=source.year)
    if draft := family.filter(status=Plan.Status.DRAFT).first():
        words = f"Rencana {plan_name(draft)} masih berupa draf; lanjutkan atau hapus draf itu."
        raise Blocked([Blocker(words)])
    last = family.aggregate(last=Max("revision"))["last"] or 0
    plan = _draft(agency, source.year, last + 1, head, source)
    copy_parts(source, plan)
    sentence = f"Draf rencana {plan_name(plan)} dibuat dari {plan_name(source)}."
    record(Event("plan_drafted", plan, sentence), by=by, at=now, agency=agency)
    return plan


@transaction.atomic
def publish(edit: Edit) -> Plan:
    """Put a draft in force from its day on. Raises Blocked with every reason against it."""
    plan = hold_draft(edit)
    reasons = [problem for problem in problems_of(plan) if problem.blocks]
    if reasons:
        raise Blocked([Blocker(problem.sentence, problem.link) for problem in reasons])
    Plan.objects.filter(pk=plan.pk).update(
        status=Plan.Status.PUBLISHED, published_by=edit.by, published_at=edit.now
    )
    sentence = f"Rencana {plan_name(plan)} diterbitkan."
    details = {"revision": plan.revision, "from_on": plan.from_on, "basis": plan.basis}
    record(Event("plan_published", plan, sentence, details), by=edit.by, at=edit.now, agency=plan.agency)
    open_waiting(plan.agency, now=edit.now)
    return plan


@transaction.atomic
def discard(edit: Edit) -> None:
    """Throw a draft away; the history keeps that it was there."""
    plan = hold_draft(edit)
    details = {"revision": plan.revision, "lines": plan.nodes.count()}
    sentence = f"Draf rencana {plan_name(plan)} dihapus."
    record(Event("plan_discarded", plan, sentence, details), by=edit.by, at=edit.now, agency=plan.agency)
    plan.delete()


def _draft(agency: Agency, year: int, revision: int, head: Head, source: Plan | None) -> Plan:
    nomenclature = head.nomenclature or (source.nomenclature if source else "")
    plan: Plan = Plan.objects.create(
        agency=agency, year=year, revision=revision, label=head.label, from_on=head.from_on,
        nomenclature=nomenclature, basis=head.basis, status=Plan.Status.DRAFT, copied_from=source,
    )  # fmt: skip
    return plan


# --- copying -----------------------------------------------------------------------------------------


def copy_parts(source: Plan, plan: Plan) -> None:
    """Every line with what hangs on it, in a number of queries that does not grow."""
    nodes = _copy_nodes(source, plan)
    indicators = _copies(Indicator.objects.filter(node__plan=source), "node_id", nodes)
    Indicator.objects.bulk_create(indicators.values(), batch_size=BATCH)
    keys = {old: copy.pk for old, copy in indicators.items()}
    targets = _copies(Target.objects.filter(indicator__node__plan=source), "indicator_id", keys)
    budgets = _copies(Budget.objects.filter(node__plan=source).order_by("from_on"), "node_id", nodes)
    duties = _copies(Assignment.objects.filter(node__plan=source).order_by("from_on"), "node_id", nodes)
    planned = _copies(SpendingTarget.objects.filter(node__plan=source), "node_id", nodes)
    ceilings, assignments = list(budgets.values()), list(duties.values())
    if plan.year != source.year:
        for target in (*targets.values(), *planned.values()):
            target.period = Period(Cycle.MONTH, plan.year, target.period.last_month)
        ceilings, assignments = _into_next_year(source, plan, ceilings, assignments)
    Target.objects.bulk_create(targets.values())
    Budget.objects.bulk_create(ceilings)
    Assignment.objects.bulk_create(assignments)
    SpendingTarget.objects.bulk_create(planned.values())


def _copy_nodes(source: Plan, plan: Plan) -> dict[int, int]:
    """One query for each level: a line needs the key of the copy of the line above it."""
    keys: dict[int, int] = {}
    nodes = list(PlanNode.objects.filter(plan=source))
    for level in RANK:
        copies = {}
        for node in nodes:
            if node.level == level:
                old, node.pk, node.plan = node.pk, None, plan
                node.parent_id = keys.get(node.parent_id) if node.parent_id else None
                copies[old] = node
        PlanNode.objects.bulk_create(copies.values(), batch_size=BATCH)
        keys |= {old: copy.pk for old, copy in copies.items()}
    return keys


def _copies(rows: Iterable[Any], place: str, keys: dict[int, int]) -> dict[int, Any]:
    """Unsaved copies that hang on the copied places, by the key of the original."""
    found = {}
    for row in rows:
        found[row.pk] = row
        row.pk = None
        setattr(row, place, keys[getattr(row, place)])
    return found


def _into_next_year(
    source: Plan, plan: Plan, budgets: list[Budget], duties: list[Assignment]
) -> tuple[list[Budget], list[Assignment]]:
    """What held on the last day of the old year holds from the first of the new one."""
    last = date(source.year, 12, 31)
    ceilings = {budget.node_id: budget for budget in budgets}  # by day: the latest one stays
    holding = {
        duty.node_id: duty
        for duty in duties
        if duty.from_on <= last and (duty.to_on is None or duty.to_on >= last)
    }
    first = date(plan.year, 1, 1)
    for budget in ceilings.values():
        budget.from_on, budget.label = first, ""
    for duty in holding.values():
        duty.from_on, duty.to_on = first, None
    return list(ceilings.values()), list(holding.values())
