"""What lies in a package besides the report itself: scans, letters, receipts, sendings, evidence, history."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Q

from kinerja.lib.dates import moment
from kinerja.lib.files import safe_name
from organisation.models import HistoryEvent, StoredFile
from organisation.queries.files import read_whole
from reporting.models import Delivery, Evidence, Letter, Report, Sending, Signature
from sop.registry import Blocker
from sop.workflow import Blocked

LINKS = "bukti/tautan.txt"  # row, address, label: only the addresses, nothing is fetched from there
Part = tuple[str, bytes]


def bytes_of(file: StoredFile) -> bytes:
    """The content of a stored file; Blocked where it is missing or damaged."""
    content = read_whole(file)
    if content is None:
        raise Blocked(
            [Blocker(f"Berkas “{file.name}” hilang atau rusak; hubungi admin sebelum mengarsipkan.")]
        )
    return content


def scans(report: Report) -> list[Part]:
    """The papers that were signed by hand."""
    signed = Signature.objects.filter(compilation__report=report, scan__isnull=False)
    found = [(one.order, one.scan) for one in signed.select_related("scan") if one.scan]
    return [(f"tanda-tangan/{order:02}-{safe_name(scan.name)}", bytes_of(scan)) for order, scan in found]


def letters(report: Report) -> list[Part]:
    """The letters that went with the report, each with the receipt that came back."""
    found = Letter.objects.issued().filter(Q(report=report) | Q(run=report.run_id))
    parts: list[Part] = []
    rows = found.select_related("file", "receipt_file").order_by("issued_at", "pk")
    for number, letter in enumerate(rows, start=1):
        name = safe_name(f"{letter.get_type_display()} {letter.number}".replace("/", "-"))
        if letter.file is not None:
            parts.append((f"surat/{number:02}-{name}.pdf", bytes_of(letter.file)))
        if letter.receipt_file is not None:
            receipt = safe_name(letter.receipt_file.name)
            parts.append((f"surat/{number:02}-tanda-terima-{receipt}", bytes_of(letter.receipt_file)))
    return parts


def receipts(report: Report) -> list[Part]:
    """The slips that came back from where the report was sent."""
    rows = report.deliveries.select_related("receipt_file").order_by("recorded_at", "pk")
    return [
        (f"tanda-terima/{number:02}-{safe_name(delivery.receipt_file.name)}", bytes_of(delivery.receipt_file))
        for number, delivery in enumerate(rows, start=1)
        if delivery.receipt_file is not None
    ]


# --- what was sent ---------------------------------------------------------------------------------------


def sendings(report: Report) -> list[Part]:
    """The record of delivery as rows and as sentences, and what the application itself sent away."""
    rows = list(Sending.objects.filter(report=report).select_related(*_WITH).order_by("requested_at", "pk"))
    delivered = list(
        report.deliveries.select_related("sent_by", "receipt_file").order_by("recorded_at", "pk")
    )
    if not rows and not delivered:
        return []
    told = {
        "pengiriman": [_sending(row) for row in rows],
        "penerimaan": [_delivery(row) for row in delivered],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    sent = {row.package.sha256: row.package for row in rows}
    files = [
        (f"pengiriman/{number:02}-{safe_name(file.name)}", bytes_of(file))
        for number, file in enumerate(sent.values(), start=1)
    ]
    return [
        ("pengiriman.json", text.encode()),
        ("pengiriman.txt", _in_words(report, rows, delivered)),
        *files,
    ]


_WITH = ("destination", "document", "package", "requested_by")


def _sending(row: Sending) -> dict[str, Any]:
    return {
        "tujuan": row.destination.name,
        "cara": row.destination.get_channel_display(),
        "alamat": row.destination.address,
        "pengiriman ke": row.number,
        "kunci": str(row.key),
        "nomor agenda": row.agenda,
        "diminta oleh": str(row.requested_by),
        "diminta": _iso(row.requested_at),
        "keadaan": row.get_state_display(),
        "percobaan": row.attempts,
        "selesai": _iso(row.finished_at),
        "masalah": row.problem,
        "sha256 laporan": row.document.sha256,
        "sha256 paket": row.package.sha256,
        "tanda terima": row.receipt_number,
        "tanggal tanda terima": str(row.receipt_on or ""),
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "tujuan": row.destination,
        "dikirim": str(row.sent_on),
        "dikirim oleh": str(row.sent_by or ""),
        "sha256 laporan": row.sha256,
        "tanda terima": row.receipt_number,
        "tanggal tanda terima": str(row.receipt_on),
        "sha256 berkas tanda terima": row.receipt_file.sha256 if row.receipt_file else "",
    }


def _iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _in_words(report: Report, rows: Sequence[Sending], delivered: Sequence[Delivery]) -> bytes:
    zone = report.agency.time_zone
    lines = [
        f"{moment(row.requested_at, zone)}  {row}: {row.get_state_display().lower()}, "
        f"diminta {row.requested_by}, SHA-256 {row.document.sha256}"
        for row in rows
    ]
    lines += [
        f"{moment(row.recorded_at, zone)}  {row.destination}: diterima dengan tanda terima "
        f"{row.receipt_number} tanggal {row.receipt_on:%d-%m-%Y}, SHA-256 {row.sha256}"
        for row in delivered
    ]
    return "".join(f"{line}\n" for line in lines).encode()


# --- evidence and history --------------------------------------------------------------------------------


def evidence(report: Report) -> list[Part]:
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
    for one in sorted(found, key=lambda one: (_folder(one), one.pk)):
        if one.file is not None:
            parts[_free(f"bukti/{_folder(one)}/{safe_name(one.file.name)}", parts)] = one.file
        else:
            links.append(f"{_folder(one)}\t{one.url}\t{one.label}".rstrip() + "\n")
    files = [(name, bytes_of(file)) for name, file in parts.items()]
    return [*files, (LINKS, "".join(links).encode())] if links else files


def _folder(one: Evidence) -> str:
    row = one.realisation
    if row is not None:
        return safe_name(f"{row.indicator.node.code}_{row.indicator.code}_{row.period}")
    spending = one.spending
    return safe_name(f"{spending.node.code}_keuangan_{spending.period}") if spending else "lain"


def _free(name: str, taken: Iterable[str]) -> str:
    """The name, numbered if another file in the same folder has it."""
    used, path, number = set(taken), PurePosixPath(name), 2
    while name in used:
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1
    return name


def history(report: Report) -> list[Part]:
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
