"""The ground of the fault tests: a database that other threads and processes can open, and a run half-way."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections

from reporting.models import Plan
from sop.actions.tick import tick
from sop.models import Run, SopVersion
from sop.rehearsal import play_on
from tests.cast import Cast, wib

pytestmark = pytest.mark.fault


@pytest.fixture(autouse=True)
def _shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """What is committed here is seen elsewhere; SQLite's database in memory is moved to a file for that."""
    if connections["default"].vendor != "sqlite":
        yield
        return
    in_memory, configured = connections["default"], connections.settings["default"]
    in_memory.ensure_connection()
    name, configured["NAME"] = configured["NAME"], str(tmp_path / "kinerja.sqlite3")
    with sqlite3.connect(configured["NAME"]) as file:
        in_memory.connection.backup(file)
    file.close()
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    configured["NAME"] = name
    connections["default"] = in_memory


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path: Path) -> None:
    """Moving the clock moves nobody else's; anchors of other stories are not of this history."""
    settings.CLOCK_FILE = tmp_path / "clock.json"
    settings.ANCHOR_FILE = tmp_path / "history.anchor"


@pytest.fixture
def due(cast: Cast, plan: Plan, sop: SopVersion) -> SopVersion:
    """January's run is due to be opened, and nothing of it exists."""
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    return sop


@pytest.fixture
def submitted(due: SopVersion) -> Run:
    """Both officers submitted; on the 6th the system is to compile."""
    return _played(until="2026-02-05 23:00")


@pytest.fixture
def drafted(due: SopVersion) -> Run:
    """The draft is compiled and waits for a reviewer."""
    return _played(until="2026-02-06 01:00")


def _played(*, until: str) -> Run:
    tick(wib("2026-02-01 00:05"))
    run = Run.objects.get()
    play_on(run, wib("2026-02-01 00:05"), until=wib(until))
    return run
