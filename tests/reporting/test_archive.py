"""Archiving: the package holds everything, says so by checksum, and is handed to the right people only."""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kinerja.lib import clock
from kinerja.lib.files import FileKind
from organisation.actions.files import store
from reporting.actions.archive import Filing, package
from reporting.actions.deliver import Posting, ReceiptFile
from reporting.models import ArchiveRecord, Evidence, Plan, Realisation, Report, Spending
from sop.models import Run, SopVersion, Task
from sop.registry import kind_of
from sop.workflow import Blocked, advance
from tests.cast import Cast, task_of
from tests.remembered import remembered
from tests.reporting.stories import NINTH, TENTH, play, report_in, to_approval, to_draft, to_signature

PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"


@pytest.fixture
def delivered(cast: Cast, plan: Plan, sop: SopVersion) -> Report:
    """Signed and delivered, with evidence and a receipt as a file."""
    to_signature(cast, sop)
    return deliver(cast)


@remembered
def deliver(cast: Cast) -> Report:
    row = Realisation.objects.get(indicator__code="1.1", period="2026-01")
    for _ in range(2):
        file = store(
            PDF, name="bukti.pdf", content_type="application/pdf", agency=cast.agency, by=None, at=NINTH
        )
        Evidence.objects.create(realisation=row, file=file)
    Evidence.objects.create(realisation=row, url="https://drive.google.com/d/1", label="Foto rapat")
    Evidence.objects.create(
        spending=Spending.objects.get(node=row.indicator.node, period="2026-01"), url="https://s.id/a"
    )
    receipt = ReceiptFile("tanda terima.pdf", FileKind.PDF, PDF)
    posting = Posting("Smart Magelang", date(2026, 2, 9), "SM-1", date(2026, 2, 9), receipt)
    advance(task_of(cast, "deliver"), "done", by=cast.compiler, now=NINTH, values={"posting": posting})
    return report_in(cast)


def archived(cast: Cast) -> ArchiveRecord:
    play(task_of(cast, "archive"), cast.compiler, TENTH)
    return ArchiveRecord.objects.select_related("package").get()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_holds_report_receipts_evidence_history_and_checksums(
    cast: Cast, delivered: Report
) -> None:
    parts = parts_of(archived(cast).package.path.read_bytes())
    assert list(parts) == [
        "laporan.docx",
        "laporan.pdf",
        "laporan.xlsx",
        "tanda-terima.pdf",
        "tanda-terima/01-tanda terima.pdf",
        "pengiriman.json",
        "pengiriman.txt",
        "bukti/5.02.02.2.01.0001_1.1_2026-01/bukti.pdf",
        "bukti/5.02.02.2.01.0001_1.1_2026-01/bukti-2.pdf",
        "bukti/tautan.txt",
        "riwayat.json",
        "riwayat.txt",
        "manifest.sha256",
    ]
    assert parts["bukti/tautan.txt"].decode().splitlines() == [
        "5.02.02.2.01.0001_1.1_2026-01\thttps://drive.google.com/d/1\tFoto rapat",
        "5.02.02.2.01.0001_keuangan_2026-01\thttps://s.id/a",
    ]
    lines = [line.split("  ", 1) for line in parts["manifest.sha256"].decode().splitlines()]
    listed = {name: checksum for checksum, name in lines}
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in parts.items()
        if name != "manifest.sha256"
    }
    signed = delivered.compilations.get().documents.get(format="pdf").file
    assert parts["laporan.pdf"] == signed.path.read_bytes()


def test_the_history_in_the_package_tells_the_whole_run(cast: Cast, delivered: Report) -> None:
    parts = parts_of(archived(cast).package.path.read_bytes())
    verbs = [event["verb"] for event in json.loads(parts["riwayat.json"])]
    for verb in ("run_opened", "report_compiled", "report_reviewed", "report_signed", "report_delivered"):
        assert verb in verbs
    assert "Senin, 9 Februari 2026" in parts["riwayat.txt"].decode()


def test_the_receipt_page_names_signature_receiver_and_file_number(cast: Cast, delivered: Report) -> None:
    parts = parts_of(archived(cast).package.path.read_bytes())
    text = " ".join(PdfReader(io.BytesIO(parts["tanda-terima.pdf"])).pages[0].extract_text().split())
    for expected in (
        "TANDA TERIMA",
        "Hadi Rekaan",
        "Smart Magelang",
        "SM-1",
        "000.8.6.3/1/BPKAD-MAGELANG/II/2026",
    ):
        assert expected in text


def test_the_same_content_lies_in_the_same_order(delivered: Report) -> None:
    first, second = (package(delivered, Filing("1"), now=TENTH) for _ in range(2))
    assert list(parts_of(first)) == list(parts_of(second))
    assert {zipfile.ZipFile(io.BytesIO(first)).infolist()[0].date_time} == {(1980, 1, 1, 0, 0, 0)}


def test_archiving_closes_the_run(cast: Cast, delivered: Report) -> None:
    archived(cast)
    assert Run.objects.get(pk=delivered.run_id).status == Run.Status.CLOSED


def test_a_damaged_file_stops_the_archive(cast: Cast, delivered: Report) -> None:
    path: Path = delivered.compilations.get().documents.get(format="pdf").file.path
    path.write_bytes(b"rusak")
    with pytest.raises(Blocked, match="hilang atau rusak"):
        archived(cast)
    assert not ArchiveRecord.objects.exists()


def test_nothing_is_archived_before_the_signature(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_approval(cast, sop)
    with pytest.raises(Blocked, match="belum ditandatangani"):
        package(report_in(cast), Filing("1"), now=TENTH)


def test_the_page_proposes_the_number_and_takes_class_and_place(
    cast: Cast, delivered: Report, client: Client
) -> None:
    client.force_login(cast.compiler)
    task = task_of(cast, "archive")
    Task.objects.filter(pk=task.pk).update(opens_at=NINTH)
    with clock.at(TENTH):
        url = reverse("task", args=[task.pk])
        assert f'value="{delivered.number}"' in client.get(url).content.decode()
        form = kind_of(task.act).form(task)
        assert form is not None
        sent = {name: form[name].value() for name in form.fields}
        sent |= {"outcome": "done", "number": "A-1", "classification": str(sent["classification"])}
        assert client.post(url, sent | {"location": "Boks 14"}).status_code == 302
    record = ArchiveRecord.objects.get()
    assert (record.number, record.location, record.by) == ("A-1", "Boks 14", cast.compiler)


def test_the_archive_lists_finds_and_hands_out(cast: Cast, delivered: Report, client: Client) -> None:
    record = archived(cast)
    client.force_login(cast.compiler)
    page = client.get(reverse("archives"), {"q": "2026-01"}).content.decode()
    assert delivered.number in page
    assert "Tidak ditemukan" in client.get(reverse("archives"), {"q": "2031"}).content.decode()
    answer = client.get(reverse("archive-package", args=[record.pk]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == record.package.sha256


def test_strangers_find_no_archive(cast: Cast, delivered: Report, client: Client) -> None:
    record = archived(cast)
    client.force_login(cast.stranger)
    assert client.get(reverse("archive-package", args=[record.pk])).status_code == 404
    assert "Belum ada arsip" in client.get(reverse("archives")).content.decode()


def test_an_unsigned_report_is_not_in_the_archive(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_draft(cast, sop)
    client.force_login(cast.compiler)
    assert "Belum ada arsip" in client.get(reverse("archives")).content.decode()
