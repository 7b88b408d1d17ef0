"""Wet ink: print with the number, sign on paper, upload the scan with its day."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kinerja.lib import clock
from kinerja.lib.files import sha256_of
from kinerja.lib.printing import pdf_of
from organisation.models import HistoryEvent
from reporting.actions.archive import Filing
from reporting.actions.archive import package as packed
from reporting.models import Plan, Signature
from reporting.queries.signing import code_of
from sop.actions.tick import tick
from sop.models import SopVersion
from tests.cast import Cast, task_of, wib
from tests.reporting.signing_office import PASSWORD, signed_pdf
from tests.reporting.stories import NINTH, TENTH, report_in, to_approval

SCAN = pdf_of("<p>Laporan yang ditandatangani</p>", ())


@pytest.fixture
def head(cast: Cast, plan: Plan, sop: SopVersion) -> Client:
    to_approval(cast, sop)
    tick(NINTH)
    client = Client()
    client.force_login(cast.head)
    return client


def sent(**values: object) -> dict[str, object]:
    scan = SimpleUploadedFile("pindaian.pdf", SCAN)
    paper = {"method": "wet_ink", "paper_on": "2026-02-09", "scan": scan}
    return {"outcome": "done", "password": PASSWORD, **paper, **values}


def test_the_print_carries_number_code_and_room_for_the_day_and_keeps_its_number(
    cast: Cast, head: Client
) -> None:
    task = task_of(cast, "sign")
    with clock.at(NINTH):
        answer = head.post(reverse("sign-paper", args=[task.pk]))
        again = head.post(reverse("sign-paper", args=[task.pk]))
    assert (answer["Content-Type"], again.status_code) == ("application/pdf", 200)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert report_in(cast).number == "000.8.6.3/1/BPKAD-MAGELANG/II/2026"
    assert f"Nomor {report_in(cast).number}" in words
    assert "Magelang, …" in words
    assert code_of(task) in words.replace("\n", "")
    assert HistoryEvent.objects.filter(verb="report_printed").count() == 1
    assert not Signature.objects.exists()


def test_the_scan_is_kept_with_its_day_and_checksum(cast: Cast, head: Client) -> None:
    task = task_of(cast, "sign")
    page = reverse("task", args=[task.pk])
    with clock.at(TENTH):
        head.post(reverse("sign-paper", args=[task.pk]))
        assert head.post(page, sent()).status_code == 302
    signature = Signature.objects.select_related("scan").get()
    assert signature.scan is not None
    assert (signature.method, signature.paper_on, signature.at) == ("wet_ink", date(2026, 2, 9), TENTH)
    assert signature.scan.sha256 == sha256_of(SCAN)
    assert signature.scan.path.read_bytes() == SCAN
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(signed_pdf(cast))).pages)
    assert "Magelang, 9 Februari 2026" in words
    assert "Ditandatangani dalam aplikasi" not in words
    assert HistoryEvent.objects.get(verb="report_signed").details["scan"] == sha256_of(SCAN)
    package = zipfile.ZipFile(io.BytesIO(packed(report_in(cast), Filing("1"), now=TENTH)))
    assert package.read("tanda-tangan/01-pindaian.pdf") == SCAN
    report = head.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    assert "Tanda tangan basah" in report
    assert reverse("file", args=[signature.scan.pk]) in report


def test_what_is_missing_or_wrong_is_said_and_nothing_is_signed(cast: Cast, head: Client) -> None:
    task = task_of(cast, "sign")
    refusals: list[tuple[dict[str, object], int, str]] = [
        ({}, 409, "Unduh cetakannya lebih dahulu"),
        ({"password": "salah"}, 409, "Kata sandi tidak cocok"),
        ({"scan": ""}, 422, "Pilih berkas pindaian"),
        ({"paper_on": ""}, 422, "Isi tanggal yang tertulis"),
        ({"scan": SimpleUploadedFile("p.pdf", b"bukan pdf")}, 422, "bukan PDF"),
        ({"scan": SimpleUploadedFile("p.docx", b"PK\x03\x04")}, 422, "error-summary"),
        ({"paper_on": "2026-02-11"}, 409, "tidak boleh sesudah hari ini"),
        ({"paper_on": "2026-02-01"}, 409, "tidak boleh sebelum laporan disusun"),
    ]
    with clock.at(TENTH):
        for values, status, sentence in refusals:
            answer = head.post(reverse("task", args=[task.pk]), sent(**values))
            assert (answer.status_code, sentence in answer.content.decode()) == (status, True), sentence
            if not report_in(cast).number:
                head.post(reverse("sign-paper", args=[task.pk]))
    assert not Signature.objects.exists()


def test_only_whoever_signs_may_print(cast: Cast, head: Client) -> None:
    address = reverse("sign-paper", args=[task_of(cast, "sign").pk])
    for person, status in ((cast.officer, 403), (cast.stranger, 404)):
        other = Client()
        other.force_login(person)
        with clock.at(TENTH):
            assert other.post(address).status_code == status
    with clock.at(wib("2026-02-07 09:00")):
        assert head.post(address).status_code == 302  # its window has not come
    assert not report_in(cast).number
