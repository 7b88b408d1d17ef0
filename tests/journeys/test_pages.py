"""The pages of a month's work, for everybody: signing in, tasks, entry, reports, delivery."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.journeys.axe import violations
from tests.journeys.conftest import DEVICE
from tests.journeys.places import (
    ANOTHER,
    COMPILER,
    HEAD,
    KASUBBAG,
    LATE,
    PPTK,
    SOP_ADMIN,
    Place,
)

pytestmark = pytest.mark.journey

PLACES = {
    "masuk": Place(None, "/masuk/", action="Masuk"),
    "verifikasi": Place(None, "/verifikasi/", action="Periksa berkas"),
    "lupa-sandi": Place(None, "/sandi/lupa/", action="Kirim tautan"),
    "tugas-saya": Place(PPTK, "/", action="Isi realisasi — November 2026"),
    "tugas-kasubbag": Place(KASUBBAG, "/", action="Tinjau laporan — Oktober 2026"),
    "siapkan": Place(PPTK, "/", ("Siapkan data — November 2026",), "Siapkan data: selesai"),
    "entri": Place(PPTK, "/", ("Isi realisasi — November 2026",), "Periksa dan sampaikan"),
    "entri-kosong": Place(LATE, "/", ("Isi realisasi — November 2026",), "Simpan draf"),
    "entri-galat": Place(
        LATE, "/", ("Isi realisasi — November 2026", "Periksa dan sampaikan"), "Simpan draf", 422
    ),
    "entri-unggah": Place(PPTK, "/", ("Isi realisasi — November 2026", "Unggah Excel"), "Lihat perbedaan"),
    "periksa": Place(PPTK, "/", ("Isi realisasi — November 2026", "Periksa dan sampaikan"), "Sampaikan"),
    "tanda-terima": Place(ANOTHER, "/", ("Isi realisasi — November 2026", "Tanda terima"), "Ke Tugas Saya"),
    "rilis-menyusul": Place(PPTK, "/realisasi/rilis/"),
    "tinjau": Place(KASUBBAG, "/", ("Tinjau laporan — Oktober 2026",), "Setujui dan paraf laporan"),
    "tanda-tangan": Place(HEAD, "/", ("Tanda tangani laporan — Juli 2026",), "Tanda tangani laporan"),
    "layanan-esign": Place(SOP_ADMIN, "/layanan-esign/", ("Atur layanan",), "Simpan layanan"),
    "nik": Place(PPTK, "/akun/nik/", action="Simpan NIK"),
    "kirim": Place(COMPILER, "/", ("Kirim laporan — September 2026",), "Catat pengiriman"),
    "lembar-salin": Place(
        COMPILER, "/", ("Kirim laporan — September 2026", "Lembar salin Smart Magelang"), "Unduh Excel"
    ),
    "pengiriman": Place(KASUBBAG, "/laporan/", ("Juni 2026", "Semua pengiriman"), "Lembar salin"),
    "tujuan": Place(COMPILER, "/laporan/", ("Tujuan pengiriman",), "Tambah tujuan"),
    "tujuan-baru": Place(COMPILER, "/tujuan/bpkad-magelang/baru/", action="Simpan tujuan"),
    "arsipkan": Place(COMPILER, "/", ("Arsipkan laporan — Agustus 2026",), "Arsipkan laporan"),
    "laporan-daftar": Place(KASUBBAG, "/laporan/", action="Oktober 2026"),
    "laporan": Place(KASUBBAG, "/laporan/", ("Juni 2026",), "PDF"),
    "perbaikan-buka": Place(KASUBBAG, "/laporan/", ("Juni 2026", "buka perbaikan"), "Buka perbaikan"),
    "laporan-dua-putaran": Place(KASUBBAG, "/laporan/", ("September 2026", "1 · dikembalikan"), "Excel"),
    "laporan-belum-ada": Place(KASUBBAG, "/laporan/", ("November 2026",)),
    "tata-letak": Place(KASUBBAG, "/laporan/", ("Tata letak",), "Simpan tata letak"),
    "kop": Place(KASUBBAG, "/laporan/", ("Tata letak", "Kop dan penanda tangan"), "Catat pelimpahan"),
    "pelaksanaan": Place(KASUBBAG, "/sop/magelang-capaian-bulanan/", ("Oktober 2026",), "Beri perpanjangan"),
    "perpanjangan": Place(
        KASUBBAG,
        "/sop/magelang-capaian-bulanan/",
        ("Oktober 2026", "Beri perpanjangan"),
        "Beri perpanjangan",
    ),
    "kotak-masuk": Place(PPTK, "/kotak-masuk/", action="Buka"),
    "berkas-siap": Place(KASUBBAG, "/kotak-masuk/", ("siap diunduh",), "Unduh PDF"),
    "berkas-gagal": Place(KASUBBAG, "/kotak-masuk/", ("tidak dapat dibuat",), "Minta sekali lagi"),
    "sandi": Place(PPTK, "/sandi/", action="Simpan kata sandi"),
    "tidak-ada": Place(PPTK, "/laporan/99999/", status=404),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_for_everybody(name: str, look_at: Callable[[Place], None]) -> None:
    look_at(PLACES[name])


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    visitor = browser.new_context(**DEVICE)
    page = visitor.new_page()
    page.set_content(
        '<html lang="id"><title>Uji</title><main><img src="data:,">'
        '<p style="color: #999; background: #fff">Terlalu pucat</p></main></html>'
    )
    assert {line.split(":")[0] for line in violations(page)} == {"color-contrast", "image-alt"}
    visitor.close()
