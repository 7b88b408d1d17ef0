"""What a person does and sees in the browser, in the words of the pages."""

import re
import time
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

WITHIN = 30.0  # seconds, for work that the worker does

Sheet = Mapping[str, str | tuple[str, str]]


def sign_in(page: Page, url: str, name: str) -> None:
    """One click on the name, as the demonstration offers it."""
    page.goto(f"{url}/masuk/")
    page.get_by_role("button", name=re.compile(f"Masuk sebagai {re.escape(name)}")).click()
    expect(page.get_by_role("heading", name="Tugas Saya", level=1)).to_be_visible()


def home(page: Page) -> None:
    page.get_by_role("link", name="Tugas Saya").first.click()


def task(page: Page, title: str) -> Locator:
    """A task on Tugas Saya that is waiting to be done."""
    return page.locator(".task-list:not(.task-list-done)").get_by_role("link", name=title)


def wait_for_task(page: Page, title: str) -> None:
    """Look at Tugas Saya again and again until the worker has brought the task."""
    end = time.monotonic() + WITHIN
    home(page)
    while not task(page, title).count():
        assert time.monotonic() < end, f"“{title}” tidak muncul: {page.locator('main').inner_text()}"
        page.wait_for_timeout(300)
        page.reload()
    task(page, title).click()


def enter(page: Page, values: Sheet) -> None:
    """Type into the row of each indicator or line of money, found by its label."""
    for label, typed in values.items():
        if isinstance(typed, str):
            page.get_by_label(label, exact=True).fill(typed)
            continue
        for part, text in zip(
            ("Realisasi keuangan bulan ini", "Realisasi fisik sampai bulan ini"), typed, strict=True
        ):
            page.get_by_label(f"{part} {label}", exact=True).fill(text)


def below(page: Page, row: str) -> Locator:
    """An indicator with what stands under its row: notes, kendala, tindak lanjut, bukti."""
    return page.locator("tbody", has=page.get_by_label(row, exact=True))


def unfold(part: Locator) -> None:
    """Open a fold; one that the page opened by itself in the meantime is opened again."""
    while part.locator("details").first.get_attribute("open") is None:
        part.locator("summary").first.click()


def explain(page: Page, row: str, obstacle: str, follow_up: str) -> None:
    """Write kendala and tindak lanjut under the row of an indicator."""
    words = below(page, row)
    unfold(words)
    words.get_by_label("Kendala").fill(obstacle)
    words.get_by_label("Tindak lanjut").fill(follow_up)


def submit(page: Page) -> str:
    """Check, say why where something looks like a slip, hand in, and read the number of the receipt."""
    check(page)
    if page.get_by_label("Alasan").count():
        give_reasons(page)
        check(page)
    expect(page.get_by_role("heading", name="Periksa sebelum disampaikan")).to_be_visible()
    page.get_by_role("button", name="Sampaikan").click()
    expect(page.get_by_role("heading", name="sudah disampaikan")).to_be_visible()
    return (
        page.locator("dt", has_text="Nomor tanda terima").locator("xpath=following-sibling::dd").inner_text()
    )


def check(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa dan sampaikan").click()


def give_reasons(page: Page) -> None:
    for asked in page.get_by_label("Alasan").all():
        asked.fill("Sudah diperiksa, memang demikian.")


def downloaded(page: Page, link: Locator, folder: Path) -> Path:
    """The file behind a link, under the name that it came with."""
    with page.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
