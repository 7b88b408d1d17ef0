"""Putting the draft of a round together: all figures at once, frozen, exactly one draft per round."""

from datetime import datetime

from django.db import IntegrityError, transaction

from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.models import BudgetLine, Compilation, Report, ReportLine
from reporting.queries.compiled import figures_of
from reporting.queries.report import is_signed
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict

SIGNED = Blocker("Laporan sudah ditandatangani dan tidak dapat diubah lagi.")
COMPILED = Blocker("Draf putaran ini sudah disusun. SOP ini menyebut dua penyusunan dalam satu pelaksanaan.")


@transaction.atomic
def compile_report(report: Report, *, round_: int, by: Person | None, now: datetime) -> Compilation:
    """Freeze the figures of a round. Raises Blocked after signing, Conflict if the round has its draft."""
    if is_signed(report):
        raise Blocked([SIGNED])
    figures = figures_of(report)
    compilation = _claim(
        Compilation(
            report=report,
            round=round_,
            at=now,
            by=by,
            digest=figures.digest,
            late=figures.late,
            means=figures.means,
            policy=figures.policy,
        )
    )
    for line in figures.lines:
        line.compilation = compilation
    for budget_line in figures.budget_lines:
        budget_line.compilation = compilation
    ReportLine.objects.bulk_create(figures.lines)
    BudgetLine.objects.bulk_create(figures.budget_lines)
    sentence = f"Draf {report} putaran {round_} disusun: {len(figures.lines)} indikator."
    details = {"round": round_, "digest": figures.digest, "late": figures.late}
    record(Event("report_compiled", report, sentence, details), by=by, at=now, agency=report.agency)
    return compilation


def has_draft(report: Report, round_: int) -> bool:
    return Compilation.objects.filter(report=report, round=round_).exists()


def _claim(compilation: Compilation) -> Compilation:
    """The unique row of the round decides between two who compile at once."""
    try:
        with transaction.atomic():
            compilation.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(f"Draf putaran {compilation.round} sudah disusun oleh yang lain.") from error
    return compilation
