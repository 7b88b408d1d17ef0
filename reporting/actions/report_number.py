"""The number of a report: the next one of its series, given once and never to another."""

from datetime import datetime

from django.db import transaction

from organisation.models import Person
from reporting.actions.numbering import claim
from reporting.models import NumberSeries, Report
from reporting.queries.numbering import Wanted, next_text
from sop.workflow import Conflict


def next_number(report: Report, now: datetime) -> str:
    """The number that the report would get now; it is printed on the paper before it is claimed."""
    return next_text(_wanted(report, now))


@transaction.atomic
def claim_number(report: Report, number: str, *, by: Person | None, now: datetime) -> None:
    """The number that stands on the paper, if nobody took it meanwhile; a numbered report keeps its own."""
    if report.number == number:
        return
    taken = Conflict(f"Nomor {number} baru saja dipakai laporan lain. Tekan tanda tangani sekali lagi.")
    if report.number:
        raise taken
    issued = claim(_wanted(report, now), str(report), by=by, now=now)
    if issued.text != number:
        raise taken
    report.number = number
    report.save(update_fields=["number"])


def _wanted(report: Report, now: datetime) -> Wanted:
    on = report.agency.time_zone.local(now).date()
    return Wanted(report.agency, NumberSeries.Paper.REPORT, on)
