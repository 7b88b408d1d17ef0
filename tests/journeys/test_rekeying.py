"""The sheet to re-key from, in the browser: by cell with the keyboard, by column, and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DEVICE, Offices
from tests.journeys.visitor import sign_in

pytestmark = pytest.mark.journey

COMPILER = "Lintang Kemuning Sari"


def open_sheet(page: Page, url: str) -> None:
    sign_in(page, url, COMPILER)
    page.get_by_role("link", name="Kirim laporan — September 2026").click()
    page.get_by_role("link", name="Lembar salin Smart Magelang").click()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_cells_and_columns_are_copied_with_the_keyboard(browser: Browser, offices: Offices) -> None:
    office = offices("every_stage")
    visitor = browser.new_context(**DEVICE)
    visitor.grant_permissions(["clipboard-read", "clipboard-write"], origin=office.url)
    page = visitor.new_page()
    open_sheet(page, office.url)
    table = page.get_by_role("table", name="Capaian kinerja")
    table.get_by_role("button", name="Salin Indikator kinerja, baris 1:").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#live")).to_have_text("Disalin: 78,5")
    assert clipboard(page) == "78,5"
    table.get_by_role("button", name="Salin kolom Satuan").press("Enter")
    expect(page.locator("#live")).to_contain_text("Kolom disalin")
    assert len(clipboard(page).split("\n")) == table.locator("tbody tr").count()
    visitor.close()


def test_without_scripts_one_click_selects_a_cell(browser: Browser, offices: Offices) -> None:
    office = offices("every_stage")
    visitor = browser.new_context(**DEVICE, java_script_enabled=False)
    page = visitor.new_page()
    open_sheet(page, office.url)
    cell = page.locator(".rekey-text", has_text="78,5").first
    expect(cell).to_be_visible()
    expect(cell).to_have_css("user-select", "all")
    expect(page.get_by_role("button", name="Salin kolom")).to_have_count(0)
    visitor.close()
