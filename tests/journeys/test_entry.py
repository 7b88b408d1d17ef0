"""The month as a table in the browser: by keyboard, saved by itself, offline, in two tabs, pasted."""

import contextlib
import gzip
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Error, Page, Request, Route, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import DEVICE
from tests.journeys.office import Office, Opening
from tests.journeys.visitor import give_reasons, sign_in, task

pytestmark = pytest.mark.journey

Meet = Callable[[str], Page]
DAMAR, GUNTUR = "Damar Gilang Samudra, S.E., M.Ak.", "Guntur Rimba Perkasa, S.H."
KIRANA, TERATAI = "Kirana Embun Pertiwi, S.E., Ak.", "Teratai Nirmala Dewi, S.Sos."
RECORDED = "Realisasi Persentase barang milik daerah yang tercatat dan berdokumen lengkap bulan ini"
INVENTORY = "Realisasi Jumlah objek barang milik daerah yang diinventarisasi bulan ini"
PRICES = "Realisasi keuangan bulan ini Penyusunan Standar Harga"
BUDGET = 45_000  # bytes of script, compressed, for the whole page; 80,000 is the limit of the house
SAVED = re.compile(r"Tersimpan \d\d\.\d\d WIB")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, opening: Opening) -> Iterator[Office]:
    with opening("entry_day", tmp_path_factory.mktemp("entri"), ["web"]) as place:
        yield place


def open_sheet(page: Page) -> Page:
    task(page, "Isi realisasi — November 2026").click()
    expect(page.get_by_role("heading", name="Realisasi November 2026")).to_be_visible()
    page.wait_for_load_state()  # the scripts have run
    return page


def focused(page: Page) -> str:
    """The label of what has the focus."""
    words = "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText"
    return " ".join(str(page.evaluate(words)).split())


def tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        if focused(page).startswith(name):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab tidak sampai pada “{name}”, terakhir “{focused(page)}”")


def saved(page: Page) -> None:
    expect(page.locator("#entry-saved")).to_have_text(SAVED)


def settled(page: Page) -> None:
    """Everything that was typed is on the server."""
    page.keyboard.press("Control+s")
    saved(page)


def test_a_month_is_entered_by_keyboard_alone(meet: Meet) -> None:
    page = open_sheet(meet(DAMAR))
    tab_to(page, "Perangkat Daerah yang menyampaikan")
    for typed in ("43", "44", "2", "110.379.600", "90", "42016400", "97"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.get_by_text("dibaca 42.016.400")).to_be_visible()
    expect(page.locator(".entry-working").first).to_contain_text("÷")
    saved(page)
    assert violations(page) == []
    page.keyboard.press("Control+Home")
    assert focused(page).startswith("Perangkat Daerah yang menyampaikan")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "rancangan Perda" in focused(page)
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Keadaan")
    page.keyboard.press("Control+End")
    assert focused(page).startswith("Realisasi fisik")
    page.keyboard.press("Control+Home")
    tab_to(page, "Kendala")
    page.keyboard.type("Satu perangkat daerah terlambat.")
    tab_to(page, "Tindak lanjut")
    page.keyboard.type("Pendampingan sampai lengkap.")
    page.keyboard.press("Escape")
    assert focused(page).startswith("Perangkat Daerah yang menyampaikan")
    give_reasons(page)
    tab_to(page, "Periksa dan sampaikan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Periksa sebelum disampaikan")).to_be_visible()
    tab_to(page, "Sampaikan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="sudah disampaikan")).to_be_visible()


def test_what_was_typed_outlives_a_killed_tab(meet: Meet) -> None:
    page = open_sheet(meet(GUNTUR))
    page.route("**/simpan/", lambda route: route.abort())
    page.get_by_label(RECORDED).fill("90,75")
    expect(page.locator("tbody", has=page.get_by_label(RECORDED)).locator(".entry-state")).to_contain_text(
        "Belum terkirim"
    )
    kill(page)
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.locator("[data-banner=restored]")).to_be_visible()
    expect(again.get_by_label(RECORDED)).to_have_value("90,75")
    saved(again)
    again.reload()
    expect(again.get_by_label(RECORDED)).to_have_value("90,75")
    assert again.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kinerja-isian')).length") == 0


