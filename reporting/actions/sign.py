"""Signing: what was approved is rendered once, frozen with its checksum, and signed in a capacity."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from reporting.actions.freeze import freeze
from reporting.models import Document, Report, Signature
from reporting.queries.report import Signatory, compilation_of, is_signed, sheet_of
from reporting.renderers import excel, pdf
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict

CLASSIFICATION = "000.8.6.3"  # Akuntabilitas Kinerja Instansi Pemerintah
NUMBER = CLASSIFICATION + "/{n}/{agency}/{month}/{year}"
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NO_DRAFT = Blocker("Laporan putaran ini belum disusun.")
ALREADY = Blocker("Laporan ini sudah ditandatangani.")


@dataclass(frozen=True)
class Fair:
    """The fair copy: what will be frozen, rendered before any lock is taken."""

    number: str
    signatory: Signatory
    digest: str
    pdf: bytes
    xlsx: bytes


def confirm(by: Person, *, password: str, agrees: bool) -> None:
    """Whoever has a password enters it again; others (demonstration accounts) tick the declaration."""
    if by.has_usable_password():
        if not by.check_password(password):
            raise Blocked([Blocker("Kata sandi tidak cocok. Masukkan kata sandi Anda sekali lagi.")])
    elif not agrees:
        raise Blocked([Blocker("Centang pernyataan untuk menandatangani.")])


def fair_copy(task: Task, *, by: Person, capacity: str, now: datetime) -> Fair:
    """Render the round's draft with number and signature block; slow, so it runs outside the transaction."""
    compilation = compilation_of(task)
    if compilation is None:
        raise Blocked([NO_DRAFT])
    report = compilation.report
    signatory = Signatory(
        place=report.agency.city,
        title=capacity or task.act.actor.label,
        name=by.name,
        rank=by.printed_rank,
        nip=by.printed_nip,
        on=report.agency.time_zone.local(now).date(),
        at=now,
    )
    number = next_number(report, now)
    sheet = sheet_of(compilation, signatory=signatory, number=number)
    return Fair(number, signatory, compilation.digest, pdf.render(sheet), excel.render(sheet))


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


@transaction.atomic
def sign(task: Task, fair: Fair, *, by: Person, now: datetime) -> Signature:
    """Freeze the fair copy; Blocked if there is nothing to sign, Conflict if the number was just taken."""
    compilation = compilation_of(task)
    if compilation is None or compilation.digest != fair.digest:
        raise Blocked([NO_DRAFT])
    report = compilation.report
    if is_signed(report):
        raise Blocked([ALREADY])
    _claim_number(report, fair.number)
    for format_, content in ((Document.Format.PDF, fair.pdf), (Document.Format.XLSX, fair.xlsx)):
        freeze(compilation, format_, content, by=by, now=now)
    sha256 = compilation.documents.get(format=Document.Format.PDF).file.sha256
    signature = Signature.objects.create(
        compilation=compilation,
        task=task,
        person=by,
        capacity=fair.signatory.title,
        name=fair.signatory.name,
        nip=fair.signatory.nip,
        rank=fair.signatory.rank,
        at=now,
        sha256=sha256,
    )
    sentence = f"{report} ditandatangani {by} selaku {signature.capacity}, nomor {report.number}."
    details = {"number": report.number, "sha256": sha256, "digest": compilation.digest}
    record(Event("report_signed", report, sentence, details), by=by, at=now, agency=report.agency)
    return signature


def _claim_number(report: Report, number: str) -> None:
    """Two reports signed at the same moment wait for each other at the agency's row."""
    Agency.objects.select_for_update().get(pk=report.agency_id)
    if Report.objects.filter(agency=report.agency_id, number=number).exclude(pk=report.pk).exists():
        raise Conflict(f"Nomor {number} baru saja dipakai laporan lain. Tekan tanda tangani sekali lagi.")
    report.number = number
    report.save(update_fields=["number"])
