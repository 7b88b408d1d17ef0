"""A rehearsal finds dead ends and says where, when and why."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from kinerja.lib.dates import Zone
from kinerja.lib.periods import Period
from organisation.models import Agency, Appointment, Person
from organisation.roles import Role
from sop.actions.document import load_sop, publish
from sop.models import SopVersion
from sop.queries.dead_ends import first_moment
from sop.rehearsal import records, rehearse

FILE = Path(__file__).parents[2] / "sop" / "fixtures" / "magelang-capaian-bulanan.json"
NOW = datetime(2026, 1, 2, 9, tzinfo=Zone.WIB.info)
JANUARY = Period.parse("2026-01")

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> SopVersion:
    agency = Agency.objects.create(
        code="bpkad-magelang", name="Badan", short_name="BPKAD", government="Pemerintah Kota Magelang"
    )
    document = json.loads(FILE.read_text())
    return publish(load_sop(document, agency=agency, by=None, now=NOW), by=None, now=NOW)


def test_a_rehearsal_begins_when_the_first_window_opens(version: SopVersion) -> None:
    assert first_moment(version, JANUARY) == datetime(2026, 2, 1, tzinfo=Zone.WIB.info)


def test_a_role_without_a_holder_is_a_dead_end(version: SopVersion) -> None:
    played = rehearse(version, JANUARY)
    assert not played.is_closed
    assert "berhenti di langkah 1 " in played.problem
    assert "tidak ada pemegang peran Penyusun laporan pada 01-02-2026" in played.problem


def test_a_blocked_task_is_a_dead_end_with_its_reason(version: SopVersion) -> None:
    compiler = Person.objects.create(username="penyusun", name="Penyusun")
    Appointment.objects.create(
        person=compiler,
        agency=version.sop.agency,
        role=Role.COMPILER,
        title="Penyusun",
        from_on=date(2026, 1, 1),
    )
    played = rehearse(version, JANUARY)
    assert "Belum ada rencana 2026" in played.problem
    [task] = records(played.run)
    assert (task["step"], task["kind"], task["done"], task["outcome"]) == ("1", "open", None, "")