def kill(page: Page) -> None:
    """End the tab's process: a tab that is closed would still send what it has, past every route."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def test_forty_edits_made_offline_arrive_once(meet: Meet) -> None:
    page = open_sheet(meet(KIRANA))
    cells = page.locator(".entry-value input[type=text]")
    count = cells.count()
    page.context.set_offline(True)
    for edit in range(40):
        cells.nth(edit % count).fill(str(40 + edit))
    expect(page.locator("[data-banner=offline]")).to_be_visible()
    page.wait_for_timeout(2_500)
    typed = [cell.input_value() for cell in cells.all()]
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/simpan/") else None)
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("[data-banner=offline]")).to_be_hidden()
    assert len(sent) <= 2
    page.reload()
    assert [cell.input_value() for cell in cells.all()] == typed


def test_an_answer_that_got_lost_is_no_conflict(meet: Meet) -> None:
    page = open_sheet(meet(GUNTUR))

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/simpan/", lose, times=1)
    page.get_by_label(INVENTORY).fill("110")
    expect(page.locator("[data-banner=offline]")).to_be_visible()
    page.get_by_label(INVENTORY).fill("112")
    settled(page)
    assert page.get_by_text("sudah diubah di tempat lain").count() == 0
    page.reload()
    expect(page.get_by_label(INVENTORY)).to_have_value("112")


def test_a_session_that_ended_is_renewed_in_place(meet: Meet) -> None:
    page = open_sheet(meet(GUNTUR))
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] != "kinerja"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    page.get_by_label(INVENTORY).fill("115")
    dialog = page.get_by_role("dialog", name="Masuk lagi")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name=f"Masuk sebagai {GUNTUR}").click()
    expect(dialog).to_be_hidden()
    saved(page)
    expect(page.get_by_label(INVENTORY)).to_have_value("115")


def test_two_tabs_are_shown_both_values_and_choose(meet: Meet) -> None:
    first = open_sheet(meet(GUNTUR))
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label(INVENTORY).fill("120")
    settled(first)
    second.get_by_label(INVENTORY).fill("121")
    asked = second.get_by_role("group", name="Isian berbeda").locator("visible=true")
    expect(asked).to_contain_text("121")
    expect(asked).to_contain_text("120")
    assert violations(second) == []
    asked.get_by_role("button", name="Pakai isian saya").click()
    saved(second)
    first.get_by_label(INVENTORY).fill("122")
    asked = first.get_by_role("group", name="Isian berbeda").locator("visible=true")
    asked.get_by_role("button", name="Pakai yang tersimpan").click()
    saved(first)
    expect(first.get_by_label(INVENTORY)).to_have_value("121")


PASTE = """([element, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const how = {clipboardData: data, bubbles: true, cancelable: true};
    element.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def test_a_block_from_a_spreadsheet_is_judged_before_it_is_taken_and_undone_at_once(meet: Meet) -> None:
    page = open_sheet(meet(GUNTUR))
    cell = page.get_by_label(PRICES)
    cell.focus()
    before = cell.input_value()
    page.evaluate(PASTE, [cell.element_handle(), "Rp 4.302.500\n100\nseratus\n28.400.000\n88,5\r\n"])
    dialog = page.get_by_role("dialog", name="Tempel dari lembar kerja")
    expect(dialog).to_contain_text("4 sel akan diisi. 1 sel bergalat tidak diisi.")
    expect(dialog.get_by_role("row", name="seratus")).to_contain_text("Galat:")
    expect(dialog.get_by_role("row", name="Rp 4.302.500")).to_contain_text("Dibaca 4.302.500")
    assert violations(page) == []
    dialog.get_by_role("button", name="Terapkan 4 sel").click()
    expect(cell).to_have_value("Rp 4.302.500")
    page.get_by_role("button", name="Urungkan").click()
    expect(cell).to_have_value(before)
    settled(page)


def test_a_thousand_cells_are_read_in_a_moment(meet: Meet) -> None:
    page = open_sheet(meet(TERATAI))
    block = "\n".join("\t".join(["Rp 1.234,50"] * 14) for _ in range(75))
    cells, spent = page.evaluate(
        "text => { const t = performance.now(); const rows = entryPage.parseBlock(text);"
        " return [rows.flat().length, performance.now() - t]; }",
        block,
    )
    assert cells == 1_050
    assert spent < 500
    assert page.evaluate("""entryPage.parseBlock('a\\t"b ""c""\\nd"\\n1,5\\t\\n')""") == [
        ["a", 'b "c"\nd'],
        ["1,5", ""],
    ]


def test_saving_waits_for_a_pause_and_sends_one_request(meet: Meet) -> None:
    page = open_sheet(meet(TERATAI))
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/simpan/") else None)
    cells = page.locator(".entry-value input[type=text]")
    for number in range(3):
        cells.nth(number).press_sequentially("12", delay=60)
    assert sent == []
    saved(page)
    assert len(sent) == 1


def test_cards_on_a_telephone_are_worked_through_in_order(browser: Browser, office: Office) -> None:
    device = {**DEVICE, "viewport": {"width": 360, "height": 800}, "is_mobile": True, "has_touch": True}
    visitor = browser.new_context(**device)
    page = visitor.new_page()
    sign_in(page, office.url, TERATAI)
    open_sheet(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    first = page.locator(".entry-value input[type=text]").first
    first.fill("7,25")
    assert first.get_attribute("tabindex") is None
    saved(page)
    bar = page.locator(".entry-bar").bounding_box()
    assert bar
    assert bar["height"] <= 160
    assert violations(page) == []
    visitor.close()


def test_the_script_of_the_page_stays_small(meet: Meet) -> None:
    page = open_sheet(meet(TERATAI))
    scripts = page.evaluate("[...document.scripts].map(script => script.src)")
    total = 0
    for address in scripts:
        path = settings.BASE_DIR / urlsplit(address).path.lstrip("/")
        total += len(gzip.compress(path.read_bytes(), mtime=0))
    assert len(scripts) >= 8
    assert total < BUDGET
