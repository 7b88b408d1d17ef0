"""Delivering: which bytes went where and when, closed by the receipt of the other side."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kinerja.lib.files import FileKind
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Person, StoredFile
from reporting.models import Delivery, Document, Report
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

NOT_SIGNED = Blocker("Laporan belum ditandatangani, jadi belum ada berkas yang dapat dikirim.")


@dataclass(frozen=True)
class ReceiptFile:
    """The receipt as a file that was looked at."""

    name: str
    kind: FileKind
    content: bytes


@dataclass(frozen=True)
class Posting:
    """What the sender states: to whom, when, and the receipt."""

    destination: str
    sent_on: date
    receipt_number: str
    receipt_on: date
    receipt_file: ReceiptFile | None = None
    ordered_by: Person | None = None  # who asked the application to send it


def signed_document(report: Report, format_: str = Document.Format.PDF) -> Document | None:
    """The frozen file of a format, if the report was signed."""
    found = Document.objects.filter(compilation__report=report, format=format_).select_related("file")
    return found.order_by("-compilation__round").first()


def signed_documents(report: Report) -> list[Document]:
    """The frozen files of the last round of each format, PDF first."""
    found = Document.objects.filter(compilation__report=report).select_related("file")
    latest = {document.format: document for document in found.order_by("compilation__round")}
    return [latest[format_] for format_ in Document.Format.values if format_ in latest]


@transaction.atomic
def deliver(task: Task, posting: Posting, *, by: Person | None, now: datetime) -> Delivery:
    """Record a delivery with its receipt; Blocked before the signature or with impossible days."""
    report = Report.objects.select_related("agency").filter(run=task.run_id).first()
    sent = signed_document(report) if report else None
    if report is None or sent is None:
        raise Blocked([NOT_SIGNED])
    if problems := _problems(posting, sent, report, now):
        raise Blocked(problems)
    delivery = Delivery.objects.create(
        report=report,
        task=task,
        destination=posting.destination,
        sent_on=posting.sent_on,
        sent_by=by or posting.ordered_by,
        recorded_at=now,
        sha256=sent.file.sha256,
        receipt_number=posting.receipt_number,
        receipt_on=posting.receipt_on,
        receipt_file=_keep(posting.receipt_file, report, by=by, now=now),
    )
    sentence = f"{report} dikirim ke {posting.destination}, tanda terima {posting.receipt_number}."
    details = {"sha256": delivery.sha256, "sent_on": posting.sent_on, "receipt_on": posting.receipt_on}
    record(Event("report_delivered", report, sentence, details), by=by, at=now, agency=report.agency)
    return delivery


def _problems(posting: Posting, sent: Document, report: Report, now: datetime) -> list[Blocker]:
    zone = report.agency.time_zone
    found = []
    if posting.sent_on > zone.local(now).date() or posting.receipt_on > zone.local(now).date():
        found.append(Blocker("Tanggal kirim dan tanggal tanda terima tidak boleh sesudah hari ini."))
    if posting.sent_on < zone.local(sent.frozen_at).date():
        found.append(Blocker("Tanggal kirim tidak boleh sebelum laporan ditandatangani."))
    if posting.receipt_on < posting.sent_on:
        found.append(Blocker("Tanggal tanda terima tidak boleh sebelum tanggal kirim."))
    return found


def _keep(file: ReceiptFile | None, report: Report, *, by: Person | None, now: datetime) -> StoredFile | None:
    if file is None:
        return None
    return store(
        file.content,
        name=file.name,
        content_type=file.kind.content_type,
        agency=report.agency,
        by=by,
        at=now,
    )
