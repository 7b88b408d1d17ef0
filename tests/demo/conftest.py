"""The demonstration, seeded once for all tests of a module and rolled back afterwards."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from reporting.demo import Seeded, seed


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    anchors = tmp_path_factory.mktemp("anchors") / "history.anchor"  # outlives no rollback
    with override_settings(ANCHOR_FILE=anchors), django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)
