"""Generic work in the browser: opening a task, ending it, what lies on the desk with it, and the run page."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.journeys.visitor import home, task, unfold

Words = Mapping[str, str]


def take(page: Page, title: str) -> None:
    """Open the task of that title on Tugas Saya."""
    home(page)
    task(page, title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title.split(" — ")[1])


def end(page: Page, button: str, entries: Words | None = None) -> None:
    """Fill in the fields named, end the task, and read that it was recorded."""
    for label, typed in (entries or {}).items():
        field = page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(typed)
        else:
            field.fill(typed)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Tercatat dalam riwayat")).to_be_visible()


def paper(page: Page, work: str) -> Locator:
    """What was kept of earlier work of that kind, unfolded: the newest under “Sebelumnya”."""
    row = page.locator("section", has=page.get_by_role("heading", name="Sebelumnya")).get_by_role("listitem")
    found = row.filter(has_text=work).first
    unfold(found)
    return found


def spend(page: Page, name: str, amount: str, physical: str) -> None:
    """Type the money and the progress of a sub kegiatan in this quarter."""
    page.get_by_label(f"Realisasi keuangan triwulan ini {name}", exact=True).fill(amount)
    page.get_by_label(f"Realisasi fisik sampai triwulan ini {name}", exact=True).fill(physical)


def run_page(page: Page, sop: str, period: str) -> None:
    """From the catalogue to the run of a period."""
    page.get_by_role("link", name="SOP", exact=True).first.click()
    page.locator("main").get_by_role("link", name=sop).first.click()
    page.locator("main").get_by_role("link", name=period).first.click()
    expect(page.get_by_role("heading", name=f"Pelaksanaan SOP — {period}")).to_be_visible()


def states(page: Page) -> dict[str, str]:
    """The state of each printed step on the page of a run."""
    rows = page.locator("tr.row-group").all()
    cell = "td[data-label='Keadaan']"
    return {row.locator("th").inner_text(): row.locator(cell).inner_text().strip() for row in rows}
