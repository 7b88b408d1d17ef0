"""Fixtures that every test may ask for."""

from pathlib import Path

import hypothesis
import pytest
from pytest_django import Settings

from reporting.models import Plan
from sop.models import SopVersion
from tests.cast import Cast, make_cast, make_plan, make_sop

hypothesis.settings.register_profile("house", deadline=None)
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
