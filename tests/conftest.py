"""Fixtures that every test may ask for."""

import functools
import gc
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db.backends.signals import connection_created
from pytest_django import Settings

from reporting.models import Plan
from reporting.renderers import excel, letter, pdf
from sop.models import SopVersion
from tests import blank
from tests.cast import Cast, make_cast, make_plan, make_sop
from tests.remembered import remembered
from tests.tooling.laid import lay, tables

LONG = (
    "test_run.py", "test_seed.py", "test_rehearse.py", "test_production_start.py",
    "test_month.py", "test_pages.py", "test_pages_kept.py", "test_malang.py", "test_madiun.py",
    "test_entry.py",
)  # fmt: skip
gc.set_threshold(200_000, 20, 20)  # thousands of small tests: looking for cycles took a seventh of the time
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("house")


def _fill(connection: Any, **_: object) -> None:
    """A database in memory begins with its tables, so that migrating it finds nothing to do."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection_created.disconnect(_fill)
        with sqlite3.connect(tables()) as kept:
            kept.backup(connection.connection)
        kept.close()


connection_created.connect(_fill)


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings: Settings) -> Path:
    """Every test promises its own history: the database is emptied between tests, the data folder is not."""
    path = tmp_path / "history.anchor"
    settings.ANCHOR_FILE = path
    return path


@pytest.fixture(scope="session")
def lay_down(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], None]:
    """Copies an installation to a folder; the processes of xdist share the originals."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return functools.partial(lay, root=root)


@pytest.fixture
def blank_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports as empty files: for tests that sign and send them and never look into one."""
    monkeypatch.setattr(pdf, "pdf_of", blank.pdf)
    monkeypatch.setattr(letter, "pdf_of", blank.pdf)
    monkeypatch.setattr(pdf, "pdf_with_places", blank.pdf_with_places)
    monkeypatch.setattr(excel, "render", blank.workbook)


@pytest.fixture
def cast(db: None) -> Cast:
    return remembered(make_cast)()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return remembered(make_plan)(cast)


@pytest.fixture
def sop(cast: Cast) -> SopVersion:
    return remembered(make_sop)(cast)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="only tests that use a database or a server"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first, so that nobody waits for them at the end; on PostgreSQL, only what it can change."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    if not config.getoption("--only-database"):
        return
    touching = {"db", "transactional_db", "live_server"}
    kept = [item for item in items if _uses_database(item, touching)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _uses_database(item: pytest.Item, touching: set[str]) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services", "fault"))
    return marked or not touching.isdisjoint(getattr(item, "fixturenames", ()))
