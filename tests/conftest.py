"""Fixtures that every test may ask for."""

from pathlib import Path

import hypothesis
import pytest
from pytest_django import Settings

from reporting.models import Plan
from sop.models import SopVersion
from tests.cast import Cast, make_cast, make_plan, make_sop

hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings: Settings) -> Path:
    """Every test promises its own history: the database is emptied between tests, the data folder is not."""
    path = tmp_path / "history.anchor"
    settings.ANCHOR_FILE = path
    return path


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast)


@pytest.fixture
def sop(cast: Cast) -> SopVersion:
    return make_sop(cast)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="only tests that use a database or a server"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL, leaves out what no database can change."""
    if not config.getoption("--only-database"):
        return
    touching = {"db", "transactional_db", "live_server"}
    kept = [item for item in items if _uses_database(item, touching)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _uses_database(item: pytest.Item, touching: set[str]) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services", "fault"))
    return marked or not touching.isdisjoint(getattr(item, "fixturenames", ()))
