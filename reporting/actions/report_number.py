"""The number of a report: the next free one of the agency in the year, given once and never to another."""

import re
from datetime import datetime

from organisation.models import Agency
from reporting.models import Report
from sop.workflow import Conflict

CLASSIFICATION = "000.8.6.3"  # Akuntabilitas Kinerja Instansi Pemerintah
NUMBER = CLASSIFICATION + "/{n}/{agency}/{month}/{year}"
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def next_number(report: Report, now: datetime) -> str:
    """The next free number of the agency in the year of signing."""
    day = report.agency.time_zone.local(now).date()
    used = Report.objects.filter(agency=report.agency_id, number__endswith=f"/{day.year}")
    pattern = re.compile(rf"{re.escape(CLASSIFICATION)}/([0-9]+)/")
    taken = [
        int(match[1]) for number in used.values_list("number", flat=True) if (match := pattern.match(number))
    ]
    short = re.sub(r"[\s/]+", "-", report.agency.short_name.strip()).upper()
    return NUMBER.format(
        n=max(taken, default=0) + 1, agency=short, month=ROMAN_MONTHS[day.month - 1], year=day.year
    )


def claim_number(report: Report, number: str) -> None:
    """Two reports that want a number at the same moment wait for each other at the agency's row."""
    Agency.objects.select_for_update().get(pk=report.agency_id)
    if Report.objects.filter(agency=report.agency_id, number=number).exclude(pk=report.pk).exists():
        raise Conflict(f"Nomor {number} baru saja dipakai laporan lain. Tekan tanda tangani sekali lagi.")
    report.number = number
    report.save(update_fields=["number"])
