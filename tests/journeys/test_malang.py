"""A quarter of Bakesbangpol Kota Malang: eleven steps with hand-overs, and one return with direction."""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Offices
from tests.journeys.desk import end, paper, run_page, spend, states, take
from tests.journeys.office import Office
from tests.journeys.visitor import enter, explain, submit

pytestmark = pytest.mark.journey

SECRETARY, KASUBBAG = "Cendana Harum Wilis, S.Sos., M.M.", "Kenanga Tutur Bijak, S.E."
STAFF = "Surya Kencana Muda, S.Kom."
IDEOLOGY, POLITICS = "Rembulan Sejati, S.Sos.", "Badai Reda Kusuma, S.IP."
ALERTNESS = "Lereng Semeru Abadi, S.H."
QUARTER, SOP = "Triwulan III 2026", "PENGUKURAN KINERJA"

TO_PREPARE = "Siapkan formulir pengumpulan data Triwulan III."
TO_DISTRIBUTE = "Bagikan formulir kepada tiga bidang hari ini."
TO_SUM_UP = "Rekap data ketiga bidang."
RESPONSE = "Rata-rata waktu tanggap laporan kewaspadaan dini"
RESPONSE_CELL = f"Realisasi {RESPONSE} bulan ini"
PARTIES_CELL = "Realisasi Persentase partai politik yang laporannya lengkap bulan ini"
WRONG, RIGHT = "2,1", "21"
DIRECTION = "Waktu tanggap 2,1 jam tidak sesuai buku laporan; hitung ulang bersama petugas piket."

Meet = Callable[[str], Page]


@pytest.fixture
def office(offices: Offices) -> Office:
    return offices("quarters")


def test_eleven_steps_with_one_return(meet: Meet) -> None:
    secretary, kasubbag, staff = meet(SECRETARY), meet(KASUBBAG), meet(STAFF)
    the_forms_are_ordered_and_prepared(secretary, kasubbag)
    staff_distribute(staff)
    alertness = meet(ALERTNESS)
    a_kabid_opens_the_notice(alertness)
    staff_see_who_received(staff)
    ideology_reports(ideology := meet(IDEOLOGY))
    politics_report(politics := meet(POLITICS))
    alertness_reports(alertness)
    each_hands_in({"TT/IDE/2026": ideology, "TT/POL/2026": politics, "TT/WAS/2026": alertness})
    kasubbag_orders_the_recap(kasubbag)
    the_recap_goes_up(staff, kasubbag, "1")
    the_secretary_returns_with_direction(secretary)
    the_kabid_corrects(alertness)
    kasubbag_orders_the_recap(kasubbag)
    the_recap_goes_up(staff, kasubbag, "2")
    the_secretary_agrees(secretary)
    kasubbag_archives(kasubbag)
    the_run_tells_all_of_it(secretary)


def the_forms_are_ordered_and_prepared(secretary: Page, kasubbag: Page) -> None:
    """Steps 1 to 3."""
    take(secretary, f"Beri disposisi — {QUARTER}")
    end(secretary, "Beri disposisi", {"Sifat": "Segera", "Instruksi": TO_PREPARE})
    take(kasubbag, f"Buka periode — {QUARTER}")
    for words in (TO_PREPARE, "Segera", SECRETARY):
        expect(paper(kasubbag, "Beri disposisi")).to_contain_text(words)
    end(kasubbag, "Buka periode: selesai")
    take(kasubbag, f"Beri disposisi — {QUARTER}")
    end(kasubbag, "Beri disposisi", {"Instruksi": TO_DISTRIBUTE})


def staff_distribute(page: Page) -> None:
    """Step 4."""
    take(page, f"Bagikan — {QUARTER}")
    expect(paper(page, TO_DISTRIBUTE)).to_contain_text(KASUBBAG)
    assert violations(page) == []
    end(page, "Bagikan sekarang")


def a_kabid_opens_the_notice(page: Page) -> None:
    page.get_by_role("link", name="Kotak Masuk").first.click()
    notice = page.get_by_role("listitem").filter(has_text="Membagikan formulir pengumpulan data")
    notice.get_by_role("button", name="Buka").click()
    expect(page.get_by_role("heading", name=f"Pelaksanaan SOP — {QUARTER}")).to_be_visible()


def staff_see_who_received(page: Page) -> None:
    run_page(page, SOP, QUARTER)
    page.locator("tr.row-sub").get_by_role("link", name="Bagikan").click()
    receipts = page.locator("section", has=page.get_by_role("heading", name="Sudah dibaca oleh"))
    expect(receipts.get_by_role("listitem").filter(has_text=ALERTNESS)).to_contain_text("dibaca Selasa")
    expect(receipts.get_by_role("listitem").filter(has_text=POLITICS)).to_contain_text("belum dibaca")


def ideology_reports(page: Page) -> None:
    """Step 5, the first of three."""
    take(page, f"Isi realisasi — {QUARTER}")
    enter(page, {"Konflik yang ditangani": "4", "Konflik yang dilaporkan": "4"})
    enter(page, {"Realisasi Jumlah peserta sosialisasi wawasan kebangsaan bulan ini": "190"})
    spend(page, "Pelaksanaan Kebijakan di Bidang Ideologi Wawasan Kebangsaan", "98.700.000", "70")
    assert submit(page)


