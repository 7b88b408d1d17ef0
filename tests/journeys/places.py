"""Pages as everybody meets them: readable, within their width, from this host alone, workable by keyboard."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from tests.journeys.axe import violations
from tests.journeys.office import Office

WIDTHS = [(1920, 1080), (360, 800), (1366, 768)]
TABS = 250  # presses of a key after which somebody gives up

PPTK, LATE, ANOTHER = "Guntur Rimba Perkasa", "Teratai Nirmala Dewi", "Damar Gilang Samudra"
KASUBBAG, COMPILER, HEAD = "Arimbi Puspa Candra", "Lintang Kemuning Sari", "Bayu Segara Lazuardi"
INSPECTOR, SOP_ADMIN = "Wisnu Tirta Gemilang", "Pandu Bintang Fajar"


@dataclass(frozen=True)
class Place:
    """A page: who opens it, from which address, by which links and buttons, and what is to be done there."""

    who: str | None
    path: str
    clicks: tuple[str, ...] = ()
    action: str = ""
    status: int = 200


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


def is_for_everybody(witness: Witness, office: Office, place: Place) -> None:
    """Go there, look at it in every width, and reach what is to be done there."""
    page = witness.page
    go(page, office, place)
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, f"terlalu lebar pada {width}"
        if width < WIDTHS[0][0]:
            wrong = violations(page)
            assert wrong == [], "\n".join(wrong)
    if place.action:
        reached_by_keyboard(page, to_click(page, place.action))
    assert witness.foreign == [], witness.foreign
    assert witness.complaints == [], witness.complaints


def go(page: Page, office: Office, place: Place) -> None:
    """Open the address, then click what a person would; the answer to the last click is the page."""
    answer = page.goto(office.url + place.path)
    for name in place.clicks:
        with page.expect_navigation() as waiting:
            to_click(page, name).click()
        answer = waiting.value
    assert answer is not None
    assert answer.status == place.status, f"{answer.url}: {answer.status}"


def to_click(page: Page, name: str) -> Locator:
    """The link or button of that name in the content of the page."""
    main = page.locator("main")
    return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first


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
