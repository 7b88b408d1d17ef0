"""A report that waits to be sent, without the story that led to it: its SOP prints the sending alone."""

from kinerja.lib.periods import Period
from reporting.actions.compile import compile_report
from reporting.actions.freeze import freeze
from reporting.models import Document, Plan, Report
from sop.actions.document import load_sop, publish
from sop.models import Task
from sop.workflow import start
from tests.cast import Cast, magelang_document, task_of
from tests.reporting.stories import NINTH, SIXTH

JANUARY = Period.parse("2026-01")


def delivery_task(cast: Cast, plan: Plan) -> Task:
    """The open task of the compiler, with one round compiled and its PDF frozen."""
    document = magelang_document()
    document["steps"] = [
        step for step in document["steps"] if any(act["kind"] == "deliver" for act in step["acts"])
    ]
    version = load_sop(document, agency=cast.agency, by=cast.sop_admin, now=SIXTH)
    publish(version, by=cast.sop_admin, now=SIXTH)
    run = start(version, JANUARY, now=NINTH)
    report = Report.objects.create(
        run=run,
        agency=cast.agency,
        period=JANUARY,
        plan=plan,
        title="Laporan Capaian Kinerja",
        number="1/2026",
    )
    compilation = compile_report(report, round_=1, by=None, now=SIXTH)
    freeze(compilation, Document.Format.PDF, b"%PDF-1.7 laporan", by=None, now=NINTH)
    return task_of(cast, "deliver")
