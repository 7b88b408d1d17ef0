"""The classes that every agency may file under, and the retention of what is in the archive already."""

from datetime import date
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kinerja.lib.dates import Zone, years_later
from kinerja.lib.periods import Cycle

FROM = date(2023, 1, 1)
SOURCE = (
    "Kode menurut Permendagri 83/2022; jangka simpan hanya usulan awal, perlu diverifikasi dengan JRA daerah"
)
# Code, kind of archive, years active, years inactive, fate, what it is proposed for.
CLASSES = [
    ("000.8.6.3", "Akuntabilitas kinerja: laporan bulanan, triwulanan, semester", 2, 3, "destroy", "period"),
    (
        "000.8.6.3",
        "Akuntabilitas kinerja: laporan tahunan (LKjIP), Perjanjian Kinerja",
        2,
        3,
        "permanent",
        "year",
    ),
    ("000.8.3.3", "Standar Operasional Prosedur", 2, 3, "review", ""),
    ("000.8.6.1", "Budaya Kerja", 2, 3, "review", ""),
    ("000.8.6.2", "Penilaian Mandiri Pelaksanaan Reformasi Birokrasi (PMPRB)", 2, 3, "review", ""),
]


def add(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Add the classes that are not there yet, then count the retention of every record."""
    classification = apps.get_model("reporting", "Classification")
    for code, name, active, inactive, fate, proposed_for in CLASSES:
        classification.objects.get_or_create(
            agency=None, code=code, name=name, valid_from=FROM,
            defaults={"active_years": active, "inactive_years": inactive, "fate": fate, "source": SOURCE, "proposed_for": proposed_for},
        )  # fmt: skip
    records = apps.get_model("reporting", "ArchiveRecord").objects.select_related("report__agency")
    for record in records:
        describe(record)
        record.save()


def describe(record: Any) -> None:
    """What the record's report says, and the retention from the day of archiving."""
    report = record.report
    record.description = f"{report.title} {report.agency.name} {report.period.label}"
    record.covered = report.period.label
    record.closed_on = Zone(report.agency.zone).local(record.at).date()
    wanted = "year" if report.period.cycle is Cycle.YEAR else "period"
    for code, name, active, inactive, fate, proposed_for in CLASSES:
        if code == record.classification and proposed_for in {"", wanted} and record.closed_on >= FROM:
            record.classification_name, record.fate, record.retention_source = name, fate, SOURCE
            record.active_until = years_later(record.closed_on, active)
            record.inactive_until = years_later(record.closed_on, active + inactive)


def remove(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Remove the classes; what the records say goes with their columns."""
    apps.get_model("reporting", "Classification").objects.filter(agency=None, valid_from=FROM).delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_archive_classification_and_retention")]

    operations = [migrations.RunPython(add, remove)]