def politics_report(page: Page) -> None:
    take(page, f"Isi realisasi — {QUARTER}")
    enter(page, {PARTIES_CELL: "83,33"})
    spend(page, "Pelaksanaan Kebijakan di Bidang Pendidikan Politik", "317.100.000", "75")
    explain(page, PARTIES_CELL, "Satu partai belum melengkapi bukti belanja.", "Pendampingan.")
    assert submit(page)


def alertness_reports(page: Page) -> None:
    take(page, f"Isi realisasi — {QUARTER}")
    enter(page, {RESPONSE_CELL: WRONG})
    spend(page, "Pelaksanaan Kebijakan di Bidang Kewaspadaan Dini", "88.150.000", "69")
    assert submit(page)


def each_hands_in(pages: Mapping[str, Page]) -> None:
    """Step 6: the form goes to Kasubbag, with a receipt, once every bidang has filled it in."""
    for receipt, page in pages.items():
        take(page, f"Serahkan — {QUARTER}")
        end(page, "Catat penyerahan", {"Nomor tanda terima": receipt})


def kasubbag_orders_the_recap(page: Page) -> None:
    """The first half of step 7; the receipts of the bidang lie with it."""
    take(page, f"Beri disposisi — {QUARTER}")
    expect(paper(page, ALERTNESS)).to_contain_text("TT/WAS/2026")
    end(page, "Beri disposisi", {"Instruksi": TO_SUM_UP})


def the_recap_goes_up(staff: Page, kasubbag: Page, round_: str) -> None:
    """The second half of step 7, steps 8 and 9."""
    take(staff, f"Susun laporan — {QUARTER}")
    expect(paper(staff, TO_SUM_UP)).to_contain_text(KASUBBAG)
    end(staff, "Susun draf sekarang")
    take(staff, f"Serahkan — {QUARTER}")
    expect(staff.get_by_label("Diterima oleh")).to_have_value("Kasubag Sungram")
    end(staff, "Catat penyerahan", {"Nomor tanda terima": f"TT/REKAP/{round_}"})
    take(kasubbag, f"Paraf — {QUARTER}")
    expect(paper(kasubbag, "Serahkan")).to_contain_text(f"TT/REKAP/{round_}")
    kasubbag.get_by_label("Saya menyatakan telah memeriksa naskah ini dan memarafnya").check()
    end(kasubbag, "Bubuhkan paraf")
    take(kasubbag, f"Serahkan — {QUARTER}")
    assert round_ == "2" or violations(kasubbag) == []
    end(kasubbag, "Catat penyerahan", {"Nomor tanda terima": f"TT/LAPOR/{round_}"})


def the_secretary_returns_with_direction(page: Page) -> None:
    """Step 10, no."""
    take(page, f"Tinjau laporan — {QUARTER}")
    expect(paper(page, "Serahkan")).to_contain_text("TT/LAPOR/1")
    expect(page.get_by_role("row", name=RESPONSE)).to_contain_text(WRONG)
    note = page.get_by_label(f"Catatan untuk {RESPONSE}")
    note.locator("xpath=ancestor::details").locator("summary").click()
    note.fill(DIRECTION)
    end(page, "Kembalikan baris bercatatan")


def the_kabid_corrects(page: Page) -> None:
    """Steps 5 and 6 once more, for one bidang and one row."""
    take(page, f"Isi realisasi — {QUARTER}")
    expect(page.get_by_text("Perbaikan putaran 2")).to_be_visible()
    expect(page.get_by_text(DIRECTION).first).to_be_visible()
    expect(page.locator("main .entry-value input[type=text]")).to_have_count(1)
    enter(page, {RESPONSE_CELL: RIGHT})
    assert submit(page)
    each_hands_in({"TT/WAS/2026-2": page})


def the_secretary_agrees(page: Page) -> None:
    """Step 10, yes, and her paraf."""
    take(page, f"Tinjau laporan — {QUARTER}")
    expect(page.get_by_text("1 baris berubah sejak putaran sebelumnya.")).to_be_visible()
    end(page, "Setujui laporan")
    take(page, f"Paraf — {QUARTER}")
    page.get_by_label("Saya menyatakan telah memeriksa naskah ini dan memarafnya").check()
    end(page, "Bubuhkan paraf")


def kasubbag_archives(page: Page) -> None:
    """Step 11."""
    take(page, f"Arsipkan laporan — {QUARTER}")
    expect(page.get_by_role("listitem").filter(has_text="Diparaf").first).to_contain_text(SECRETARY)
    end(page, "Arsipkan laporan", {"Nomor berkas": "000.8.6.3/III/2026"})


def the_run_tells_all_of_it(page: Page) -> None:
    run_page(page, SOP, QUARTER)
    assert states(page) == {f"{number}.": "Selesai" for number in range(1, 12)}
    review = page.locator("tr.row-sub").filter(has_text="Tinjau laporan")
    expect(review).to_have_count(2)
    expect(review.first).to_contain_text("dikembalikan")
    expect(review.first).to_contain_text(DIRECTION)
    expect(review.first).to_contain_text(SECRETARY)
    expect(review.last).to_contain_text("putaran 2")
    expect(page.locator("tr.row-sub").filter(has_text="Serahkan")).to_have_count(3 + 2 + 1 + 2)
    page.locator("tr.row-sub").get_by_role("link", name="Arsipkan laporan").click()
    expect(page.locator(".panel").first).to_contain_text("000.8.6.3/III/2026")
