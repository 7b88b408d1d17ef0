"""A report that is still bound to an earlier plan: which one holds now, and what would go along to it.

A report keeps the plan that it was opened on until somebody moves it on purpose. What was entered for its
period goes along by codes; what has no place in the new plan is named, and stays readable where it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Subquery

from organisation.models import Person
from organisation.permissions import may
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import (
    BudgetLine,
    Compilation,
    Evidence,
    Indicator,
    Plan,
    PlanNode,
    Realisation,
    Report,
    ReportLine,
    Signature,
    Spending,
)
from reporting.queries.figures import shown
from reporting.queries.plan import holding_of, plan_for
from sop.models import Run

GONE = "baris ini tidak ada dalam rencana baru"
Row = Realisation | Spending


class Left(NamedTuple):
    """What was entered and has no place in the new plan."""

    place: str
    words: str
    reason: str


@dataclass
class Luggage:
    """What goes along: the row as entered, and the indicator or line of the new plan that it belongs to."""

    realisations: list[tuple[Realisation, Indicator]] = field(default_factory=list)
    spendings: list[tuple[Spending, PlanNode]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.realisations) + len(self.spendings)


@dataclass(frozen=True)
class Behind:
    """A report that still uses `report.plan` while `plan` holds for its period."""

    report: Report
    plan: Plan


def behind(reports: Iterable[Report]) -> list[Behind]:
    """Those of the reports that may still be moved and are bound to another plan than the one that holds."""
    open_ones = [
        report for report in reports if report.run.status == Run.Status.OPEN and not report.run.is_correction
    ]
    signed = set(
        Signature.objects.filter(compilation__report__in=open_ones).values_list(
            "compilation__report", flat=True
        )
    )
    plans: dict[tuple[int, int], list[Plan]] = {}
    found = Plan.objects.published().filter(agency__in={report.agency_id for report in open_ones})
    for plan in found:
        plans.setdefault((plan.agency_id, plan.year), []).append(plan)
    result = []
    for report in open_ones:
        held = holding_of(plans.get((report.agency_id, report.period.year), []), report.period.ends_on)
        if held is not None and held.pk != report.plan_id and report.pk not in signed:
            result.append(Behind(report, held))
    return result


def behind_for(report: Report, person: Person, on: date) -> Behind | None:
    """The same for one report and somebody who looks after plans; None for everybody else.

    Most reports are on the plan that holds: those cost one query.
    """
    held = plan_for(report.agency, report.period)
    if held is None or held.pk == report.plan_id or not may(person, "edit_plan", report.agency, on):
        return None
    return next(iter(behind([report])), None)


def report_and_plan(run: Run) -> tuple[Report | None, int | None]:
    """The report of a run, and the key of the plan that holds for its period; one query."""
    held = Plan.objects.published().filter(
        agency=run.agency_id, year=run.period.year, from_on__lte=run.period.ends_on
    )
    latest = held.order_by("-from_on", "-revision").values("pk")[:1]
    reports = Report.objects.filter(run=run).select_related("agency", "plan", "run")
    found = reports.annotate(held=Subquery(latest)).first()
    return found, getattr(found, "held", None)


def behind_in(plan: Plan) -> list[Behind]:
    """The reports of the plan's agency and year that are bound to another plan than the one that holds."""
    reports = Report.objects.filter(agency=plan.agency_id, plan__year=plan.year, run__status=Run.Status.OPEN)
    return behind(reports.select_related("run", "plan").order_by("period"))


def compiled_on(compilation: Compilation) -> Plan | None:
    """The plan whose lines a draft holds."""
    lines = ReportLine.objects.filter(compilation=compilation).values("indicator__node__plan")
    budget_lines = BudgetLine.objects.filter(compilation=compilation).values("node__plan")
    found: Plan | None = (
        Plan.objects.filter(pk__in=lines[:1]).first() or Plan.objects.filter(pk__in=budget_lines[:1]).first()
    )
    return found


# --- what goes along ---------------------------------------------------------------------------------


def luggage_of(report: Report, plan: Plan) -> Luggage:
    """What was entered for the report's period, sorted into what goes along and what does not."""
    luggage = Luggage()
    _sort_realisations(report, plan, luggage)
    _sort_spendings(report, plan, luggage)
    return luggage


