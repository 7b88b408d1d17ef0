"""Fixtures that every test may ask for."""

import hypothesis
import pytest

from reporting.models import Plan
from sop.models import SopVersion
from tests.cast import Cast, make_cast, make_plan, make_sop

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast)


@pytest.fixture
def sop(cast: Cast) -> SopVersion:
    return make_sop(cast)
