"""The pages of the LKjIP: opening, writing, comparing, reviewing, signing, and who sees what."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions import performance as acting
from reporting.actions.performance_sign import Confirmation, sign_final
from reporting.actions.verify import judge
from reporting.chapters import place_of
from reporting.models import Benchmark, PerformanceReport, Plan, ReviewStatement, SectionText
from reporting.renderers import book_pdf, book_word
from reporting.renderers.book_chapters import book_of
from reporting.review_points import POINTS
from tests.cast import Cast
from tests.reporting.annual import (
    JANUARY_2027,
    OBSTACLE,
    choose_efficiency,
    december,
    make_inspector,
    opened,
    reviewed,
    told_in_full,
)


def look(person: Person, path: str, *, status: int = 200, **data: Any) -> str:
    client = Client()
    client.force_login(person)
    with clock.at(JANUARY_2027):
        answer = client.post(path, data) if data else client.get(path)
    assert answer.status_code == status
    content = b"".join(answer)
    return " ".join(content.decode(errors="replace").split())


def test_the_office_opens_it_on_the_page(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    assert "Buka LKjIP" in look(cast.compiler, "/lkjip/")
    assert "dibuka oleh Kasubbag" in look(cast.officer, "/lkjip/")
    look(cast.compiler, "/lkjip/", status=302, agency=cast.agency.code, period="2026")
    made = PerformanceReport.objects.get()
    page = look(cast.compiler, f"/lkjip/{made.pk}/")
    assert "Belum lengkap" in page
    assert "Kata Pengantar belum ditulis." in page
    assert "sudah ada" in look(cast.compiler, "/lkjip/", status=422, agency=cast.agency.code, period="2026")


def test_strangers_meet_nothing_and_overseers_only_read(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    one = f"/lkjip/{report.pk}"
    for path in ("/", "/bab/ikhtisar/", "/pembanding/", "/reviu/", "/reviu.pdf", ".pdf", ".docx", "/buka/"):
        look(cast.stranger, f"{one}{path}", status=404)
    assert "Simpan naskah" not in look(cast.overseer, f"{one}/bab/ikhtisar/")
    look(cast.overseer, f"{one}/bab/ikhtisar/", status=403, text="x", seen="0")
    look(cast.officer, f"{one}/nomor/", status=403, number="1")
    look(cast.compiler, f"{one}/tanda-tangan/", status=403)
    look(cast.compiler, f"{one}/bab/surat-cinta/", status=404)
    look(cast.compiler, f"{one}/bab/penyebab/S7/", status=404)


def test_a_text_is_kept_in_versions_that_come_back(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    path = f"/lkjip/{report.pk}/bab/latar-belakang/"
    look(cast.compiler, path, status=302, text="Alinea pertama.", seen="0")
    look(cast.reviewer, path, status=302, text="Alinea pertama.\nAlinea kedua.", seen="1")
    page = look(cast.compiler, f"{path}?versi=1")
    assert "<ins>" in page
    assert "Pulihkan versi 1" in page
    look(cast.compiler, path, status=302, restore="1", seen="2", text="")
    last = SectionText.objects.filter(section="latar-belakang").latest("version")
    assert (last.version, last.text, last.restored_from) == (3, "Alinea pertama.", 1)
    look(cast.compiler, path, status=302, text="Alinea pertama.", seen="3")  # nothing new, no version
    assert SectionText.objects.filter(section="latar-belakang").count() == 3


def test_whoever_comes_second_loses_nothing(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    path = f"/lkjip/{report.pk}/bab/latar-belakang/"
    look(cast.compiler, path, status=302, text="Milik penyusun.", seen="0")
    page = look(cast.reviewer, path, status=409, text="Milik Kasubbag.", seen="0")
    assert "baru saja disimpan orang lain" in page
    assert "Milik Kasubbag." in page
    assert 'name="seen" value="1"' in page
    assert "terlalu" not in look(cast.reviewer, path, status=302, text="Keduanya.", seen="1")


def test_the_proposal_is_offered_until_somebody_writes(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    page = look(cast.compiler, f"/lkjip/{report.pk}/bab/ikhtisar/")
    assert "Dari 1 indikator, 0 mencapai" in page
    assert "usulan dari angka" in page
    look(cast.compiler, f"/lkjip/{report.pk}/bab/penyebab/S1/", status=302, text="Sebabnya.", seen="0")
    page = look(cast.compiler, f"/lkjip/{report.pk}/bab/penyebab/S1/")
    assert OBSTACLE in page  # the quotes stand beside the text


def test_a_benchmark_is_typed_as_offices_write_figures(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    path = f"/lkjip/{report.pk}/pembanding/"
    typed = {"indicator": "S1/S.1", "kind": "earlier", "year": "2025", "value": "74,5", "target": "75"}
    assert "tanpa sumber" in look(cast.compiler, path, status=422, **typed, source="")
    page = look(cast.compiler, path, status=422, **{**typed, "value": "banyak"}, source="LKjIP 2025")
    assert "banyak" in page
    look(cast.compiler, path, status=302, **typed, source="LKjIP 2025")
    assert "74,5 (target 75)" in look(cast.compiler, path)
    row = Benchmark.objects.get()
    look(cast.officer, f"{path}{row.pk}/hapus/", status=403, x="1")
    look(cast.compiler, f"{path}{row.pk}/hapus/", status=302, x="1")
    assert not Benchmark.objects.exists()


def test_a_text_whose_sasaran_is_gone_stays_readable(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    path = f"/lkjip/{report.pk}/"
    look(cast.compiler, f"{path}bab/penyebab/S1/", status=302, text="Sebab lama.", seen="0")
    plan.nodes.filter(code="S1").update(code="S1.BARU")
    page = look(cast.compiler, path)
    assert "sasarannya tidak ada lagi" in page
    assert "Sebab lama." in page


def test_a_target_belongs_to_an_earlier_year_only(cast: Cast, plan: Plan) -> None:
    path = f"/lkjip/{opened(cast, plan).pk}/pembanding/"
    typed = {"indicator": "S1/S.1", "kind": "national", "year": "2025", "value": "74", "target": "0"}
    assert "Target hanya diisi" in look(cast.compiler, path, status=422, **typed, source="BPS")


def test_number_reason_and_request_go_through_the_page(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    one = f"/lkjip/{report.pk}/"
    look(cast.compiler, f"{one}nomor/", status=302, number=" 000.8.6.3/1/2027 ")
    look(cast.compiler, f"{one}alasan/", status=302, gap="medium:S1/S.1", reason="Renstra belum ada.")
    look(cast.compiler, f"{one}minta-reviu/", status=302, x="1")
    page = look(cast.head, one)
    assert "Renstra belum ada." in page
    assert "Menunggu reviu" in page
    report.refresh_from_db()
    assert report.number == "000.8.6.3/1/2027"


def test_the_inspector_reviews_on_the_page(cast: Cast, plan: Plan) -> None:
    report, inspector = opened(cast, plan), make_inspector()
    path = f"/lkjip/{report.pk}/reviu/"
    answers = {point.key: "yes" for point in POINTS}
    assert "Belum dijawab" in look(cast.compiler, path)
    look(cast.compiler, path, status=403, act="reviewed", **answers)
    wrong = {**answers, "form-2": "no"}
    page = look(inspector, path, status=422, act="reviewed", **wrong)
    assert "Jawaban “tidak” memerlukan catatan." in page
    assert "apa yang harus diperbaiki" in look(inspector, path, status=422, act="returned", **answers)
    look(inspector, path, status=302, act="reviewed", **answers)
    assert ReviewStatement.objects.get().by == inspector
    assert "Simpan jawaban" not in look(inspector, path)
    look(cast.compiler, f"/lkjip/{report.pk}/buka/", status=302, reason="Diperbaiki.")


@pytest.mark.usefixtures("blank_paper")
def test_the_head_signs_on_the_page_and_the_files_stay(cast: Cast, plan: Plan) -> None:
    choose_efficiency(cast)
    report = opened(cast, plan)
    told_in_full(cast, report)
    path = f"/lkjip/{report.pk}/tanda-tangan/"
    assert "Inspektorat belum menyatakan" in look(cast.head, path)
    reviewed(report, make_inspector())
    assert "Kata sandi tidak cocok" in look(cast.head, path, status=422, password="salah")
    look(cast.head, path, status=302, password="rahasia-panjang-1")
    page = look(cast.compiler, f"/lkjip/{report.pk}/")
    report.refresh_from_db()
    assert report.pdf is not None
    assert report.pdf.sha256 in page
    assert "Belum lengkap" not in page
    look(cast.compiler, f"/lkjip/{report.pk}.pdf")


def test_pages_cost_few_queries(
    cast: Cast, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = opened(cast, plan)
    told_in_full(cast, report)
    client = Client()
    client.force_login(cast.compiler)
    with clock.at(JANUARY_2027):
        with django_assert_max_num_queries(10):
            client.get("/lkjip/")
        with django_assert_max_num_queries(28):  # the figures of a whole year, by years and not by rows
            client.get(f"/lkjip/{report.pk}/")
        with django_assert_max_num_queries(24):
            client.get(f"/lkjip/{report.pk}/bab/penyebab/S1/")
        with django_assert_max_num_queries(10):
            client.get(f"/lkjip/{report.pk}/bab/latar-belakang/")
        with django_assert_max_num_queries(24):
            client.get(f"/lkjip/{report.pk}/pembanding/")
        with django_assert_max_num_queries(10):
            client.get(f"/lkjip/{report.pk}/reviu/")


# --- files ---


def words_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def words_of_word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


def test_pdf_and_word_say_the_same_from_cover_to_lampiran(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    text = "Latar <b>belakang</b>.\n\n- butir satu"
    acting.write_text(report, place_of("latar-belakang"), text, seen=0, by=cast.compiler, now=JANUARY_2027)
    reason = "Renstra menyusul."
    acting.state_reason(report, "medium:S1/S.1", reason, by=cast.compiler, now=JANUARY_2027)
    book = book_of(report, JANUARY_2027.date())
    assert book.is_draft
    document = book_word.render(book, at=JANUARY_2027)
    assert document == book_word.render(book, at=JANUARY_2027)
    pdf, word = words_of_pdf(book_pdf.render(book)), words_of_word(document)
    assert re.search(r"BAB III Akuntabilitas Kinerja ?\.+ ?\d", pdf)  # contents with page numbers
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        assert "word/charts/chart1.xml" in parts.namelist()  # a native chart
    for words in (
        "(LKjIP)", "DAFTAR ISI", "DAFTAR TABEL DAN GAMBAR", "IKHTISAR EKSEKUTIF",
        "[Usulan dari angka, belum disunting]", "[Belum lengkap] Kata Pengantar belum ditulis.",
        "Latar <b>belakang</b>.", "3.1.1 Sasaran S1: Meningkatnya kualitas penganggaran",
        "1) Target dan realisasi", "2) Perbandingan dengan tahun-tahun sebelumnya",
        "3) Kemajuan terhadap target jangka menengah", "4) Perbandingan dengan standar nasional",
        "5) Penyebab keberhasilan atau kegagalan dan alternatif solusi",
        "6) Efisiensi penggunaan sumber daya", "7) Program dan kegiatan yang menunjang",
        "76 ÷ 80 × 100 = 95,00", OBSTACLE, "3.2 Realisasi Anggaran", "216.000.000", reason,
        "Tabel L1.1 Sasaran, indikator, dan target", "Hadi Rekaan, M.Si.", "DRAF — belum final",
    ):  # fmt: skip
        assert words in pdf or words.upper() in pdf
        assert words in word or words.upper() in word


def test_a_signed_book_bears_the_statement_and_no_mark_of_a_draft(
    cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    choose_efficiency(cast)
    report = opened(cast, plan)
    told_in_full(cast, report)
    reviewed(report, make_inspector())
    confirmation = Confirmation(password="rahasia-panjang-1")
    sign_final(report, confirmation, by=cast.head, now=JANUARY_2027)
    for kind, read in (("pdf", words_of_pdf), ("docx", words_of_word)):
        out = tmp_path / f"lkjip.{kind}"
        asked = {"agency": cast.agency.code, "period": "2026", "format": kind, "out": out}
        call_command("export_lkjip", **asked)
        verdict = judge(out.read_bytes())
        assert verdict.is_genuine
        assert "persis seperti ditandatangani Hadi Rekaan, M.Si. selaku Kepala Badan" in verdict.sentence
        assert not judge(out.read_bytes() + b" ").is_genuine
        words = read(out.read_bytes())
        assert "PERNYATAAN TELAH DIREVIU" in words
        assert "Indra Rekaan, CGAP" in words
        assert "Ditandatangani dalam aplikasi" in words
        assert "DRAF" not in words
        assert "[Belum lengkap]" not in words


@pytest.mark.usefixtures("blank_paper")
def test_the_command_says_what_is_wrong(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    asked = {"agency": cast.agency.code, "format": "pdf", "out": tmp_path / "a.pdf"}
    with pytest.raises(CommandError, match="Belum ada LKjIP"):
        call_command("export_lkjip", period="2026", **asked)
    with pytest.raises(CommandError, match="tidak dikenal"):
        call_command("export_lkjip", period="tahun ini", **asked)
    opened(cast, plan)
    with clock.at(JANUARY_2027):
        call_command("export_lkjip", period="2026", **asked)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="Tidak dapat menulis"):
        call_command("export_lkjip", period="2026", **{**asked, "out": tmp_path})


def test_the_statement_and_checklist_are_a_paper_of_their_own(cast: Cast, plan: Plan) -> None:
    report, inspector = opened(cast, plan), make_inspector()
    reviewed(report, inspector)
    client = Client()
    client.force_login(cast.head)
    with clock.at(JANUARY_2027):
        answer = client.get(f"/lkjip/{report.pk}/reviu.pdf")
    words = words_of_pdf(answer.content)
    assert "keyakinan terbatas" in words
    assert "II. Mekanisme penyusunan" in words
    assert words.count("Ya") >= len(POINTS)
