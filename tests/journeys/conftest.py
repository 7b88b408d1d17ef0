"""A real browser for the journeys: one headless Chromium, a fresh visitor for every test."""

import contextlib
import functools
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.office import Office, Opening, opened
from tests.journeys.places import Place, Witness, is_for_everybody
from tests.journeys.visitor import sign_in

CHROMIUM = "/usr/bin/chromium"
# Besides running as root in a small /dev/shm: nothing that Chromium would fetch for itself.
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)  # the machine may be busy
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


DEVICE: dict[str, Any] = {
    "viewport": {"width": 1366, "height": 768},  # an office laptop
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
    "accept_downloads": True,
}


Offices = Callable[[str], Office]


@pytest.fixture(scope="session")
def opening(lay_down: Callable[[str, Path], None]) -> Opening:
    return functools.partial(opened, lay_down=lay_down)


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory, opening: Opening) -> Iterator[Offices]:
    """Web processes on a scene of ground.py; journeys of people who do not meet share one."""
    with contextlib.ExitStack() as stack:

        @functools.cache
        def office(scene: str) -> Office:
            return stack.enter_context(opening(scene, tmp_path_factory.mktemp(scene), ["web"]))

        yield office


@pytest.fixture
def device() -> dict[str, Any]:
    """What the visitors of a test come with; a module may give its own."""
    return DEVICE


@pytest.fixture
def context(browser: Browser, device: dict[str, Any]) -> Iterator[BrowserContext]:
    """A visitor without cookies."""
    visitor = browser.new_context(**device)
    visitor.set_default_timeout(15_000)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def meet(browser: Browser, device: dict[str, Any], office: Office) -> Iterator[Callable[[str], Page]]:
    """Somebody of the office at a browser of their own, signed in by one click."""
    visitors: list[BrowserContext] = []

    def meet_one(name: str) -> Page:
        visitor = browser.new_context(**device)
        visitor.set_default_timeout(15_000)
        visitors.append(visitor)
        page = visitor.new_page()
        sign_in(page, office.url, name)
        return page

    yield meet_one
    for visitor in visitors:
        visitor.close()


@pytest.fixture(scope="module")
def office(offices: Offices) -> Office:
    """The office of the pages, where every kind of work waits somewhere; a journey has one of its own."""
    return offices("every_stage")


@pytest.fixture(scope="module")
def look_at(browser: Browser, office: Office) -> Iterator[Callable[[Place], None]]:
    """Look at a page as everybody meets it; each person signs in once for all pages."""
    witnesses: dict[str | None, Witness] = {}

    def witness_of(who: str | None) -> Witness:
        if who not in witnesses:
            visitor = browser.new_context(**DEVICE)
            visitor.set_default_timeout(15_000)
            witness = witnesses[who] = Witness(visitor.new_page(), urlsplit(office.url).netloc)
            witness.watch()
            if who:
                sign_in(witness.page, office.url, who)
        return witnesses[who]

    yield lambda place: is_for_everybody(witness_of(place.who), office, place)
    for witness in witnesses.values():
        witness.page.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the processes said when a journey fails."""
    report = yield
    office = getattr(item, "funcargs", {}).get("office")
    if report.failed and isinstance(office, Office):
        for name in ("web", "worker", "beat", "clock"):
            if office.log(name):
                report.sections.append((f"{name} said", "\n".join(office.log(name).splitlines()[-60:])))
    return report
