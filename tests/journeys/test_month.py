"""A month on the SOP in the browser, with web, worker and beat running: from opening to archive."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from tests.journeys.office import Office, Opening
from tests.journeys.visitor import (
    Sheet,
    downloaded,
    enter,
    explain,
    home,
    submit,
    task,
    wait_for_task,
)

pytestmark = pytest.mark.journey

DAMAR, GUNTUR = "Damar Gilang Samudra, S.E., M.Ak.", "Guntur Rimba Perkasa, S.H."
LATE = ("Kirana Embun Pertiwi, S.E., Ak.", "Teratai Nirmala Dewi, S.Sos.")
KASUBBAG, COMPILER = "Arimbi Puspa Candra, S.E.", "Lintang Kemuning Sari, S.Ak."
HEAD = "Bayu Segara Lazuardi, S.E., M.Si."

INVENTORY = "Jumlah objek barang milik daerah yang diinventarisasi"
INVENTORY_CELL = f"Realisasi {INVENTORY} bulan ini"
WRONG, RIGHT = "1.120", "112"  # of the month
WRONG_SO_FAR, RIGHT_SO_FAR = "1.977", "969"
REASON = "Berita acara inventarisasi menyebut 112 objek, bukan 1.120. Mohon diperbaiki."
RECEIPT = "SM-2026-11-0417"

LAWS = "Jumlah rancangan Perda/Perkada tentang APBD yang tersusun sesuai standar dan tepat waktu"
BUDGET_LAW = (
    "Koordinasi dan Penyusunan Peraturan Daerah tentang APBD dan Peraturan Kepala Daerah tentang "
    "Penjabaran APBD"
)
BUDGET_CHANGE_LAW = (
    "Koordinasi dan Penyusunan Peraturan Daerah tentang Perubahan APBD dan Peraturan Kepala Daerah tentang "
    "Penjabaran Perubahan APBD"
)
BUDGETING: Sheet = {
    "Perangkat Daerah yang menyampaikan sesuai standar dan tepat waktu": "43",
    "Perangkat Daerah": "44",
    f"Realisasi {LAWS} bulan ini": "2",
    BUDGET_LAW: ("110.379.600", "90"),
    BUDGET_CHANGE_LAW: ("42.016.400", "97"),
}
ASSETS: Sheet = {
    "Realisasi Persentase barang milik daerah yang tercatat dan berdokumen lengkap bulan ini": "91,25",
    "Realisasi Jumlah laporan penatausahaan barang milik daerah bulan ini": "1",
    INVENTORY_CELL: WRONG,
    "Penyusunan Standar Harga": ("4.302.500", "100"),
    "Penatausahaan Barang Milik Daerah": ("28.400.000", "88"),
    "Inventarisasi Barang Milik Daerah": ("12.600.000", "80"),
}

Meet = Callable[[str], Page]


@pytest.fixture
def office(tmp_path: Path, opening: Opening) -> Iterator[Office]:
    with opening("first_day", tmp_path / "data", ["web", "worker", "beat"]) as place:
        yield place


def test_a_month_goes_from_opening_to_archive(office: Office, meet: Meet, tmp_path: Path) -> None:
    damar, guntur, kasubbag = meet(DAMAR), meet(GUNTUR), meet(KASUBBAG)
    office.be_at("2026-12-01 08:00")
    a_pptk_prepares_drafts_and_submits(damar)
    office.be_at("2026-12-03 09:00")
    another_submits_at_once(guntur)
    office.be_at("2026-12-06 00:10")
    the_worker_closes_entry_and_compiles(office, kasubbag)
    a_latecomer_is_told_why_nothing_can_be_entered(meet(LATE[0]))
    kasubbag_returns_one_row(kasubbag)
    office.be_at("2026-12-07 09:00")
    the_pptk_corrects_that_row_and_no_other(guntur)
    office.be_at("2026-12-08 08:00")
    kasubbag_approves_the_second_round(kasubbag)
    office.be_at("2026-12-09 10:00")
    the_head_signs(meet(HEAD))
    compiler = meet(COMPILER)
    the_compiler_delivers(compiler)
    office.be_at("2026-12-10 09:00")
    the_compiler_archives(compiler)
    the_files_say_what_was_corrected(compiler, tmp_path)
    the_first_round_still_says_what_was_wrong(compiler)
    the_package_is_whole(compiler, tmp_path)
    assert "Riwayat utuh" in office.command("verify_history")


def a_pptk_prepares_drafts_and_submits(page: Page) -> None:
    wait_for_task(page, "Siapkan data — November 2026")
    page.get_by_role("button", name="Siapkan data: selesai").click()
    wait_for_task(page, "Isi realisasi — November 2026")
    expect(page.get_by_text("0 dari 4 baris lengkap")).to_be_visible()
    enter(page, BUDGETING)
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_text("Draf tersimpan pukul 08.0")).to_be_visible()
    expect(page.get_by_text("2 dari 4 baris lengkap")).to_be_visible()
    expect(page.get_by_label("Perangkat Daerah", exact=True)).to_have_value("44")
    explain(page, "Perangkat Daerah", "Satu perangkat daerah terlambat.", "Pendampingan sampai lengkap.")
    assert submit(page)
    home(page)
    assert task(page, "Isi realisasi — November 2026").count() == 0


def another_submits_at_once(page: Page) -> None:
    wait_for_task(page, "Isi realisasi — November 2026")
    expect(page.get_by_text("2 hari lagi")).to_be_visible()
    enter(page, ASSETS)
    assert submit(page)


def the_worker_closes_entry_and_compiles(office: Office, page: Page) -> None:
    wait_for_task(page, "Tinjau laporan — November 2026")
    assert "sop.tick" in office.log("worker")
    late = page.get_by_text("Belum menyampaikan sampai tenggat").locator("xpath=ancestor::div[1]")
    for name in LATE:
        expect(late).to_contain_text(name)
    page.get_by_role("link", name="November 2026").first.click()
    expect(page.get_by_role("heading", name="Belum menyampaikan")).to_be_visible()
    compiled = page.get_by_role("row", name="Susun laporan").first
    expect(compiled).to_contain_text("Sistem")
    expect(compiled).to_contain_text("Minggu, 6 Desember 2026, 00.10 WIB")


def a_latecomer_is_told_why_nothing_can_be_entered(page: Page) -> None:
    home(page)
    task(page, "Isi realisasi — November 2026").click()
    expect(page.get_by_text("Batas waktunya sudah lewat")).to_be_visible()
    assert page.locator("main").get_by_role("textbox").count() == 0


def kasubbag_returns_one_row(page: Page) -> None:
    wait_for_task(page, "Tinjau laporan — November 2026")
    row = page.get_by_role("row", name=INVENTORY)
    expect(row).to_contain_text(WRONG)
    expect(row).to_contain_text(WRONG_SO_FAR)
    page.get_by_role("button", name="Kembalikan baris bercatatan").click()
    expect(page.get_by_role("alert")).to_contain_text("baris")
    note = page.get_by_label(f"Catatan untuk {INVENTORY}")
    note.locator("xpath=ancestor::details").locator("summary").click()
    note.fill(REASON)
    page.get_by_role("button", name="Kembalikan baris bercatatan").click()
    expect(page.get_by_role("heading", name="Tugas Saya", level=1)).to_be_visible()


def the_pptk_corrects_that_row_and_no_other(page: Page) -> None:
    page.get_by_role("link", name="Kotak Masuk").first.click()
    notice = page.get_by_role("listitem").filter(has_text="Dikembalikan untuk diperbaiki: Isi realisasi")
    notice.get_by_role("button", name="Buka").first.click()
    expect(page.get_by_text("Perbaikan putaran 2")).to_be_visible()
    expect(page.get_by_text(REASON, exact=True)).to_be_visible()
    asked = page.locator("main .entry-value input[type=text]")
    expect(asked).to_have_count(1)
    expect(asked).to_have_value(WRONG)
    enter(page, {INVENTORY_CELL: RIGHT})
    page.get_by_role("button", name="Periksa dan sampaikan").click()
    expect(page.get_by_role("alert")).to_contain_text("endala")
    explain(
        page,
        INVENTORY_CELL,
        "Petugas lapangan berkurang.",
        "Inventarisasi dilanjutkan bersama pengurus barang.",
    )
    assert submit(page)


def kasubbag_approves_the_second_round(page: Page) -> None:
    wait_for_task(page, "Tinjau laporan — November 2026")
    expect(page.get_by_text("1 baris berubah sejak putaran sebelumnya.")).to_be_visible()
    row = page.get_by_role("row", name=INVENTORY)
    expect(row).to_contain_text(RIGHT_SO_FAR)
    expect(row).to_contain_text("berubah sejak putaran sebelumnya")
    page.get_by_label("Saya menyatakan telah memeriksa laporan ini dan memarafnya").check()
    page.get_by_role("button", name="Setujui dan paraf laporan").click()
    expect(page.get_by_role("heading", name="Tugas Saya", level=1)).to_be_visible()


def the_head_signs(page: Page) -> None:
    wait_for_task(page, "Tanda tangani laporan — November 2026")
    expect(page.get_by_text(LATE[1])).to_be_visible()
    page.get_by_label("Saya menyatakan telah memeriksa laporan ini").check()
    page.get_by_role("button", name="Tanda tangani laporan").click()
    expect(page.get_by_text("Tercatat dalam riwayat")).to_be_visible()


def the_compiler_delivers(page: Page) -> None:
    wait_for_task(page, "Kirim laporan — November 2026")
    page.get_by_label("Nomor tanda terima").fill(RECEIPT)
    for day in ("Tanggal kirim", "Tanggal tanda terima"):
        page.get_by_label(day).fill("2026-12-09")
    page.get_by_label("Berkas tanda terima").set_input_files(
        FilePayload(name="unggahan-smart.png", mimeType="image/png", buffer=page.screenshot())
    )
    page.get_by_role("button", name="Catat pengiriman").click()
    expect(page.get_by_text("Tercatat dalam riwayat")).to_be_visible()


def the_compiler_archives(page: Page) -> None:
    wait_for_task(page, "Arsipkan laporan — November 2026")
    page.get_by_label("Nomor berkas").fill("000.8.6.3/11/2026")
    page.get_by_role("button", name="Arsipkan laporan").click()
    expect(page.get_by_text("Tercatat dalam riwayat")).to_be_visible()


def the_files_say_what_was_corrected(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Laporan").first.click()
    page.get_by_role("link", name="November 2026").click()
    expect(page.get_by_text(RECEIPT)).to_be_visible()
    actions = page.locator(".page-actions")
    pdf = downloaded(page, actions.get_by_role("link", name="PDF"), folder)
    words = " ".join(part.extract_text() for part in PdfReader(pdf).pages)
    assert RIGHT_SO_FAR in words
    assert WRONG_SO_FAR not in words
    assert HEAD in words
    xlsx = downloaded(page, actions.get_by_role("link", name="Excel"), folder)
    book = openpyxl.load_workbook(xlsx, data_only=True)
    row = next(row for row in book.worksheets[0].iter_rows(values_only=True) if INVENTORY in row)
    assert 969 in row
    assert 1977 not in row


def the_first_round_still_says_what_was_wrong(page: Page) -> None:
    page.get_by_role("navigation", name="Putaran").get_by_role("link", name="1 · dikembalikan").click()
    expect(page.get_by_text("Ini putaran terdahulu.")).to_be_visible()
    row = page.get_by_role("row", name=INVENTORY)
    expect(row).to_contain_text(WRONG_SO_FAR)
    expect(page.get_by_text(REASON)).to_be_visible()


def the_package_is_whole(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Arsip").first.click()
    path = downloaded(page, page.get_by_role("link", name="Unduh"), folder)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        names = set(package.namelist())
        listed = [line.split("  ", 1) for line in package.read("manifest.sha256").decode().splitlines()]
        assert {"laporan.pdf", "laporan.xlsx", "tanda-terima.pdf"} <= names
        assert any(name.startswith("tanda-terima/") and name.endswith(".png") for name in names)
        assert any(name.startswith("riwayat") for name in names)
        assert {name for _, name in listed} == names - {"manifest.sha256"}
        for checksum, name in listed:
            assert hashlib.sha256(package.read(name)).hexdigest() == checksum
        assert package.read("laporan.pdf") == next(folder.glob("*.pdf")).read_bytes()
