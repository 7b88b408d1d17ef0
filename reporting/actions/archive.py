"""Archiving: one package with everything that belongs to the period, and the record that points to it."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.db.models import Q

from kinerja.lib.dates import moment
from kinerja.lib.files import safe_name, sha256_of
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import HistoryEvent, Person, StoredFile
from organisation.queries.files import open_whole
from reporting.actions.freeze import Copies
from reporting.models import ArchiveRecord, Classification, Document, Evidence, Report, Signature
from reporting.queries.archive import CLASSIFICATION, description_of, proposed_class, retention
from reporting.queries.procedure import asks_for
from reporting.renderers import pdf
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

NOT_SIGNED = Blocker("Laporan belum ditandatangani, jadi belum dapat diarsipkan.")
LINKS = "bukti/tautan.txt"  # row, address, label: only the addresses, nothing is fetched from there
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
    """The zip of the period, in fixed order: report, receipts, evidence, history, checksums."""
    contents = unsigned.contents if unsigned else _frozen(report)
    if not contents:
        raise Blocked([NOT_SIGNED])
    parts = [(f"laporan.{format_}", contents[format_]) for format_ in sorted(contents)]
    parts += _scans(report)
    parts.append(("tanda-terima.pdf", _receipt(report, filing, now)))
    for number, delivery in enumerate(report.deliveries.select_related("receipt_file"), start=1):
        if delivery.receipt_file:
            name = safe_name(delivery.receipt_file.name)
            parts.append((f"tanda-terima/{number:02}-{name}", _bytes(delivery.receipt_file)))
    parts += _evidence(report)
    parts += _history(report)
    sums = "".join(f"{sha256_of(content)}  {name}\n" for name, content in parts)
    return _zipped([*parts, ("manifest.sha256", sums.encode())])


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
    return {format_: _bytes(file) for format_, file in latest.items()}


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts:
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _bytes(file: StoredFile) -> bytes:
    content = open_whole(file)
    if content is None:
        raise Blocked(
            [Blocker(f"Berkas “{file.name}” hilang atau rusak; hubungi admin sebelum mengarsipkan.")]
        )
    with content:
        return content.read()


def _scans(report: Report) -> list[tuple[str, bytes]]:
    """The papers that were signed by hand."""
    signed = Signature.objects.filter(compilation__report=report, scan__isnull=False)
    scans = [(one.order, one.scan) for one in signed.select_related("scan") if one.scan]
    return [(f"tanda-tangan/{order:02}-{safe_name(scan.name)}", _bytes(scan)) for order, scan in scans]


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


def _evidence(report: Report) -> list[tuple[str, bytes]]:
    """What proves the months of the period: files in a folder per row, and a list of the links."""
    in_period = Q(
        realisation__indicator__node__plan=report.plan_id, realisation__period__in=report.period.months
    )
    of_money = Q(spending__node__plan=report.plan_id, spending__period__in=report.period.months)
    found = Evidence.objects.filter(in_period | of_money).select_related(
        "file", "realisation__indicator__node", "spending__node"
    )
    parts: dict[str, StoredFile] = {}
    links = []
    for evidence in sorted(found, key=lambda evidence: (_folder(evidence), evidence.pk)):
        if evidence.file is not None:
            parts[_free(f"bukti/{_folder(evidence)}/{safe_name(evidence.file.name)}", parts)] = evidence.file
        else:
            links.append(f"{_folder(evidence)}\t{evidence.url}\t{evidence.label}".rstrip() + "\n")
    files = [(name, _bytes(file)) for name, file in parts.items()]
    return [*files, (LINKS, "".join(links).encode())] if links else files


def _folder(evidence: Evidence) -> str:
    row = evidence.realisation
    if row is not None:
        return safe_name(f"{row.indicator.node.code}_{row.indicator.code}_{row.period}")
    spending = evidence.spending
    return safe_name(f"{spending.node.code}_keuangan_{spending.period}") if spending else "lain"


def _free(name: str, taken: Iterable[str]) -> str:
    """The name, numbered if another file in the same folder has it."""
    used, path, number = set(taken), PurePosixPath(name), 2
    while name in used:
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1
    return name


def _history(report: Report) -> list[tuple[str, bytes]]:
    """The trail of the run as hashed rows for machines and as sentences for people."""
    tasks = report.run.tasks.values_list("pk", flat=True)
    subjects = [
        f"sop.run:{report.run_id}",
        f"reporting.report:{report.pk}",
        *(f"sop.task:{pk}" for pk in tasks),
    ]
    events = list(HistoryEvent.objects.filter(subject__in=subjects).order_by("chain", "sequence"))
    rows = [{**event.content, "previous_hash": event.previous_hash, "hash": event.hash} for event in events]
    zone = report.agency.time_zone
    text = "".join(f"{moment(event.at, zone)}  {event.sentence}\n" for event in events)
    return [
        ("riwayat.json", json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True).encode()),
        ("riwayat.txt", text.encode()),
    ]
