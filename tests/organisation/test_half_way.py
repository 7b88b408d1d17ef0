"""A database from before the first version is taken whole, or refused in words."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_what_was_brought_up_to_date_goes_on(db: None) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sop", "0001_first_version")
    call_command("migrate", verbosity=0, skip_checks=False)
    assert ("sop", "0001_first_version") in recorder.applied_migrations()


def test_what_stopped_half_way_is_refused_with_what_to_do(db: None) -> None:
    MigrationRecorder(connection).record_unapplied("sop", "0006_corrections")
    with pytest.raises(SystemCheckError, match=r"belum selesai diperbarui \(sop\)[^?]*migrate sekali"):
        call_command("migrate", verbosity=0, skip_checks=False)
