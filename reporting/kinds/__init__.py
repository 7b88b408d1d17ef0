"""Where the procedure meets the report: one file per kind of work on a report."""

from dataclasses import replace
from datetime import date

from django.urls import reverse

from kinerja.lib.dates import long_date
from organisation.models import Person
from reporting.kinds.archive import Archive
from reporting.kinds.compile import Compile
from reporting.kinds.deliver import Deliver
from reporting.kinds.fill import Fill
from reporting.kinds.initial import Initial
from reporting.kinds.instruct import Instruct
from reporting.kinds.letter import Letter
from reporting.kinds.open import Open
from reporting.kinds.review import Review
from reporting.kinds.sign import Sign
from reporting.queries.rebinding import behind_for, report_and_plan
from sop import registry
from sop.models import Run


def report_of(run: Run, person: Person, on: date) -> registry.Way | None:
    """The way to the run's report; who looks after plans learns that it still uses an earlier plan."""
    report, held = report_and_plan(run)
    if report is None:
        return None
    way = registry.Way("Lihat laporan", reverse("report", args=[report.pk]))
    if held in {None, report.plan_id} or behind_for(report, person, on) is None:
        return way
    return replace(
        way,
        warning=f"Laporan {run.period.label} masih memakai rencana {report.plan.label}",
        explanation=f"Rencana yang berlaku pada {long_date(run.period.ends_on)} adalah yang lebih baru.",
        settled_at=reverse("report-rebind", args=[report.pk]),
    )


def register() -> None:
    registry.register_run_link(report_of)
    registry.register(Archive, Compile, Deliver, Fill, Initial, Instruct, Letter, Open, Review, Sign)