def evidence_of(rows: Iterable[Row]) -> dict[tuple[str, int], list[Evidence]]:
    """The proofs of rows, by kind and key of the row."""
    rows = list(rows)
    found: dict[tuple[str, int], list[Evidence]] = {}
    realisations = [row.pk for row in rows if isinstance(row, Realisation)]
    spendings = [row.pk for row in rows if isinstance(row, Spending)]
    for proof in Evidence.objects.filter(realisation__in=realisations):
        found.setdefault(("r", proof.realisation_id or 0), []).append(proof)
    for proof in Evidence.objects.filter(spending__in=spendings):
        found.setdefault(("s", proof.spending_id or 0), []).append(proof)
    return found


def _sort_realisations(report: Report, plan: Plan, luggage: Luggage) -> None:
    months = report.period.months
    rows = Realisation.objects.filter(indicator__node__plan=report.plan_id, period__in=months)
    indicators = {
        (indicator.node.code, indicator.code): indicator
        for indicator in Indicator.objects.filter(node__plan=plan).select_related("node")
    }
    taken = {
        (row.indicator_id, row.period): row
        for row in Realisation.objects.filter(indicator__node__plan=plan, period__in=months).select_related(
            "indicator"
        )
    }
    for row in rows.select_related("indicator__node").order_by("indicator__node__order", "period"):
        if not is_touched(row):
            continue
        new = indicators.get((row.indicator.node.code, row.indicator.code))
        there = taken.get((new.pk, row.period)) if new else None
        reason = _why_not(row, new) or ("sudah diisi pada rencana baru" if is_touched(there) else "")
        if new is None or reason:
            place = f"{row.indicator.node.code} · {row.indicator.name} ({row.period.label})"
            luggage.left.append(Left(place, _words(row), reason))
        else:
            luggage.realisations.append((row, new))


def _sort_spendings(report: Report, plan: Plan, luggage: Luggage) -> None:
    months = report.period.months
    nodes = {node.code: node for node in plan.nodes.filter(level=PlanNode.Level.SUBACTIVITY)}
    taken = {
        (row.node_id, row.period): row for row in Spending.objects.filter(node__plan=plan, period__in=months)
    }
    rows = Spending.objects.filter(node__plan=report.plan_id, period__in=months).select_related("node")
    for row in rows.order_by("node__order", "period"):
        if not is_touched(row):
            continue
        new = nodes.get(row.node.code)
        there = taken.get((new.pk, row.period)) if new else None
        if new is None or is_touched(there):
            reason = "sudah diisi pada rencana baru" if new else GONE
            place = f"{row.node.code} · keuangan dan fisik ({row.period.label})"
            luggage.left.append(Left(place, _spent_words(row), reason))
        else:
            luggage.spendings.append((row, new))


def is_touched(row: Row | None) -> bool:
    """Whether anybody said anything in a row; what the plan itself says does not count."""
    if row is None:
        return False
    if isinstance(row, Realisation) and row.state == ValueState.NOT_MEASURED.value and not row.obstacle:
        return bool(row.raw) or row.indicator.is_measured_in(row.period.last_month)
    return bool(row.edition or row.entered_at or row.submitted_at)


def _why_not(row: Realisation, new: Indicator | None) -> str:
    """Why a value cannot stand at the new indicator, in words; empty where it can."""
    old, month = row.indicator, row.period.last_month
    if new is None:
        return GONE
    if not new.is_measured_in(month):
        return "bulan ini bukan bulan ukur menurut rencana baru"
    if row.value is None:
        return ""
    if (_kind(old), old.unit.casefold()) != (_kind(new), new.unit.casefold()):
        return f"cara ukur atau satuannya berubah ({old.unit} menjadi {new.unit})"
    if new.direction == Direction.PREDICATE and row.value not in new.scores.values():
        return "predikat ini tidak ada dalam skala baru"
    if not new.decimals and row.value != row.value.to_integral_value():
        return "indikator ini sekarang tanpa pecahan"
    return ""


def _kind(indicator: Indicator) -> tuple[bool, bool]:
    return indicator.direction == Direction.PREDICATE, indicator.rollup == Rollup.RATIO


def _words(row: Realisation) -> str:
    return row.raw or shown(row.indicator, row.value) or ValueState(row.state).label


def _spent_words(row: Spending) -> str:
    parts = (("Rp", row.amount_raw or row.amount), ("fisik ", row.physical_raw or row.physical))
    return ", ".join(f"{label}{value}" for label, value in parts if value not in (None, ""))
