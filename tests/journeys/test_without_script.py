"""The PPTK's month as a plain form, in a browser whose scripts did not load."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import DEVICE, Offices
from tests.journeys.office import Office
from tests.journeys.visitor import below, enter, explain, submit, task, unfold

pytestmark = pytest.mark.journey

GUNTUR = "Guntur Rimba Perkasa, S.H."
INVENTORY = "Realisasi Jumlah objek barang milik daerah yang diinventarisasi bulan ini"
RECORDED = "Realisasi Persentase barang milik daerah yang tercatat dan berdokumen lengkap bulan ini"


@pytest.fixture
def device() -> dict[str, Any]:
    return {**DEVICE, "java_script_enabled": False}


@pytest.fixture
def office(offices: Offices) -> Office:
    return offices("entry_day")


def test_a_pptk_enters_submits_and_gets_a_receipt_without_script(meet: Callable[[str], Page]) -> None:
    page = meet(GUNTUR)
    task(page, "Isi realisasi — November 2026").click()
    what_cannot_be_read_is_told_and_kept(page)
    evidence_is_attached(page)
    enter(
        page,
        {
            "Realisasi Jumlah laporan penatausahaan barang milik daerah bulan ini": "1",
            "Penyusunan Standar Harga": ("Rp 4.302.500", "100"),
            "Penatausahaan Barang Milik Daerah": ("28.400.000", "88,5"),
            "Inventarisasi Barang Milik Daerah": ("0", "80"),
        },
    )
    explain(
        page, INVENTORY, "Petugas lapangan berkurang.", "Inventarisasi dilanjutkan bersama pengurus barang."
    )
    number = submit(page)
    expect(page.get_by_text("Badan Pengelola Keuangan dan Aset Daerah Kota Magelang").first).to_be_visible()
    page.get_by_role("link", name="Lihat isian").click()
    expect(page.get_by_role("link", name="berita-acara.png")).to_be_visible()
    assert page.locator("main").get_by_role("textbox").count() == 0
    page.get_by_role("link", name="Tanda terima").click()
    expect(page.get_by_text(number)).to_be_visible()


def what_cannot_be_read_is_told_and_kept(page: Page) -> None:
    enter(page, {INVENTORY: "seratus dua belas", RECORDED: "91,25"})
    page.get_by_role("button", name="Simpan draf").click()
    expect(page).to_have_title("Galat: Realisasi November 2026 · Kinerja")
    expect(page.get_by_role("alert")).to_contain_text("seratus dua belas")
    expect(page.get_by_label(INVENTORY)).to_have_value("seratus dua belas")
    expect(page.get_by_label(RECORDED)).to_have_value("91,25")
    enter(page, {INVENTORY: "112"})


def evidence_is_attached(page: Page) -> None:
    row = below(page, INVENTORY)
    unfold(row)
    proof = FilePayload(name="berita-acara.png", mimeType="image/png", buffer=page.screenshot())
    row.get_by_label("Tambah bukti dukung").set_input_files(proof)
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_text("Draf tersimpan pukul 09.0")).to_be_visible()
    expect(below(page, INVENTORY).get_by_role("link", name="berita-acara.png")).to_be_visible()
