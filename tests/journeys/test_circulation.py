"""Telling others of a report, as BPKPAD Kabupaten Balangan does: who has read it is seen afterwards."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Offices
from tests.journeys.desk import end, run_page, take
from tests.journeys.office import Office

pytestmark = pytest.mark.journey

KASUBBAG = "Ulin Setia Banua, S.E."
QUARTER, SOP = "Triwulan III 2026", "Mekanisme Pengumpulan Data"


@pytest.fixture
def office(offices: Offices) -> Office:
    return offices("quarters")


def test_a_report_is_made_known(meet: Callable[[str], Page]) -> None:
    page = meet(KASUBBAG)
    take(page, f"Sosialisasikan — {QUARTER}")
    expect(page.get_by_role("heading", name="Sebelumnya")).to_be_visible()
    assert violations(page) == []
    end(page, "Sosialisasikan sekarang")
    run_page(page, SOP, QUARTER)
    page.locator("tr.row-sub").get_by_role("link", name="Sosialisasikan").click()
    receipts = page.locator("section", has=page.get_by_role("heading", name="Sudah dibaca oleh"))
    expect(receipts.get_by_role("listitem").first).to_contain_text("belum dibaca")
