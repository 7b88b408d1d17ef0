"""Every main page: readable by everybody, within its width, from this host alone, workable by keyboard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import DEVICE, Offices
from tests.journeys.office import Office
from tests.journeys.visitor import sign_in

pytestmark = pytest.mark.journey

WIDTHS = [(1920, 1080), (360, 800), (1366, 768)]
TABS = 250  # presses of a key after which somebody gives up

PPTK, LATE, ANOTHER = "Guntur Rimba Perkasa", "Teratai Nirmala Dewi", "Damar Gilang Samudra"
KASUBBAG, COMPILER, HEAD = "Arimbi Puspa Candra", "Lintang Kemuning Sari", "Bayu Segara Lazuardi"
INSPECTOR = "Wisnu Tirta Gemilang"
SOP_ADMIN, SOP = "Pandu Bintang Fajar", "/sop/magelang-capaian-bulanan/"


@dataclass(frozen=True)
class Place:
    """A page: who opens it, from which address, by which links and buttons, and what is to be done there."""

    who: str | None
    path: str
    clicks: tuple[str, ...] = ()
    action: str = ""
    status: int = 200


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
    "kotak-masuk": Place(PPTK, "/kotak-masuk/", action="Buka"),
    "pengganti": Place(KASUBBAG, "/pengganti/", action="Tetapkan pengganti"),
    "pengganti-baru": Place(KASUBBAG, "/pengganti/", ("Tetapkan pengganti",), "Tetapkan pengganti"),
    "pengganti-akhiri": Place(KASUBBAG, "/pengganti/", ("Akhiri",), "Akhiri sekarang"),
    "berkas-siap": Place(KASUBBAG, "/kotak-masuk/", ("siap diunduh",), "Unduh PDF"),
    "berkas-gagal": Place(KASUBBAG, "/kotak-masuk/", ("tidak dapat dibuat",), "Minta sekali lagi"),
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
    "sandi": Place(PPTK, "/sandi/", action="Simpan kata sandi"),
    "tidak-ada": Place(PPTK, "/laporan/99999/", status=404),
}


@dataclass
class Witness:
    """A visitor's page and what went wrong on it unseen."""

    page: Page
    host: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._requested)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in {self.host, ""}:
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        refusal = "the server responded with a status of 4" in message.text
        if message.type in {"error", "warning"} and not refusal:
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def office(offices: Offices) -> Office:
    return offices("every_stage")


@pytest.fixture(scope="module")
def witness_of(browser: Browser, office: Office) -> Iterator[Callable[[str | None], Witness]]:
    """Each person signs in once for all pages."""
    witnesses: dict[str | None, Witness] = {}

    def witness_of_one(who: str | None) -> Witness:
        if who not in witnesses:
            visitor = browser.new_context(**DEVICE)
            visitor.set_default_timeout(15_000)
            witness = witnesses[who] = Witness(visitor.new_page(), urlsplit(office.url).netloc)
            witness.watch()
            if who:
                sign_in(witness.page, office.url, who)
        return witnesses[who]

    yield witness_of_one
    for witness in witnesses.values():
        witness.page.context.close()


def go(page: Page, office: Office, place: Place) -> None:
    """Open the address, then click what a person would; the answer to the last click is the page."""
    answer = page.goto(office.url + place.path)
    for name in place.clicks:
        with page.expect_navigation() as waiting:
            to_click(page, name).click()
        answer = waiting.value
    assert answer is not None
    assert answer.status == place.status


def to_click(page: Page, name: str) -> Locator:
    """The link or button of that name in the content of the page."""
    main = page.locator("main")
    return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_for_everybody(
    name: str, office: Office, witness_of: Callable[[str | None], Witness]
) -> None:
    place = PLACES[name]
    witness = witness_of(place.who)
    page = witness.page
    go(page, office, place)
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, f"terlalu lebar pada {width}"
        if width < WIDTHS[0][0]:
            assert violations(page) == []
    if place.action:
        reached_by_keyboard(page, to_click(page, place.action))
    assert witness.foreign == []
    assert witness.complaints == []


def reached_by_keyboard(page: Page, action: Locator) -> None:
    """The first Tab offers to skip to the content; from there, Tab reaches what is to be done."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.locator("body").evaluate(
        "body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex') }"
    )
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    wanted = action.element_handle()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab tidak sampai pada {action}")


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    visitor = browser.new_context(**DEVICE)
    page = visitor.new_page()
    page.set_content('<html lang="id"><title>Uji</title><main><img src="data:,"></main></html>')
    assert any(line.startswith("image-alt") for line in violations(page))
    visitor.close()
