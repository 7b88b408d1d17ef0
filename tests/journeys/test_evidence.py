"""Evidence in the browser: files dropped onto a row, a link, and what stands beside them untouched."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Offices
from tests.journeys.office import Office
from tests.journeys.visitor import below, task, unfold

pytestmark = pytest.mark.journey

GUNTUR = "Guntur Rimba Perkasa, S.H."
RECORDED = "Realisasi Persentase barang milik daerah yang tercatat dan berdokumen lengkap bulan ini"
CARRIED = """async () => {
  const carried = new DataTransfer();
  const canvas = document.createElement("canvas");
  const photo = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
  carried.items.add(new File(["MZ"], "program.pdf"));
  carried.items.add(new File([photo], "kegiatan.jpg", { type: "image/jpeg" }));
  return carried;
}"""


@pytest.fixture
def office(offices: Offices) -> Office:
    return offices("entry_day")


def test_files_are_dropped_and_a_link_is_added_while_something_is_typed(meet: Callable[[str], Page]) -> None:
    page = meet(GUNTUR)
    task(page, "Isi realisasi — November 2026").click()
    row = below(page, RECORDED)
    unfold(row)
    row.get_by_label("Tautan bukti").fill("drive.google.com/d/1")
    row.locator("tr").first.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(CARRIED)})
    expect(row.get_by_role("link", name="kegiatan.jpg")).to_be_visible()
    expect(row.get_by_text("“program.pdf”: Isi berkas bukan PDF")).to_be_visible()
    expect(row.get_by_text("“kegiatan.jpg” ditambahkan.")).to_be_visible()
    expect(row.get_by_label("Tautan bukti")).to_have_value("drive.google.com/d/1")
    row.get_by_role("button", name="Tambah tautan").click()
    link = row.get_by_role("link", name="https://drive.google.com/d/1")
    expect(link).to_have_attribute("rel", "noopener noreferrer external")
    expect(row.get_by_label("Tautan bukti")).to_have_value("")
    expect(row.locator("[data-evidence-count]")).to_have_text("(2)")
