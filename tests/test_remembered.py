"""A remembered story leaves the rows and files that it left when it was told, and only where it would."""

import contextlib
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import Settings

from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Agency, HistoryEvent, StoredFile
from organisation.queries.verify_history import verify_history
from tests.cast import make_agency, wib
from tests.remembered import remembered

AT = wib("2026-02-05 09:00")
pytestmark = pytest.mark.django_db


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told() -> list[str]:
    """The codes of the offices that were really founded."""
    return []


@pytest.fixture
def found(told: list[str]) -> Callable[[str], Agency]:
    """Founding an office, as a story; each test has one of its own, and nothing was told yet."""

    def founding(code: str) -> Agency:
        told.append(code)
        Agency.objects.filter(code="lama").update(name="Diganti")
        agency = make_agency(code=code)
        store(b"isi", name="surat.txt", content_type="text/plain", agency=agency, by=None, at=AT)
        record(Event("tested", agency, "Didirikan", {"code": code}), by=None, at=AT, agency=agency)
        return agency

    founding.__qualname__ += str(id(told))
    return remembered(founding)


def test_from_the_same_beginning_it_is_put_down_whole(
    found: Callable[[str], Agency], told: list[str]
) -> None:
    make_agency(code="lama")
    left = []
    for _ in range(2):
        with undone():
            agency = found("baru")
            file = StoredFile.objects.get()
            left.append((Agency.objects.get(code="lama").name, agency, file.path.read_bytes()))
            assert HistoryEvent.objects.get().sentence == "Didirikan"
            assert verify_history().problems == []
            assert make_agency(code="berikut").pk > agency.pk
            file.path.unlink()
    assert told == ["baru"]
    assert left[0] == left[1] == ("Diganti", left[0][1], b"isi")


def test_from_another_beginning_it_is_told_anew(
    found: Callable[[str], Agency], told: list[str], settings: Settings
) -> None:
    with undone():
        found("satu")
    with undone():
        found("dua")
    with undone():
        settings.KINERJA_URL = "https://lain.test"
        found("satu")
    make_agency(code="lama")
    found("satu")
    assert told == ["satu", "dua", "satu", "satu"]
