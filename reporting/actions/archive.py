"""Archiving: one package with everything that belongs to the period, and the record that points to it."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kinerja.lib.files import sha256_of
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.actions import archive_parts
from reporting.actions.freeze import Copies, settled_sheet
from reporting.actions.prepared import DRAFT, SETTLED, printed
from reporting.models import ArchiveRecord, Classification, Document, Report
from reporting.queries.archive import CLASSIFICATION, description_of, proposed_class, retention
from reporting.queries.procedure import asks_for
from reporting.queries.report import sheet_of
from reporting.renderers import pdf, word
from reporting.renderers.prints import DOCX, Print
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

NOT_SIGNED = Blocker("Laporan belum ditandatangani, jadi belum dapat diarsipkan.")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same content gives the same package


@dataclass(frozen=True)
class Filing:
    """How a file is described and where it is kept; what is blank is told by the report itself.

    Without a closing day the file is closed on the day of archiving.
    """

    number: str
    rule: Classification | None = None
    location: str = ""
    description: str = ""
    covered: str = ""
    copies: str = "1 berkas"
    level: str = ArchiveRecord.Level.ORIGINAL.value
    closed_on: date | None = None

    @property
    def classification(self) -> str:
        return self.rule.code if self.rule else CLASSIFICATION


def proposed_filing(report: Report, *, now: datetime, location: str = "") -> Filing:
    """What the form proposes, and what the system files under: the report's own number and class."""
    today = report.agency.time_zone.local(now).date()
    return Filing(
        report.number or f"{report.period.code}/{report.pk}",
        proposed_class(report, today),
        location,
        description_of(report),
        report.period.label,
        closed_on=today,
    )


def package(report: Report, filing: Filing, *, now: datetime, unsigned: Copies | None = None) -> bytes:
    """The zip of the period, in fixed order: report, letters, receipts, evidence, history, checksums."""
    contents = unsigned.contents if unsigned else _frozen(report)
    if not contents:
        raise Blocked([NOT_SIGNED])
    contents = {**contents, word.FORMAT: _word_copy(report, unsigned, now)}
    parts = [(f"laporan.{format_}", contents[format_]) for format_ in sorted(contents)]
    parts += archive_parts.scans(report)
    parts += archive_parts.letters(report)
    parts.append(("tanda-terima.pdf", _receipt(report, filing, now)))
    parts += archive_parts.receipts(report)
    parts += archive_parts.sendings(report)
    parts += archive_parts.evidence(report)
    parts += archive_parts.history(report)
    sums = "".join(f"{sha256_of(content)}  {name}\n" for name, content in parts)
    return _zipped([*parts, ("manifest.sha256", sums.encode())])


def _word_copy(report: Report, unsigned: Copies | None, now: datetime) -> bytes:
    """The Word copy of what is kept, to go on working with; the paper itself is the PDF."""
    if unsigned is not None:
        sheet, spec = settled_sheet(unsigned.compilation), SETTLED
    else:
        kept = Document.objects.filter(compilation__report=report).select_related(
            "compilation__report__agency"
        )
        document = kept.order_by("-compilation__round")[0]
        sheet, spec = sheet_of(document.compilation), DRAFT
    return printed(Print(DOCX, sheet), spec, now=now).content


@transaction.atomic
def archive(task: Task, filing: Filing, content: bytes, *, by: Person | None, now: datetime) -> ArchiveRecord:
    """Keep the package and its record."""
    report = Report.objects.select_related("agency").get(run=task.run_id)
    name = f"arsip-{report.agency.code}-{report.period.code}.zip"
    file = store(content, name=name, content_type="application/zip", agency=report.agency, by=by, at=now)
    kept = ArchiveRecord.objects.create(
        report=report,
        task=task,
        number=filing.number,
        location=filing.location,
        package=file,
        at=now,
        by=by,
        **_described(report, filing, now),
    )
    sentence = f"{report} diarsipkan dengan nomor berkas {filing.number}."
    details = {
        "classification": kept.classification,
        "closed_on": kept.closed_on,
        "active_until": kept.active_until,
        "inactive_until": kept.inactive_until,
        "sha256": file.sha256,
    }
    record(Event("report_archived", report, sentence, details), by=by, at=now, agency=report.agency)
    return kept


def _described(report: Report, filing: Filing, now: datetime) -> dict[str, Any]:
    """The columns that say what the file is, and its retention from the closing day on."""
    closed_on = filing.closed_on or report.agency.time_zone.local(now).date()
    return {
        "description": filing.description or description_of(report),
        "covered": filing.covered or report.period.label,
        "copies": filing.copies,
        "level": filing.level,
        "closed_on": closed_on,
        **retention(filing.rule, closed_on),
    }


def _frozen(report: Report) -> dict[str, bytes]:
    """The files that were frozen last, by format."""
    documents = Document.objects.filter(compilation__report=report).select_related("file")
    latest = {document.format: document.file for document in documents.order_by("compilation__round")}
    return {format_: archive_parts.bytes_of(file) for format_, file in latest.items()}


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts:
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _receipt(report: Report, filing: Filing, now: datetime) -> bytes:
    """The page that the SOP asks for as output: what was received, when, under which number."""
    needs_signature = asks_for(report.run, "sign")
    signature = report.compilations.filter(signatures__isnull=False).last()
    signed = signature.signatures.first() if signature else None
    context: dict[str, object] = {
        "report": report,
        "agency": report.agency,
        "zone": report.agency.time_zone,
        "filing": filing,
        "signed": signed,
        "needs_signature": needs_signature,
        "deliveries": list(report.deliveries.all()),
        "now": now,
    }
    return pdf.document("documents/receipt.html", context, styles=("@page { size: 210mm 297mm }",))
