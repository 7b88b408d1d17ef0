"""The pages of what an office keeps, for everybody: SOPs, plans, rules, letters, LKjIP, the archive."""

from collections.abc import Callable

import pytest

from tests.journeys.places import (
    COMPILER,
    HEAD,
    INSPECTOR,
    KASUBBAG,
    SOP_ADMIN,
    Place,
)

pytestmark = pytest.mark.journey

SOP = "/sop/magelang-capaian-bulanan/"

PLACES = {
    "sop-daftar": Place(KASUBBAG, "/sop/", action="Penyusunan Laporan Monev Capaian Kinerja Bulanan"),
    "sop": Place(KASUBBAG, "/sop/magelang-capaian-bulanan/", action="November 2026"),
    "sop-versi": Place(SOP_ADMIN, f"{SOP}versi/", action="Buat draf dari versi 1"),
    "sop-penyunting": Place(SOP_ADMIN, f"{SOP}versi/", ("Buat draf dari versi 1",), "Tambah langkah"),
    "sop-impor": Place(SOP_ADMIN, "/sop/impor/", action="Baca naskah"),
    "geladi": Place(KASUBBAG, f"{SOP}geladi/", action="Mainkan geladi"),
    "bukti": Place(KASUBBAG, SOP, ("Oktober 2026", "Bukti pelaksanaan"), "Unduh PDF"),
    "rencana-daftar": Place(KASUBBAG, "/rencana/", action="2026"),
    "rencana": Place(KASUBBAG, "/rencana/", ("2026 Murni",), "Impor rencana"),
    "formulir": Place(KASUBBAG, "/rencana/", ("2026 Murni", "Formulir"), "PDF"),
    "aturan-hitung": Place(KASUBBAG, "/rencana/", ("Aturan hitung",), "Tetapkan aturan baru"),
    "aturan-baru": Place(KASUBBAG, "/aturan/bpkad-magelang/baru/", action="Tetapkan aturan"),
    "rencana-penyunting": Place(KASUBBAG, "/rencana/", ("2026 Perubahan", "Lanjutkan draf"), "Tambah baris"),
    "rencana-kas": Place(
        KASUBBAG,
        "/rencana/",
        ("2026 Perubahan", "Lanjutkan draf", "Penyusunan Standar Harga", "Isi per bulan"),
        "Simpan",
    ),
    "rencana-beda": Place(KASUBBAG, "/rencana/", ("2026 Perubahan", "Beda dengan Murni"), "Unduh Excel"),
    "rencana-impor": Place(KASUBBAG, "/rencana/impor/", action="Periksa"),
    "surat": Place(KASUBBAG, "/surat/", action="Tulis surat"),
    "surat-baru": Place(COMPILER, "/laporan/", ("Juni 2026", "tulis surat"), "Simpan konsep surat"),
    "surat-rinci": Place(
        COMPILER, "/laporan/", ("September 2026", "tulis surat", "Simpan konsep surat"), "Lihat dulu", 422
    ),
    "surat-tanda-tangan": Place(HEAD, "/surat/?keadaan=draft", ("Penyampaian",), "Tanda tangani surat"),
    "surat-templat": Place(KASUBBAG, "/surat/templat/", ("Surat pengantar",), "Simpan versi baru"),
    "surat-nomor": Place(SOP_ADMIN, "/surat/nomor/", ("Nota dinas",), "Simpan pola"),
    "agenda-masuk": Place(COMPILER, "/surat/agenda/masuk/", ("Catat surat masuk",), "Simpan dalam agenda"),
    "agenda-keluar": Place(COMPILER, "/surat/agenda/keluar/", action="Unduh Excel"),
    "pengganti": Place(KASUBBAG, "/pengganti/", action="Tetapkan pengganti"),
    "pengganti-baru": Place(KASUBBAG, "/pengganti/", ("Tetapkan pengganti",), "Tetapkan pengganti"),
    "pengganti-akhiri": Place(KASUBBAG, "/pengganti/", ("Akhiri",), "Akhiri sekarang"),
    "lkjip-daftar": Place(COMPILER, "/lkjip/", action="Buka LKjIP"),
    "lkjip": Place(COMPILER, "/lkjip/", ("LKjIP Tahun 2026",), "Simpan nomor"),
    "lkjip-naskah": Place(COMPILER, "/lkjip/", ("LKjIP Semester I 2026", "Ikhtisar"), "Simpan naskah"),
    "lkjip-sasaran": Place(COMPILER, "/lkjip/", ("LKjIP Tahun 2026", "solusi — Sasaran S2"), "Simpan naskah"),
    "lkjip-pembanding": Place(COMPILER, "/lkjip/", ("LKjIP Tahun 2026", "Pembanding"), "Simpan pembanding"),
    "lkjip-reviu": Place(INSPECTOR, "/lkjip/", ("LKjIP Semester I 2026", "Daftar periksa"), "Simpan jawaban"),
    "lkjip-tanda-tangan": Place(HEAD, "/lkjip/2/tanda-tangan/", action="Baca dahulu"),
    "arsip": Place(COMPILER, "/arsip/", action="Unduh"),
    "arsip-rinci": Place(COMPILER, "/arsip/", ("Juni 2026",), "Periksa keutuhan"),
    "arsip-ulang": Place(COMPILER, "/arsip/", ("Juni 2026", "Klasifikasi ulang"), "Simpan klasifikasi"),
    "arsip-jatuh-tempo": Place(COMPILER, "/arsip/jatuh-tempo/?per=2032-01-01", action="Unduh Excel"),
    "klasifikasi": Place(COMPILER, "/arsip/klasifikasi/bpkad-magelang/", action="Catat baris ini"),
    "klasifikasi-impor": Place(
        COMPILER, "/arsip/klasifikasi/bpkad-magelang/", ("Impor jadwal",), "Periksa berkas"
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_for_everybody(name: str, look_at: Callable[[Place], None]) -> None:
    look_at(PLACES[name])
