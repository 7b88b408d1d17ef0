"""The ground: agencies, people, appointments, calendar, history, notices."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = "Organisasi"

    def ready(self) -> None:
        checks.register(whole_or_new, checks.Tags.database)


def whole_or_new(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """The tables of the first version replace the steps that led to them; what is half done is told here,
    since Django would leave it out in silence.
    """
    return [
        checks.Error(
            f"Basis data ini dibuat sebelum versi pertama dan belum selesai diperbarui ({app}).",
            hint="Jalankan manage.py migrate sekali dengan kode dari waktu itu, lalu ulangi; data peragaan "
            "cukup dihapus.",
            id="kinerja.E001",
        )
        for alias in databases or ()
        for app in _half_way(MigrationLoader(connections[alias]))
    ]


def _half_way(loader: MigrationLoader) -> list[str]:
    done = {
        app: [replaced in loader.applied_migrations for replaced in migration.replaces]
        for (app, _), migration in loader.disk_migrations.items()
        if len(migration.replaces) > 1
    }
    return [app for app, each in done.items() if any(each) and not all(each)]
