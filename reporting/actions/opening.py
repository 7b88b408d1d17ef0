"""Opening a period: the report is bound to its plan, and every row that has to be filled exists."""

from datetime import datetime

from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.measures import ValueState
from reporting.models import Indicator, Plan, PlanNode, Realisation, Report, Spending
from reporting.queries.plan import plan_for
from sop.models import Run
from sop.registry import Blocker
from sop.workflow import Blocked

TITLE = "Laporan Capaian Kinerja"


def open_period(run: Run, *, by: Person | None, now: datetime) -> Report:
    """The report of the run with its empty rows; a second call adds only what is missing."""
    plan = plan_for(run.agency, run.period)
    if plan is None:
        raise Blocked([Blocker(f"Belum ada rencana {run.period.year}.")])
    report, created = Report.objects.get_or_create(
        run=run,
        defaults={
            "agency": run.agency,
            "period": run.period,
            "plan": plan,
            "title": f"{TITLE} {run.period.cycle.label.capitalize()}",
        },
    )
    _add_rows(report.plan, run)
    if created:
        sentence = f"Laporan {report.period.label} dibuka berdasarkan rencana {plan.label} {plan.year}."
        record(Event("report_opened", report, sentence, {"plan": plan.pk}), by=by, at=now, agency=run.agency)
    return report


def _add_rows(plan: Plan, run: Run) -> None:
    indicators = list(Indicator.objects.filter(node__plan=plan))
    nodes = list(plan.nodes.filter(level=PlanNode.Level.SUBACTIVITY))
    months = run.period.months
    Realisation.objects.bulk_create(
        [
            Realisation(indicator=indicator, period=month, state=_first_state(indicator, month.last_month))
            for indicator in indicators
            for month in months
        ],
        ignore_conflicts=True,
        batch_size=200,
    )
    Spending.objects.bulk_create(
        [Spending(node=node, period=month) for node in nodes for month in months],
        ignore_conflicts=True,
        batch_size=200,
    )


def _first_state(indicator: Indicator, month: int) -> str:
    return (ValueState.BLANK if indicator.is_measured_in(month) else ValueState.NOT_MEASURED).value
