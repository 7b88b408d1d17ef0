"""Opening a period: the report is bound to its plan, and every row that has to be filled exists."""

from datetime import datetime

from kinerja.lib.periods import Cycle, Period
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from reporting.measures import ValueState
from reporting.models import Indicator, Plan, PlanNode, Realisation, Report, Spending
from reporting.queries.plan import plan_for
from reporting.queries.procedure import asks_for, report_name
from sop.models import Run, Task
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
            "title": _title(run),
        },
    )
    add_rows(report.plan, run)
    if created:
        sentence = f"Laporan {report.period.label} dibuka berdasarkan rencana {plan.label} {plan.year}."
        record(Event("report_opened", report, sentence, {"plan": plan.pk}), by=by, at=now, agency=run.agency)
    return report


def open_unasked(run: Run, *, now: datetime) -> None:
    """Where the SOP prints no opening, the report comes to be with the first task that needs it."""
    if Report.objects.filter(run=run).exists() or asks_for(run, "open"):
        return
    if plan_for(run.agency, run.period) is not None:
        open_period(run, by=None, now=now)


def open_waiting(agency: Agency, *, now: datetime) -> None:
    """A plan has come: what was waiting for it without an opening act opens now."""
    waiting = Task.objects.active().filter(run__agency=agency, run__report=None, act__kind="fill")
    for task in waiting.select_related("run__agency", "run__version").order_by("pk"):
        open_unasked(task.run, now=now)


def _title(run: Run) -> str:
    """The period stands below the title; only the month's has always had the cycle in it."""
    if name := report_name(run):
        return name
    return f"{TITLE} {run.period.cycle.label.capitalize()}" if run.period.cycle is Cycle.MONTH else TITLE


def add_rows(plan: Plan, run: Run) -> None:
    """The empty rows of a period for every line of a plan; those that are there stay as they are."""
    indicators = list(Indicator.objects.filter(node__plan=plan))
    nodes = list(plan.nodes.filter(level=PlanNode.Level.SUBACTIVITY))
    last = run.period.months[-1]  # money and progress are stated once, for the whole period
    Realisation.objects.bulk_create(
        [
            Realisation(indicator=indicator, period=month, state=_first_state(indicator, month.last_month))
            for indicator in indicators
            for month in _months_of(indicator, run.period)
        ],
        ignore_conflicts=True,
        batch_size=200,
    )
    Spending.objects.bulk_create(
        [Spending(node=node, period=last) for node in nodes],
        ignore_conflicts=True,
        batch_size=200,
    )


def _months_of(indicator: Indicator, period: Period) -> list[Period]:
    """The months that are asked for: those measured, else the last one to say that nothing was."""
    measured = [month for month in period.months if indicator.is_measured_in(month.last_month)]
    return measured or [period.months[-1]]


def _first_state(indicator: Indicator, month: int) -> str:
    return (ValueState.BLANK if indicator.is_measured_in(month) else ValueState.NOT_MEASURED).value
