"""Where the procedure meets the report: one file per kind of work on a report."""

from django.urls import reverse

from reporting.kinds.archive import Archive
from reporting.kinds.compile import Compile
from reporting.kinds.deliver import Deliver
from reporting.kinds.fill import Fill
from reporting.kinds.open import Open
from reporting.kinds.review import Review
from reporting.kinds.sign import Sign
from reporting.models import Report
from sop import registry
from sop.models import Run


def report_of(run: Run) -> tuple[str, str] | None:
    """The way from the page of a run to its report."""
    report = Report.objects.filter(run=run).first()
    return ("Lihat laporan", reverse("report", args=[report.pk])) if report else None


def register() -> None:
    registry.register_run_link(report_of)
    registry.register(Archive, Compile, Deliver, Fill, Open, Review, Sign)
