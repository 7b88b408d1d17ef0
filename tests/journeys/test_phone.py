"""The same work on a telephone: rows become cards, and a signature needs few taps."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DEVICE, Offices
from tests.journeys.office import Office
from tests.journeys.visitor import enter, explain, submit, task

pytestmark = pytest.mark.journey

DAMAR, HEAD = "Damar Gilang Samudra, S.E., M.Ak.", "Bayu Segara Lazuardi, S.E., M.Si."
LAWS = "Jumlah rancangan Perda/Perkada tentang APBD yang tersusun sesuai standar dan tepat waktu"
WIDTH, FINGER = 360, 44  # CSS pixels

Meet = Callable[[str], Page]


@pytest.fixture
def device() -> dict[str, Any]:
    return {
        **DEVICE,
        "viewport": {"width": WIDTH, "height": 800},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    }


@pytest.fixture
def office(offices: Offices, request: pytest.FixtureRequest) -> Office:
    return offices(request.param)


@pytest.mark.parametrize("office", ["entry_day"], indirect=True)
def test_a_pptk_fills_in_cards(meet: Meet) -> None:
    page = meet(DAMAR)
    task(page, "Isi realisasi — November 2026").tap()
    card = page.get_by_role("row", name=LAWS).first
    a_card_stands_alone(card)
    enter(
        page,
        {
            "Perangkat Daerah yang menyampaikan sesuai standar dan tepat waktu": "43",
            "Perangkat Daerah": "44",
            f"Realisasi {LAWS} bulan ini": "2",
        },
    )
    for number, (amount, physical) in enumerate([("110.379.600", "90"), ("42.016.400", "97")]):
        page.get_by_label("Realisasi keuangan bulan ini").nth(number).fill(amount)
        page.get_by_label("Realisasi fisik sampai bulan ini").nth(number).fill(physical)
    explain(page, "Perangkat Daerah", "Satu perangkat daerah terlambat.", "Pendampingan sampai lengkap.")
    button = page.get_by_role("button", name="Periksa dan sampaikan")
    box = button.bounding_box()
    assert box
    assert box["height"] >= FINGER
    assert submit(page)
    nothing_runs_off(page)


def a_card_stands_alone(card: Locator) -> None:
    """No heading row is needed: each figure says itself what it is, one below the other."""
    page = card.page
    expect(page.get_by_role("columnheader", name="Target s.d. bulan ini").first).not_to_be_in_viewport()
    target = card.locator("td[data-label='Target s.d. bulan ini']")
    label = target.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Target s.d. bulan ini"'
    box, field = card.bounding_box(), card.get_by_role("textbox").bounding_box()
    assert box
    assert field
    assert box["width"] <= WIDTH
    assert field["width"] >= box["width"] / 2
    nothing_runs_off(page)


def nothing_runs_off(page: Page) -> None:
    assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDTH


@pytest.mark.parametrize("office", ["signing_day"], indirect=True)
def test_the_head_signs_in_four_taps(meet: Meet) -> None:
    page = meet(HEAD)
    task(page, "Tanda tangani laporan — November 2026").tap()
    expect(page.get_by_text("Teratai Nirmala Dewi, S.Sos.")).to_be_visible()
    nothing_runs_off(page)
    page.get_by_label("Saya menyatakan telah memeriksa laporan ini").tap()
    page.get_by_role("button", name="Tanda tangani laporan").tap()
    expect(page.get_by_text("Tercatat dalam riwayat")).to_be_visible()
    page.locator("summary", has_text="Menu").tap()
    page.get_by_role("link", name="Laporan").locator("visible=true").first.tap()
    page.get_by_role("link", name="November 2026").tap()
    expect(page.get_by_text("Ditandatangani oleh")).to_be_visible()
    nothing_runs_off(page)
