"""The package of an archived report: letters, sendings, Word copy, paper made to last; search; notices."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
import pytest
from django.test import override_settings
from pypdf import PdfReader

from kinerja.lib.printing import pdf_of
from organisation.actions.files import store
from organisation.models import Appointment, Notice, StoredFile
from organisation.permissions import HOLDERS
from reporting.actions.archive import Filing, package
from reporting.actions.archive_due import tell_due
from reporting.actions.destination import Wish, keep_destination
from reporting.models import (
    ArchiveRecord,
    Compilation,
    Delivery,
    IssuedNumber,
    Letter,
    LetterType,
    NumberSeries,
    Plan,
    Report,
    Sending,
    Signature,
)
from reporting.queries.archive import Wanted, search
from reporting.queries.archive_check import check
from sop.models import SopVersion, Task
from tests.cast import Cast, wib
from tests.reporting.filed import file_january
from tests.reporting.outbox import delivery_task
from tests.reporting.signing_office import sign_in_time, signed_pdf, with_key
from tests.reporting.stories import NINTH, TENTH

BLANK = b"%PDF-1.7\n%%EOF\n"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def kept(cast: Cast, name: str, content: bytes) -> StoredFile:
    return store(content, name=name, content_type="application/pdf", agency=cast.agency, by=None, at=NINTH)


def issued_letter(cast: Cast, report: Report) -> Letter:
    """A surat pengantar with its number, its PDF and the receipt half that came back."""
    series = NumberSeries.objects.create(agency=cast.agency, paper="cover", year=2026, pattern="{urut}")
    number = IssuedNumber.objects.create(
        series=series, sequence=1, text="045/1/BPKAD", purpose="Surat pengantar", at=NINTH
    )
    return Letter.objects.create(
        agency=cast.agency, run=report.run, report=report, type=LetterType.COVER, state=Letter.State.ISSUED,
        classification="000.8.6.3", subject="Laporan Januari", recipient="Wali Kota", body="Terlampir.",
        drafted_at=NINTH, number=number.text, issued=number, issued_at=NINTH, dated_on=date(2026, 2, 9),
        signatory=cast.head, signatory_name=cast.head.name, capacity="Kepala Badan",
        file=kept(cast, "surat.pdf", BLANK + b"surat"), received_on=date(2026, 2, 10),
        received_by="Bagian Umum",
        receipt_file=kept(cast, "terima.pdf", BLANK + b"terima"),
    )  # fmt: skip


@pytest.fixture
def sent(cast: Cast, plan: Plan) -> Report:
    """Sent by e-mail once, received with a slip."""
    task: Task = delivery_task(cast, plan)
    report = Report.objects.get(run=task.run)
    wish = Wish("Smart Magelang", "email", "smart@contoh.test")
    destination = keep_destination(wish, agency=cast.agency, by=cast.compiler, now=NINTH)
    Sending.objects.create(
        report=report, task=task, destination=destination, number=1, agenda="12", requested_by=cast.compiler,
        document=kept(cast, "laporan.pdf", BLANK), package=kept(cast, "kiriman.json", b"{}"),
        requested_at=NINTH, next_try_at=NINTH, finished_at=NINTH, state=Sending.State.RECEIVED,
        receipt_number="SM-1", receipt_on=date(2026, 2, 9),
    )  # fmt: skip
    Delivery.objects.create(
        report=report, task=task, destination="Smart Magelang", sent_on=date(2026, 2, 9), recorded_at=NINTH,
        sent_by=cast.compiler, sha256="ab" * 32, receipt_number="SM-1", receipt_on=date(2026, 2, 9),
        receipt_file=kept(cast, "slip.pdf", BLANK + b"slip"),
    )  # fmt: skip
    return report


@pytest.mark.usefixtures("blank_paper")
def test_letters_and_what_was_sent_lie_in_the_package(cast: Cast, sent: Report) -> None:
    issued_letter(cast, sent)
    first, again = (package(sent, Filing("A-1"), now=TENTH) for _ in range(2))
    assert first == again
    parts = parts_of(first)
    assert parts["surat/01-Surat pengantar 045-1-BPKAD.pdf"].endswith(b"surat")
    assert parts["surat/01-tanda-terima-terima.pdf"].endswith(b"terima")
    assert parts["tanda-terima/01-slip.pdf"].endswith(b"slip")
    assert parts["pengiriman/01-kiriman.json"] == b"{}"
    told = json.loads(parts["pengiriman.json"])
    [sending] = told["pengiriman"]
    assert sending["tujuan"] == "Smart Magelang"
    assert sending["diminta oleh"] == str(cast.compiler)
    assert len(sending["sha256 laporan"]) == len(sending["sha256 paket"]) == 64
    assert told["penerimaan"][0]["tanda terima"] == "SM-1"
    assert "Senin, 9 Februari 2026" in parts["pengiriman.txt"].decode()
    assert all(name in parts["manifest.sha256"].decode() for name in parts if name != "manifest.sha256")
    words = docx.Document(io.BytesIO(parts["laporan.docx"]))
    assert any("Nomor 1/2026" in paragraph.text for paragraph in words.paragraphs)


@pytest.mark.usefixtures("blank_paper")
def test_letters_and_sendings_are_checked_against_their_hashes(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    record = file_january(cast, sop)
    letter = issued_letter(cast, record.report)
    assert check(record).is_whole
    assert letter.file is not None
    letter.file.path.write_bytes(b"lain")
    [problem] = check(record).problems
    assert problem.startswith("Surat “surat.pdf” berubah")


# --- paper made to last ----------------------------------------------------------------------------------


def archival_facts(content: bytes) -> tuple[bool, str, list[str]]:
    """Whether it says PDF/A-2u and brings its colours, and the fonts that it does not bring."""
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    says = 'pdfaid:part="2"' in metadata and 'pdfaid:conformance="U"' in metadata
    intent = root["/OutputIntents"][0]["/OutputConditionIdentifier"] if "/OutputIntents" in root else ""
    missing = [name for page in reader.pages for name in _fonts_not_brought(page)]
    return says, str(intent), missing


def _fonts_not_brought(page: Any) -> Iterator[str]:
    for font in (one.get_object() for one in page["/Resources"].get_object().get("/Font", {}).values()):
        for part in font.get("/DescendantFonts", [font]):
            described = part.get_object().get("/FontDescriptor", {})
            if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield str(font["/BaseFont"])


def test_a_paper_brings_its_fonts_and_colours_and_says_so() -> None:
    html = '<html lang="id"><head><title>Uji</title></head><body><p>104,96 ÷ “kutip”</p></body></html>'
    content = pdf_of(html, ())
    says, intent, missing = archival_facts(content)
    assert says
    assert "sRGB" in intent
    assert missing == []
    assert content == pdf_of(html, ())


def test_a_signature_keeps_the_paper_made_to_last(
    cast: Cast, plan: Plan, sop: SopVersion, tmp_path: object
) -> None:
    with override_settings(KEYS_DIR=tmp_path):
        with_key(cast)
        sign_in_time(cast, sop)
    says, intent, missing = archival_facts(signed_pdf(cast))
    assert says
    assert "sRGB" in intent
    assert missing == []


# --- search and notices ----------------------------------------------------------------------------------


@pytest.fixture
def filed(cast: Cast, plan: Plan, sop: SopVersion, blank_paper: None) -> ArchiveRecord:
    return file_january(cast, sop)


def test_the_archive_is_found_by_letter_number_and_signatory(cast: Cast, filed: ArchiveRecord) -> None:
    issued_letter(cast, filed.report)
    compilation = Compilation.objects.get(report=filed.report)
    Signature.objects.create(
        compilation=compilation, task=Task.objects.filter(run=filed.report.run)[0], person=cast.head,
        capacity="Kepala Badan", name="Hadi Rekaan, M.Si.", at=NINTH, sha256="cd" * 32,
    )  # fmt: skip
    mine = ArchiveRecord.objects.visible_to(cast.compiler)
    for words in ("045/1/BPKAD", "hadi", "SM-1", "Kepala"):
        assert list(search(mine, Wanted(words), date(2026, 2, 10))) == [filed], words
    assert not search(mine, Wanted("999/tidak-ada"), date(2026, 2, 10)).exists()
    assert not search(ArchiveRecord.objects.visible_to(cast.stranger), Wanted("hadi"), date(2026, 2, 10))


def test_what_is_due_is_told_once_to_those_who_keep_the_archive(cast: Cast, filed: ArchiveRecord) -> None:
    assert tell_due(wib("2028-02-10 12:00")) == 0
    assert tell_due(wib("2028-02-11 08:00")) == 1
    assert tell_due(wib("2028-02-11 09:00")) == 0
    told = Notice.objects.filter(key__startswith="archive:")
    assert {notice.person for notice in told} == {cast.compiler, cast.reviewer}
    assert "perlu dipindahkan ke unit kearsipan" in told[0].text
    assert "/arsip/jatuh-tempo/?perangkat=bpkad-magelang" in told[0].link
    assert tell_due(wib("2032-01-05 08:00")) == 1
    assert tell_due(wib("2033-01-05 08:00")) == 0
    later = Notice.objects.filter(text__contains="diusulkan musnah")
    assert {notice.person for notice in later} == {cast.compiler, cast.reviewer}
    assert ArchiveRecord.objects.get().package.path.exists()


def test_nothing_counts_as_told_while_nobody_keeps_the_archive(cast: Cast, filed: ArchiveRecord) -> None:
    held = Appointment.objects.filter(agency=cast.agency, role__in=HOLDERS["keep_archive"])
    held.update(to_on=date(2027, 12, 31))
    assert tell_due(wib("2028-02-11 08:00")) == 0
    held.update(to_on=None)
    assert tell_due(wib("2028-02-11 09:00")) == 1
