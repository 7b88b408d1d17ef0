"""A quarter of Bagian Pemerintahan Kota Madiun: disposisi, letter, paraf, signature, agenda, dispatch."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.axe import violations
from tests.journeys.conftest import Offices
from tests.journeys.desk import end, paper, run_page, spend, states, take
from tests.journeys.office import Office
from tests.journeys.visitor import downloaded, enter, explain, submit

pytestmark = pytest.mark.journey

KABAG, SUBCOORDINATOR = "Anggrek Bulan Permata, S.H., M.Si.", "Langit Jingga Pratama, S.E."
JFU, GEMA, DAHLIA = "Embun Pagi Lestari, S.AP.", "Gema Cakrawala, S.Sos.", "Dahlia Senandung, S.E."
QUARTER = "Triwulan III 2026"

INCOMING = "000.8.6.3/412/2026, 27 November 2026, Bagian Organisasi"
TO_WRITE = "Susun Laporan Capaian Kinerja Triwulan III dan sampaikan sebelum batas waktu."
TO_VALIDATE = "Validasi data setiap sub kegiatan, lalu susun laporannya."
TO_CONCEPT = "Buat konsep Surat Pengantar kepada Bagian Organisasi."
CORRECTED = "Angka sudah dicocokkan dengan laporan keuangan."
BODY = "Bersama ini kami sampaikan Laporan Capaian Kinerja Triwulan III Tahun 2026."
HANDED_OVER, AGENDA, RECEIPT = "TT/8/2026", "045/1187/2026", "TU-ORG/2026/0931"

MEETINGS = "Kegiatan yang terlaksana"
EVALUATED = "Realisasi Persentase perjanjian kerja sama yang dievaluasi bulan ini"

Meet = Callable[[str], Page]


@pytest.fixture
def office(offices: Offices) -> Office:
    return offices("quarters")


def test_a_quarter_goes_from_the_incoming_letter_to_bagian_organisasi(meet: Meet, tmp_path: Path) -> None:
    kabag, subcoordinator, jfu = meet(KABAG), meet(SUBCOORDINATOR), meet(JFU)
    kabag_gives_the_letter_on(kabag)
    the_subcoordinator_reads_and_instructs(subcoordinator)
    gema_reports(meet(GEMA))
    dahlia_reports(meet(DAHLIA))
    take(jfu, f"Susun laporan — {QUARTER}")
    end(jfu, "Susun draf sekarang")
    the_subcoordinator_corrects(subcoordinator)
    the_jfu_drafts_the_letter(jfu)
    the_subcoordinator_initials_what_can_be_read(subcoordinator)
    kabag_initials_and_signs(kabag)
    take(subcoordinator, f"Serahkan — {QUARTER}")
    end(subcoordinator, "Catat penyerahan", {"Nomor tanda terima": HANDED_OVER})
    the_jfu_dispatches(jfu)
    everything_can_be_read_afterwards(kabag)
    the_report_is_signed(kabag, tmp_path)


def kabag_gives_the_letter_on(page: Page) -> None:
    take(page, f"Beri disposisi — {QUARTER}")
    assert violations(page) == []
    page.get_by_role("button", name="Beri disposisi").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis apa yang harus dikerjakan.")
    end(
        page,
        "Beri disposisi",
        {"Surat": INCOMING, "Sifat": "Segera", "Instruksi": TO_WRITE, "Batas waktu": "2026-12-04"},
    )


def the_subcoordinator_reads_and_instructs(page: Page) -> None:
    take(page, f"Beri disposisi — {QUARTER}")
    disposisi = paper(page, "Beri disposisi")
    for words in (INCOMING, "Segera", TO_WRITE, "4 Desember 2026", KABAG, "Kepala Bagian Pemerintahan"):
        expect(disposisi).to_contain_text(words)
    end(page, "Beri disposisi", {"Instruksi": TO_VALIDATE})


def gema_reports(page: Page) -> None:
    take_entry(page)
    expect(paper(page, TO_VALIDATE)).to_contain_text(SUBCOORDINATOR)
    expect(paper(page, TO_WRITE)).to_contain_text(KABAG)
    enter(page, {MEETINGS: "5", "Kegiatan yang direncanakan": "6"})
    enter(page, {"Realisasi Jumlah laporan fasilitasi pemerintahan umum bulan ini": "1"})
    spend(page, "Fasilitasi Pelaksanaan Pemerintahan Umum", "175.547.075", "70")
    explain(page, MEETINGS, "Satu rapat evaluasi ditunda atas permintaan mitra.", "Rapat dijadwalkan ulang.")
    assert submit(page)


def dahlia_reports(page: Page) -> None:
    take_entry(page)
    enter(
        page,
        {
            "Realisasi Jumlah naskah kerja sama antarpemerintah yang difasilitasi bulan ini": "2",
            "Realisasi Rata-rata waktu penyelesaian naskah kerja sama bulan ini": "9,5",
            EVALUATED: "70",
        },
    )
    spend(page, "Fasilitasi Kerjasama antar Pemerintah", "47.239.300", "70")
    spend(page, "Fasilitasi Kerjasama Badan Usaha/Swasta", "87.988.386", "70")
    spend(page, "Evaluasi Pelaksanaan Kerja Sama", "76.763.907", "70")
    explain(page, EVALUATED, "Dua mitra belum mengirim laporan.", "Surat pengingat dan kunjungan.")
    assert submit(page)


def take_entry(page: Page) -> None:
    take(page, f"Isi realisasi — {QUARTER}")


def the_subcoordinator_corrects(page: Page) -> None:
    take(page, f"Teliti dan koreksi — {QUARTER}")
    assert violations(page) == []
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis alasan dan arahan")
    end(page, "Nyatakan sudah diteliti", {"Catatan": CORRECTED})
    take(page, f"Beri disposisi — {QUARTER}")
    end(page, "Beri disposisi", {"Instruksi": TO_CONCEPT})


def the_jfu_drafts_the_letter(page: Page) -> None:
    take(page, f"Buat konsep surat — {QUARTER}")
    expect(paper(page, TO_CONCEPT)).to_be_visible()
    expect(paper(page, CORRECTED)).to_be_visible()
    expect(page.get_by_label("Kepada (Yth.)")).to_have_value("Kepala Bagian Organisasi")
    assert violations(page) == []
    end(page, "Simpan konsep surat", {"Jenis naskah": "Surat pengantar", "Isi": BODY})


def the_subcoordinator_initials_what_can_be_read(page: Page) -> None:
    take(page, f"Paraf — {QUARTER}")
    for words in ("Surat pengantar", "Kepala Bagian Organisasi", BODY, JFU):
        expect(paper(page, "Buat konsep surat")).to_contain_text(words)
    assert violations(page) == []
    page.get_by_label("Saya menyatakan telah memeriksa naskah ini dan memarafnya").check()
    end(page, "Bubuhkan paraf")


def kabag_initials_and_signs(page: Page) -> None:
    take(page, f"Paraf — {QUARTER}")
    expect(paper(page, "Buat konsep surat")).to_contain_text(BODY)
    expect(initialled(page)).to_contain_text(SUBCOORDINATOR)
    expect(page.get_by_role("button", name="Kembalikan")).to_have_count(0)
    page.get_by_label("Saya menyatakan telah memeriksa naskah ini dan memarafnya").check()
    end(page, "Bubuhkan paraf")
    take(page, f"Tanda tangani laporan — {QUARTER}")
    page.get_by_label("Saya menyatakan telah memeriksa laporan ini").check()
    page.get_by_role("button", name="Tanda tangani laporan").click()
    expect(page.get_by_text("Tercatat dalam riwayat")).to_be_visible()


def initialled(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text="Diparaf")


def the_jfu_dispatches(page: Page) -> None:
    take(page, f"Kirim laporan — {QUARTER}")
    expect(page.get_by_label("Tujuan")).to_have_value("Bagian Organisasi")
    expect(paper(page, "Buat konsep surat")).to_contain_text(BODY)
    end(page, "Catat pengiriman", {"Nomor agenda": AGENDA, "Nomor tanda terima": RECEIPT})


def everything_can_be_read_afterwards(page: Page) -> None:
    """From the run to each of its tasks: what was kept, by whom, in which office, when."""
    run_page(page, "Laporan Capaian Kinerja", QUARTER)
    assert states(page) == {f"{number}.": "Selesai" for number in range(1, 9)}
    for work, nth, words in (
        ("Beri disposisi", 0, (INCOMING, "Segera", TO_WRITE, KABAG, "Kepala Bagian Pemerintahan")),
        ("Teliti dan koreksi", 0, (CORRECTED, SUBCOORDINATOR)),
        ("Buat konsep surat", 0, ("Surat pengantar", "Kepala Bagian Organisasi", BODY, JFU)),
        ("Paraf", 0, (SUBCOORDINATOR, "Subkoordinator Perencanaan dan Pelaporan")),
        ("Paraf", 1, (KABAG, "Kepala Bagian Pemerintahan")),
        ("Serahkan", 0, ("JFU", HANDED_OVER)),
        ("Kirim laporan", 0, (AGENDA, "Bagian Organisasi", RECEIPT, JFU)),
    ):
        page.locator("tr.row-sub").get_by_role("link", name=work).nth(nth).click()
        record = page.locator(".panel").first
        for word in (*words, "Selasa, 1 Desember 2026", "WIB"):
            expect(record).to_contain_text(word)
        page.go_back()


def the_report_is_signed(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Lihat laporan").click()
    expect(page.get_by_text("Ditandatangani oleh")).to_be_visible()
    expect(page.get_by_text(RECEIPT)).to_be_visible()
    actions = page.locator(".page-actions")
    pdf = downloaded(page, actions.get_by_role("link", name="PDF"), folder)
    words = " ".join(" ".join(part.extract_text() for part in PdfReader(pdf).pages).split())
    assert KABAG in words
    assert "Persentase perjanjian kerja sama yang dievaluasi" in words
